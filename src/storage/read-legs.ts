import type { Entry } from '../shipments/ledger.ts';
import { type PredecessorRecorded, predecessorsRecorded } from '../shipments/predecessors.ts';
import type { Product } from '../model/product.ts';
import { productNow } from '../shipments/product-now.ts';
import type { LegSources } from './leg-sources.ts';

/** The most legs that are followed behind a shipment. */
export const mostLegs = 40;

/** A product of a shipment, and how it was found: from the later leg that names it, back to the first one. */
export type LedgerOfLeg = {
  readonly entries: readonly Entry[];
  /** The product by the id with which it was named, and what it is in the plan of now; null where that cannot be told. */
  readonly product: string;
  readonly own: Product | null;
  /** The earlier legs that its ledger names. */
  readonly links: readonly PredecessorRecorded[];
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
  sources: LegSources,
  entries: readonly Entry[],
  product: string,
): Promise<LegsRead> {
  const known = new Set([nameOf(entries[0]!.shipment, product)]);
  const legs = [legOf(entries, product, [])];
  // The list grows while it is walked.
  for (const leg of legs)
    for (const { shipment, itsProduct } of leg.links) {
      if (known.has(nameOf(shipment, itsProduct))) continue;
      if (legs.length > mostLegs) return { legs, isCut: true };
      known.add(nameOf(shipment, itsProduct));
      const ledger = await sources.ledgerOf(shipment);
      if (ledger.length > 0) legs.push(legOf(ledger, itsProduct, [...leg.later, leg]));
    }
  return { legs, isCut: false };
}

function legOf(entries: readonly Entry[], product: string, later: readonly LedgerOfLeg[]): LedgerOfLeg {
  const own = productNow(entries, product);
  const links = predecessorsRecorded(entries).filter((each) => each.product === (own?.id ?? product));
  return { entries, product, own, links, later };
}

function nameOf(shipment: string, product: string): string {
  return JSON.stringify([shipment, product]);
}
