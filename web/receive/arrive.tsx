import type { ReactNode } from 'react';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import type { Shown } from '../shipment/shown.ts';

/** Shown for a box whose arrival nobody has declared yet; people with the permission can declare it. */
export function Arrive({ shown, mayDeclare }: { shown: Shown; mayDeclare: boolean }): ReactNode {
  const { shipment, sequence } = shown;
  const step = useStep('arrive', sequence, () => undefined);
  const { moment } = useFormats();
  const seen = shown.inferredArrivedAt;
  return (
    <section className="card">
      <h2>{seen === null ? texts.receipt.arriveTitle : texts.shipment.seemsArrived(moment(seen))}</h2>
      <p>{seen === null ? texts.receipt.arriveHint : texts.receipt.confirmHint}</p>
      {step.error !== null && <StepProblem error={step.error} />}
      {mayDeclare && seen !== null && (
        <button
          type="button"
          className="primary"
          disabled={step.isPending}
          onClick={() => step.mutate({ path: { shipment }, body: { at: seen } })}
        >
          {texts.receipt.confirm(moment(seen))}
        </button>
      )}{' '}
      {mayDeclare && (
        <button
          type="button"
          className={seen === null ? 'primary' : ''}
          disabled={step.isPending}
          onClick={() => step.mutate({ path: { shipment }, body: {} })}
        >
          {seen === null ? texts.receipt.arrive : texts.receipt.arriveNow}
        </button>
      )}
    </section>
  );
}
