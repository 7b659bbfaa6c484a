import { moment } from '../model/wording.ts';
import type { Entry } from './ledger.ts';

/** Who cancelled a shipment, when (server time, epoch milliseconds) and why. */
export type Cancellation = { readonly at: number; readonly by: string; readonly reason: string };

/** The cancellation of a shipment; null if it was not cancelled. */
export function cancellationOf(entries: readonly Entry[]): Cancellation | null {
  const entry = entries.find(({ fact }) => fact.kind === 'shipment-cancelled');
  return entry === undefined ? null : { at: entry.recordedAt, by: entry.by, reason: entry.why };
}

/** Says why nothing can be done with a cancelled shipment, and what would help. Null where it was not cancelled. */
export function refusalAfterCancellation(entries: readonly Entry[]): string | null {
  const cancellation = cancellationOf(entries);
  if (cancellation === null) return null;
  const { at, by, reason } = cancellation;
  return `the shipment was cancelled ${moment(at)} by ${by} (${reason.replace(/\.$/, '')}); plan another one with a copy of its plan`;
}
