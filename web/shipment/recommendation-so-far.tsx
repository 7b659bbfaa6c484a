import type { ReactNode } from 'react';
import { useNow } from '../format/use-now.ts';
import { Mark } from '../parts/mark.tsx';
import { isDecided, shipmentStateOf } from '../parts/shipment-state.ts';
import { texts } from '../texts.ts';
import type { Shown } from './shown.ts';

/** The state as the board shows it; for decided shipments, the decision. */
export function RecommendationSoFar({ shown }: { shown: Shown }): ReactNode {
  const now = useNow();
  if (isDecided(shown) || shown.cancellation !== null)
    return <span className={`state decided-${shown.status}`}>{texts.statuses[shown.status]}</span>;
  const state = shipmentStateOf(shown, now);
  return (
    <span className={`state stand-${state}`}>
      <Mark state={state} /> {texts.states[state]}
    </span>
  );
}
