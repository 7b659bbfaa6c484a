import { type ReactNode, useId } from 'react';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { TextField } from '../plan/text-field.tsx';
import { useDraft } from '../session/draft.ts';
import type { Shown } from '../shipment/shown.ts';
import { legTexts } from '../texts/legs.ts';
import { CyclesField } from './cycles-field.tsx';
import type { Goods } from './goods-of.ts';
import type { Limits } from './limits-of.ts';
import { type OpeningDraft, lackOfOpening, noOpening, openingOf } from './opening-draft.ts';
import { TimeFields } from './time-fields.tsx';
import { noTime } from './typed-time.ts';

const word = legTexts.openDialog;

/** Enters what was used of a product before its first recorded shipment, or takes that back. */
export function EnterOpening({
  shown,
  goods: { id, name },
  limits: { allowances, hasCycles },
  canTakeBack,
  onClose,
}: {
  shown: Shown;
  goods: Goods;
  limits: Limits;
  /** Whether something is entered that can be taken back. */
  canTakeBack: boolean;
  onClose: () => void;
}): ReactNode {
  const group = useId();
  const [draft, setDraft, clear] = useDraft(`opening ${shown.shipment} ${id}`, noOpening);
  const step = useStep('enterOpening', shown, () => {
    clear();
    onClose();
  });
  const change = (part: Partial<OpeningDraft>): void => setDraft({ ...draft, ...part });
  const ids = allowances.map((each) => each.id);
  const offered = (['unused', 'spent', 'unknown'] as const).filter(
    (kind) => (kind !== 'spent' || ids.length > 0 || hasCycles) && (kind !== 'unknown' || canTakeBack),
  );
  return (
    <ReasonDialog
      title={word.title(name)}
      label={legTexts.fields.reason}
      hint={<p className="quiet">{legTexts.fields.reasonHint}</p>}
      reason={draft.reason}
      onReason={(reason) => change({ reason })}
      missing={lackOfOpening(draft, ids)}
      confirm={word.confirm}
      isPending={step.isPending}
      problem={step.error !== null && <StepProblem error={step.error} />}
      onSend={() =>
        step.mutate({
          body: { product: id, opening: openingOf(draft, ids), reason: draft.reason.trim() },
        })
      }
      onClose={onClose}
    >
      <p className="quiet">{word.hint(shown.shipment)}</p>
      <fieldset className="choice">
        <legend>{word.kind}</legend>
        {offered.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name={group}
              required
              checked={draft.kind === kind}
              onChange={() => change({ kind })}
            />
            {word.kinds[kind]}
          </label>
        ))}
      </fieldset>
      {draft.kind === 'spent' && (
        <>
          {allowances.map((each) => (
            <TimeFields
              key={each.id}
              legend={each.says}
              value={draft.times[each.id] ?? noTime}
              onChange={(time) => change({ times: { ...draft.times, [each.id]: time } })}
            />
          ))}
          {hasCycles && (
            <CyclesField
              label={legTexts.fields.cycles}
              value={draft.cycles}
              onChange={(cycles) => change({ cycles })}
            />
          )}
          <p className="quiet">{word.leftOut}</p>
        </>
      )}
      {(draft.kind === 'spent' || draft.kind === 'unused') && (
        <TextField
          label={legTexts.fields.source}
          value={draft.source}
          onChange={(source) => change({ source })}
          hint={legTexts.fields.sourceHint}
          isRequired
        />
      )}
    </ReasonDialog>
  );
}
