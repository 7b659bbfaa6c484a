import { type Entry, lastReceipt } from '../shipments/ledger.ts';
import { findingsByLot } from '../shipments/receipt/allowances.ts';
import { type LotKept, keptByLot } from '../shipments/receipt/earlier-decisions.ts';
import type { LegFindings } from '../shipments/receipt/leg-contradiction.ts';
import type { LegsOfProduct } from '../shipments/receipt/receipt-record.ts';
import { type LegSources, legSources } from './leg-sources.ts';
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
  const sources = legSources(database, entries);
  const legs = await legsOfProducts(database, entries, Date.now(), undefined, sources);
  const found = legs.flatMap((own) =>
    findingsByLot(own).flatMap(({ lot, findings }) =>
      findings.map((finding) => ({ product: own.product, lot, finding })),
    ),
  );
  const now = keptOf(legs);
  const then = now.some(({ kept }) => kept.length > 0) ? await keptAtSigning(database, entries, sources) : [];
  const kept = now.map((each) => ({
    ...each,
    known: then.find(({ product, lot }) => product === each.product && lot === each.lot)?.kept ?? [],
  }));
  const { shipment } = entries[0]!;
  const earlier = new Set(legs.flatMap((own) => own.legs.map((leg) => leg.shipment)));
  earlier.delete(shipment);
  return { found, kept, shipments: earlier.size === 0 ? [shipment] : [...earlier].toSorted() };
}

function keptOf(legs: readonly LegsOfProduct[]): (LotKept & { readonly product: string })[] {
  return legs.flatMap((own) => keptByLot(own).map((each) => ({ product: own.product, ...each })));
}

/** What earlier decisions had not released by the ledgers as they were when the decision in force was prepared. */
async function keptAtSigning(
  database: Database,
  entries: readonly Entry[],
  sources: LegSources,
): Promise<(LotKept & { readonly product: string })[]> {
  const receipt = lastReceipt(entries);
  if (receipt === null) return [];
  const { judgedAt, ledgerHead } = receipt.fact;
  const own = entries.slice(0, ledgerHead);
  const { shipment } = own[0]!;
  const asThen: LegSources = {
    ...sources,
    ledgerOf: async (id) =>
      id === shipment ? own : (await sources.ledgerOf(id)).filter(({ recordedAt }) => recordedAt <= judgedAt),
  };
  return keptOf(await legsOfProducts(database, own, judgedAt, undefined, asThen));
}
