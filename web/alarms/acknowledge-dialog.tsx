import { type ReactNode, useState } from 'react';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { SuggestedWords } from '../parts/suggested-words.tsx';
import type { Seen } from '../parts/use-actions.ts';
import { useDraft } from '../session/draft.ts';
import { acknowledgeTexts as word } from '../texts/acknowledge.ts';
import { texts } from '../texts.ts';
import { useAcknowledge } from './use-acknowledge.ts';

/** Acknowledges alarms of a shipment with what was done about them, wherever they are shown. */
export default function AcknowledgeDialog({
  seen,
  alarms,
  onClose,
}: {
  seen: Seen;
  /** What can be acknowledged: one alarm, or several of which the person chooses. */
  alarms: readonly { readonly rule: string; readonly words: string }[];
  onClose: () => void;
}): ReactNode {
  const { shipment } = seen;
  // Its page goes on meanwhile; what is acknowledged is what was shown when the dialog opened.
  const [open] = useState(alarms);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(open.map(({ rule }) => rule)));
  const [comment, setComment, clear] = useDraft(`acknowledge ${shipment}`, '');
  const step = useAcknowledge(seen, () => {
    clear();
    onClose();
  });
  const choose = (rule: string, isChosen: boolean): void => {
    setChosen(new Set([...chosen].filter((each) => each !== rule).concat(isChosen ? [rule] : [])));
  };
  return (
    <ReasonDialog
      title={texts.alarm.acknowledgeOf(shipment)}
      label={word.actionTaken}
      hint={<p className="quiet">{word.hint}</p>}
      confirm={texts.alarm.acknowledge}
      reason={comment}
      onReason={setComment}
      isPending={step.isPending || chosen.size === 0}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() => step.mutate({ rules: [...chosen], comment })}
      onClose={onClose}
    >
      {open.length === 1 ? (
        <p className="note stand-alarm">{open[0]!.words}</p>
      ) : (
        <fieldset className="choice">
          <legend>{word.which}</legend>
          {open.map(({ rule, words }) => (
            <label key={rule}>
              <input
                type="checkbox"
                checked={chosen.has(rule)}
                onChange={({ target }) => choose(rule, target.checked)}
              />
              <span>{words}</span>
            </label>
          ))}
        </fieldset>
      )}
      <SuggestedWords
        label={word.suggestions}
        suggestions={word.suggested}
        text={comment}
        onText={setComment}
      />
    </ReasonDialog>
  );
}
