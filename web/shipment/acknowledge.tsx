import type { ReactNode } from 'react';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';

/** Acknowledges an alarm with what was done about it; comments that are used often can be taken over. */
export function Acknowledge({
  shipment,
  sequence,
  rule,
  what,
  onClose,
}: {
  shipment: string;
  /** The ledger entry up to which the person has seen the shipment. */
  sequence: number;
  rule: string;
  /** What happened, in words. */
  what: string;
  onClose: () => void;
}): ReactNode {
  const [comment, setComment, clear] = useDraft(`acknowledge ${shipment} ${rule}`, '');
  const step = useStep('acknowledgeAlarm', sequence, () => {
    clear();
    onClose();
  });
  return (
    <ReasonDialog
      title={`${texts.shipment.acknowledge}: ${shipment}`}
      label={texts.shipment.comment}
      hint={
        <>
          <p className="chips">
            <span className="quiet">{pageTexts.card.suggested}</span>
            {pageTexts.card.suggestions.map((each) => (
              <button
                key={each}
                type="button"
                className="chip"
                onClick={() => setComment(joined(comment, each))}
              >
                {each}
              </button>
            ))}
          </p>
          <p className="quiet">{texts.shipment.commentHint}</p>
        </>
      }
      confirm={texts.shipment.send}
      reason={comment}
      onReason={setComment}
      isPending={step.isPending}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() => step.mutate({ path: { shipment, rule }, body: { comment } })}
      onClose={onClose}
    >
      <p>{what}</p>
    </ReasonDialog>
  );
}

/** Adds a suggestion to what is written, once. */
function joined(comment: string, suggestion: string): string {
  if (comment.trim() === '') return suggestion;
  return comment.includes(suggestion) ? comment : `${comment.trimEnd().replace(/[.,;]$/, '')}; ${suggestion}`;
}
