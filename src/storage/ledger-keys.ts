import type { Entry } from '../shipments/ledger.ts';

/** A shipment's ledger, with the entries that people were notified of and the number of entries in the archive. */
export type Ledger = {
  readonly entries: readonly Entry[];
  readonly notified: ReadonlySet<number>;
  /** Sequence of the last entry that is in the archive. */
  readonly archivedUpTo: number;
};

/** Key prefix of the markers that are stored with a ledger but outside its chain, by sequence. */
export const notifiedPrefix = 'told#';

export const archivedPrefix = 'kept#';

/** A sequence padded for keys, so that they sort numerically. */
export function numbered(sequence: number): string {
  return String(sequence).padStart(8, '0');
}
