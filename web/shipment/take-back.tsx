import { type FormEvent, type ReactNode, useId } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
import { texts } from '../texts.ts';
import { oneLine } from '../format/one-line.ts';
import type { Shown } from './shown.ts';

/** Withdraws a declared departure or arrival, with a reason. */
export function TakeBack({
  shown,
  milestone,
  onClose,
}: {
  shown: Shown;
  milestone: 'departed' | 'arrived';
  onClose: () => void;
}): ReactNode {
  const { shipment: words } = texts;
  const { shipment, sequence } = shown;
  const [reason, setReason, clear] = useDraft(`take back ${milestone} ${shipment}`, '');
  const hint = useId();
  const step = useStep(milestone === 'departed' ? 'takeBackDeparture' : 'takeBackArrival', sequence, () => {
    clear();
    onClose();
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    step.mutate({ path: { shipment }, body: { reason } });
  };
  return (
    <Dialog title={words.takeBackTitle[milestone]} onClose={onClose}>
      <form onSubmit={send}>
        <label className="field">
          <span>{words.takeBackReason}</span>
          <textarea
            rows={3}
            required
            maxLength={1000}
            value={reason}
            aria-describedby={hint}
            onChange={(event) => setReason(oneLine(event.target.value))}
          />
        </label>
        <p id={hint} className="quiet">
          {words.takeBackHint}
        </p>
        {step.error !== null && <StepProblem error={step.error} />}
        <div className="actions">
          <button type="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" className="primary" disabled={step.isPending || reason.trim() === ''}>
            {words.takeBack}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
