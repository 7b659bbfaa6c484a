import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Problem } from '../parts/problem.tsx';
import { stepsTexts } from '../texts/plan-steps.ts';
import { type DraftLogger, noLogger } from './draft-logger.ts';
import { LoggerRow } from './logger-row.tsx';
import { loggerProblems } from './logger-problems.ts';
import type { NotAttached } from './use-plan-shipment.ts';
import type { Created } from './wizard-draft.ts';

const word = stepsTexts.outcome;

/** A shipment that is planned, and whose loggers are not all attached: which, why, and the ways to go on. */
export function Outcome({
  created,
  loggers,
  failed,
  isBusy,
  arrivesAt,
  products,
  onLoggers,
  onRetry,
  onLeave,
}: {
  created: Created;
  loggers: readonly DraftLogger[];
  failed: readonly NotAttached[];
  isBusy: boolean;
  arrivesAt: string | null;
  /** The names of the products among which a logger may stand for some. */
  products: readonly string[];
  onLoggers: (loggers: readonly DraftLogger[]) => void;
  onRetry: () => void;
  onLeave: () => void;
}): ReactNode {
  const { shipment, attached } = created;
  const isAttached = (logger: DraftLogger): boolean => attached.includes(logger.device.trim());
  const missing = loggers.filter((logger) => logger.device.trim() !== '' && !isAttached(logger));
  const problems = loggerProblems(loggers);
  return (
    <>
      <p role="status">{isBusy ? word.attaching : word.lead(missing.length)}</p>
      <ul className="logger-rows">
        {loggers.filter(isAttached).map(({ device }) => (
          <li key={device} className="note">
            {word.attached(device.trim())}
          </li>
        ))}
        {loggers.map((logger, index) => {
          if (!missing.includes(logger)) return null;
          const why = failed.find(({ device }) => device === logger.device.trim());
          return (
            <li key={index}>
              {why !== undefined && !isBusy && (
                <>
                  <p>
                    <b>{word.notAttached(why.device)}</b>
                  </p>
                  <Problem error={why.error} />
                </>
              )}
              <ul>
                <LoggerRow
                  number={index + 1}
                  logger={logger}
                  arrivesAt={arrivesAt}
                  shipment={shipment}
                  problem={problems[index] ?? null}
                  products={products}
                  onChange={(changed) =>
                    onLoggers(loggers.map((each, at) => (at === index ? changed : each)))
                  }
                  onRemove={() => onLoggers(loggers.map((each, at) => (at === index ? noLogger : each)))}
                />
              </ul>
            </li>
          );
        })}
      </ul>
      <div className="actions">
        <Link className="button" href={`/shipments/${encodeURIComponent(shipment)}`} onClick={onLeave}>
          {missing.length === 0 ? word.open : word.without}
        </Link>
        {missing.length > 0 && (
          <button type="button" className="primary" disabled={isBusy} onClick={onRetry}>
            {word.retry}
          </button>
        )}
      </div>
    </>
  );
}
