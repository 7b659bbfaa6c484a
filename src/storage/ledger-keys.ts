import type { Entry } from '../shipments/ledger.ts';

/** A shipment's ledger, which of its entries people have been told, and how many are in the archive. */
export type Ledger = {
  readonly entries: readonly Entry[];
  readonly notified: ReadonlySet<number>;
  /** Up to which entry the archive has it. */
  readonly archivedUpTo: number;
};

/** What stands beside the chain of a ledger, by sequence. */
export const notifiedPrefix = 'told#';

export const archivedPrefix = 'kept#';

/** A sequence as keys have it, so that they sort as it counts. */
export function numbered(sequence: number): string {
  return String(sequence).padStart(8, '0');
}
