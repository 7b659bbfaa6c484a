import { type Facts, shipmentOf } from './ledger.ts';

/**
 * The current holder of the goods, and since when. The time is the server's, because a handover has no device time.
 * Null before the first handover.
 */
export function custodyOf(entries: Facts): { readonly holder: string; readonly since: number } | null {
  shipmentOf(entries);
  const last = entries.findLast(({ fact }) => fact.kind === 'handed-over')?.fact;
  return last?.kind === 'handed-over' ? { holder: last.to, since: last.at } : null;
}
