import type { Entry } from '../shipments/ledger.ts';
import { predecessorsRecorded } from '../shipments/legs.ts';
import { readLedger } from './ledger.ts';
import type { Database } from './tables.ts';

/** The most legs that are followed behind a shipment. */
export const mostLegs = 40;

/** A product of a shipment, and how it was found: from the later leg that names it, back to the first one. */
export type LedgerOfLeg = {
  readonly entries: readonly Entry[];
  readonly product: string;
  /** The later legs on the way to it, the latest first. */
  readonly later: readonly LedgerOfLeg[];
};

/** Legs whose ledgers were read. */
export type LegsRead = {
  readonly legs: readonly LedgerOfLeg[];
  /** Whether there are more than are followed. */
  readonly isCut: boolean;
};

/**
 * Reads the ledgers of all legs behind a product of a shipment, each once; the first leg is that product itself. A
 * shipment that does not exist is left out.
 */
export async function readLegs(
  database: Database,
  entries: readonly Entry[],
  product: string,
): Promise<LegsRead> {
  const ledgers = new Map([[entries[0]!.shipment, entries]]);
  const first: LedgerOfLeg = { entries, product, later: [] };
  const known = new Set([nameOf(entries[0]!.shipment, product)]);
  const legs = [first];
  // The list grows while it is walked.
  for (const leg of legs)
    for (const { shipment, itsProduct, product: of } of predecessorsRecorded(leg.entries)) {
      if (of !== leg.product || known.has(nameOf(shipment, itsProduct))) continue;
      if (legs.length > mostLegs) return { legs, isCut: true };
      known.add(nameOf(shipment, itsProduct));
      let ledger = ledgers.get(shipment);
      if (ledger === undefined)
        ledgers.set(shipment, (ledger = (await readLedger(database, shipment)).entries));
      if (ledger.length > 0) legs.push({ entries: ledger, product: itsProduct, later: [...leg.later, leg] });
    }
  return { legs, isCut: false };
}

function nameOf(shipment: string, product: string): string {
  return JSON.stringify([shipment, product]);
}
