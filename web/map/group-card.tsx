import type { ReactNode } from 'react';
import { Mark } from '../parts/mark.tsx';
import { texts } from '../texts.ts';
import type { MapPoint } from './clusters.ts';

const most = 30;

/** The shipments at one place, the most urgent first; a choice opens the card of one. */
export function GroupCard({
  points,
  goodsOf,
  onChoose,
}: {
  points: readonly MapPoint[];
  goodsOf: (id: string) => string;
  onChoose: (id: string) => void;
}): ReactNode {
  return (
    <>
      <p>
        <b>{texts.map.group(points.length)}</b>
      </p>
      <ul className="group-list">
        {points.slice(0, most).map(({ id, state }) => (
          <li key={id}>
            <button type="button" onClick={() => onChoose(id)}>
              <Mark state={state} />
              <span>
                <b>{id}</b> {goodsOf(id)}
                <span className={`block stand-${state}`}>{texts.states[state]}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {points.length > most && <p className="quiet">{texts.map.more(points.length - most)}</p>}
    </>
  );
}
