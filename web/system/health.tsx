import type { ReactNode } from 'react';
import { useApi } from '../api/use-api.ts';
import { Loaded } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { systemTexts } from '../texts/system.ts';

const word = systemTexts.system;
const everyMs = 60_000;
/** What needs attention comes first. */
const order = ['attention', 'unknown', 'good'] as const;

/** Whether every part of the system works, and what to do where one does not; asked again each minute. */
export function Health(): ReactNode {
  const health = useApi('getHealth', {}, { refetchInterval: everyMs });
  const { shortMoment } = useFormats();
  return (
    <Loaded of={health}>
      {({ checks, checkedAt }) => {
        const counts = order.map((state) => checks.filter((check) => check.state === state).length);
        const [attention, unknown] = counts as [number, number, number];
        return (
          <section aria-label={word.parts.health}>
            <p role="status">
              <b>{attention === 0 && unknown === 0 ? word.allGood : word.attention(attention)}</b>
              {unknown > 0 && `, ${word.unknown(unknown)}`}{' '}
              <span className="quiet">{word.checkedAt(shortMoment(checkedAt))}</span>{' '}
              <button type="button" disabled={health.isFetching} onClick={() => void health.refetch()}>
                {word.again}
              </button>
            </p>
            <ul className="rows checks">
              {checks
                .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
                .map(({ id, name, state, says, toDo }) => (
                  <li key={id} className={`row health-check health-${state}`}>
                    <span className="health-state">{word.states[state]}</span>
                    <div>
                      <b>{name}</b>
                      <span className="block">{says}</span>
                      {toDo !== null && <span className="block to-do">{toDo}</span>}
                    </div>
                  </li>
                ))}
            </ul>
          </section>
        );
      }}
    </Loaded>
  );
}
