import type { Entry } from './ledger.ts';

/** Who cancelled a shipment, when (server time, epoch milliseconds) and why. */
export type Cancellation = { readonly at: number; readonly by: string; readonly reason: string };

/** The cancellation of a shipment; null if it was not cancelled. */
export function cancellationOf(entries: readonly Entry[]): Cancellation | null {
  const entry = entries.find(({ fact }) => fact.kind === 'shipment-cancelled');
  return entry === undefined ? null : { at: entry.recordedAt, by: entry.by, reason: entry.why };
}
