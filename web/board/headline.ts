import { type BoardItem, type ShipmentState, shipmentStates, urgent } from '../parts/shipment-state.ts';
import { texts } from '../texts.ts';

/** The states of which the headline speaks: what is wrong, acknowledged or not, and what waits for a decision. */
const spokenOf = shipmentStates.filter(
  (state) => urgent.has(state) || state === 'answered' || state === 'decide',
);

type Headline = {
  readonly words: string;
  readonly isUrgent: boolean;
  /** How many of the shipments it counts are hidden by the filter. */
  readonly hidden: number;
};

/** Speaks of every shipment, whatever is shown: "3 alarms, 2 hidden by your filter." */
export function headlineOf(
  stateOf: ReadonlyMap<BoardItem, ShipmentState>,
  isShown: (item: BoardItem) => boolean,
): Headline {
  const counts = new Map<ShipmentState, number>();
  let hidden = 0;
  for (const [item, state] of stateOf) {
    if (!spokenOf.includes(state)) continue;
    counts.set(state, (counts.get(state) ?? 0) + 1);
    if (!isShown(item)) hidden++;
  }
  const parts = spokenOf.flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [texts.board.counted[state]!(count)];
  });
  const isUrgent = [...counts.keys()].some((state) => urgent.has(state));
  // An alarm that somebody has acknowledged is not urgent, and yet an alarm.
  const isCalm = !isUrgent && !counts.has('answered');
  const said = isCalm ? [texts.board.nobody, ...parts] : parts;
  if (parts.length === 0) return { words: `${texts.board.nobody}.`, isUrgent, hidden };
  const sentence = said.join(isCalm ? '. ' : ', ');
  if (hidden === 0) return { words: `${sentence}.`, isUrgent, hidden };
  return {
    words:
      parts.length === 1
        ? `${sentence}, ${texts.board.hidden(hidden)}`
        : `${sentence}. ${texts.board.someHidden(hidden)}`,
    isUrgent,
    hidden,
  };
}
