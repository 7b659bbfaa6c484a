import type { BoardItem } from '../parts/shipment-state.ts';
import { type Nearness, nearnessOf } from '../parts/used-bar.tsx';
import { texts } from '../texts.ts';

/** How near a shipment is to breaking its worst rule. A broken rule fills the bar, and is never green. */
export type WorstRule = {
  readonly kind: Nearness;
  /** The share of the bar, from 0 to 1. */
  readonly share: number;
  /** What it is, where the share alone does not say it. */
  readonly says: string | null;
};

const broken = (says: string): WorstRule => ({ kind: 'broken', share: 1, says });

/** Returns the worst that is known of a shipment's rules; null if no limit was exceeded. */
export function worstRuleOf({
  status,
  standingAlarms,
  clearedAlarms,
  sensors,
}: Pick<BoardItem, 'status' | 'standingAlarms' | 'clearedAlarms' | 'sensors'>): WorstRule | null {
  if (standingAlarms.length > 0) return broken(texts.board.limitExceeded);
  // The rule that led to the decision may have no alarm any more.
  if (status === 'contradicted' || status === 'quarantined' || status === 'rejected')
    return broken(texts.statuses[status]);
  const used = Math.max(0, ...sensors.map(({ allowance }) => allowance?.used ?? 0));
  if (nearnessOf(used) === 'broken') return broken(texts.board.limitExceeded);
  if (status === 'partly-released') return { kind: 'near', share: 1, says: texts.statuses[status] };
  // Goods that are back within the limit stay goods for which it was broken.
  if (clearedAlarms.length > 0) return broken(texts.board.limitWasExceeded);
  if (used === 0) return null;
  return { kind: nearnessOf(used), share: used, says: null };
}
