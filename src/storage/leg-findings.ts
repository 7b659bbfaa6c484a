import type { Entry } from '../shipments/ledger.ts';
import { findingsByLot } from '../shipments/receipt/allowances.ts';
import { keptByLot } from '../shipments/receipt/earlier-decisions.ts';
import type { LegFindings } from '../shipments/receipt/leg-contradiction.ts';
import { legsOfProducts } from './legs-behind.ts';
import type { Database } from './tables.ts';

/**
 * What is found now, lot by lot, of all products with allowances and of what earlier decisions did not release, and the
 * earlier shipments that it was found of; this one where there are none. A span that ended stays as it is, so only its
 * record may grow.
 */
export async function legFindings(
  database: Database,
  entries: readonly Entry[],
): Promise<LegFindings & { readonly shipments: readonly string[] }> {
  const legs = await legsOfProducts(database, entries, Date.now());
  const found = legs.flatMap((own) =>
    findingsByLot(own).flatMap(({ lot, findings }) =>
      findings.map((finding) => ({ product: own.product, lot, finding })),
    ),
  );
  const kept = legs.flatMap((own) => keptByLot(own).map((each) => ({ product: own.product, ...each })));
  const { shipment } = entries[0]!;
  const earlier = new Set(legs.flatMap((own) => own.legs.map((leg) => leg.shipment)));
  earlier.delete(shipment);
  return { found, kept, shipments: earlier.size === 0 ? [shipment] : [...earlier].toSorted() };
}
