import type { ReactNode } from 'react';
import { stepsTexts as word } from '../texts/plan-steps.ts';

export type StepNumber = 1 | 2 | 3;
const steps = [1, 2, 3] as const;

/** Where one is in planning; steps that can be reached are buttons. */
export function Steps({
  step,
  reachable,
  onGo,
}: {
  step: StepNumber;
  reachable: StepNumber;
  onGo: (step: StepNumber) => void;
}): ReactNode {
  return (
    <ol className="plan-steps" aria-label={word.progress}>
      {steps.map((each) => (
        <li key={each}>
          <button
            type="button"
            className={each <= step ? 'reached' : undefined}
            aria-current={each === step ? 'step' : undefined}
            disabled={each > reachable}
            onClick={() => onGo(each)}
          >
            <span className="number">{each}</span> {word.steps[each]}
          </button>
        </li>
      ))}
    </ol>
  );
}
