import { moment } from '../../model/wording.ts';
import { refusalAfterCancellation } from '../cancellation.ts';
import { type Entry, lastReceipt } from '../ledger.ts';
import { journeyRecorded } from '../milestones.ts';

/** Says why a decision on receipt may not be signed now. Null where it may be signed. `now` is epoch milliseconds. */
export function refusalOfReceipt(
  entries: readonly Entry[],
  { corrects }: { readonly corrects: number | null },
  now: number,
): string | null {
  const cancelled = refusalAfterCancellation(entries);
  if (cancelled !== null) return cancelled;
  const { arrivedAt } = journeyRecorded(entries);
  if (arrivedAt === null) return 'the shipment has not arrived; declare its arrival first';
  if (arrivedAt > now)
    return `the arrival is declared for ${moment(arrivedAt)}; it cannot be signed before then`;
  const last = lastReceipt(entries);
  if (last === null)
    return corrects === null ? null : 'there is no signed decision to correct; leave "corrects" out';
  return corrects === last.sequence
    ? null
    : `the receipt is already signed: ${last.fact.decision}, entry ${last.sequence}; correct that entry ("corrects": ${last.sequence})`;
}
