import type { Entry } from '../shipments/ledger.ts';
import { findingsByLot } from '../shipments/receipt/allowances.ts';
import type { LotFinding } from '../shipments/receipt/leg-contradiction.ts';
import { legsOfProducts } from './legs-behind.ts';
import type { Database } from './tables.ts';

/**
 * What is found now of all products with allowances, lot by lot, and the earlier shipments that it was found of; this
 * one where there are none. A span that ended stays as it is, so only its record may grow.
 */
export async function legFindings(
  database: Database,
  entries: readonly Entry[],
): Promise<{ readonly found: readonly LotFinding[]; readonly shipments: readonly string[] }> {
  const legs = await legsOfProducts(database, entries, Date.now());
  const found = legs.flatMap((own) =>
    findingsByLot(own).flatMap(({ lot, findings }) =>
      findings.map((finding) => ({ product: own.product, lot, finding })),
    ),
  );
  const { shipment } = entries[0]!;
  const earlier = new Set(legs.flatMap((own) => own.legs.map((leg) => leg.shipment)));
  earlier.delete(shipment);
  return { found, shipments: earlier.size === 0 ? [shipment] : [...earlier].toSorted() };
}
