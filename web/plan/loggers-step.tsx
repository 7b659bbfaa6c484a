import type { ReactNode } from 'react';
import { planTexts } from '../texts/plan.ts';
import { stepsTexts } from '../texts/plan-steps.ts';
import { type DraftLogger, namedLoggers, noLogger, offeredProducts } from './draft-logger.ts';
import type { DraftPlan } from './draft-plan.ts';
import { LimitsField } from './limits-field.tsx';
import { loggerProblems } from './logger-problems.ts';
import { LoggerRow } from './logger-row.tsx';

const word = stepsTexts.loggers;

/** The second step of planning: the loggers that travel with the goods, if they are known already. */
export function LoggersStep({
  plan,
  onPlan,
  loggers,
  onLoggers,
  limitsProblem,
}: {
  plan: DraftPlan;
  onPlan: (plan: DraftPlan) => void;
  loggers: readonly DraftLogger[];
  onLoggers: (loggers: readonly DraftLogger[]) => void;
  /** What is wrong with the limits around the goods; null where nothing is. */
  limitsProblem: string | null;
}): ReactNode {
  const rows = loggers.length === 0 ? [noLogger] : loggers;
  const problems = loggerProblems(rows);
  const products = offeredProducts(plan);
  const isMeasuringAround = namedLoggers(rows).some(({ role }) => role === 'ambient');
  return (
    <>
      <p>{word.lead}</p>
      <ul className="logger-rows">
        {rows.map((logger, index) => (
          <LoggerRow
            key={index}
            number={index + 1}
            logger={logger}
            arrivesAt={plan.plannedArrival}
            problem={problems[index] ?? null}
            products={products}
            onChange={(changed) => onLoggers(rows.map((each, at) => (at === index ? changed : each)))}
            onRemove={rows.length === 1 ? null : () => onLoggers(rows.filter((_, at) => at !== index))}
          />
        ))}
      </ul>
      {namedLoggers(rows).length === 0 ? (
        <p className="warn">{word.later}</p>
      ) : (
        <p>
          <button type="button" onClick={() => onLoggers([...rows, noLogger])}>
            {word.add}
          </button>
        </p>
      )}
      {isMeasuringAround && (
        <>
          <p>{word.needsAmbient}</p>
          <LimitsField
            label={planTexts.fields.ambientProfile}
            value={plan.ambientProfile}
            onChange={(ambientProfile) => onPlan({ ...plan, ambientProfile })}
            hint={planTexts.form.ambientHint}
            problem={limitsProblem}
          />
        </>
      )}
    </>
  );
}
