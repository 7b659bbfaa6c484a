import type { ReactNode } from 'react';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import type { Shown } from '../shipment/record.ts';
import { texts } from '../texts.ts';

/** A box that stands at the door though nobody has said that it arrived: who may says so. */
export function Arrive({ shown, mayDeclare }: { shown: Shown; mayDeclare: boolean }): ReactNode {
  const { shipment, sequence } = shown;
  const step = useStep('arrive', sequence, () => undefined);
  return (
    <section className="card">
      <h2>{texts.receipt.arriveTitle}</h2>
      <p>{texts.receipt.arriveHint}</p>
      {step.error !== null && <StepProblem error={step.error} />}
      {mayDeclare && (
        <button
          type="button"
          className="primary"
          disabled={step.isPending}
          onClick={() => step.mutate({ path: { shipment }, body: {} })}
        >
          {texts.receipt.arrive}
        </button>
      )}
    </section>
  );
}
