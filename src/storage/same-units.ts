import { concurrently } from '../runtime/concurrently.ts';
import { productsOf } from '../model/product.ts';
import { cancellationOf } from '../shipments/cancellation.ts';
import { type Entry, shipmentOf } from '../shipments/ledger.ts';
import { typedWords } from '../shipments/typed-words.ts';
import { candidatesFor, sitesWithShipments } from './find-by-words.ts';
import { readLedger } from './ledger.ts';
import type { Database } from './tables.ts';

/** The most serial numbers or lots of a shipment that are searched for, and the most shipments found that are read. */
const mostCodes = 100;
const mostFound = 100;
const atOnce = 10;

/** Ledgers of other shipments that have the same codes; `isCut` where not all could be searched for or read. */
export type FoundShipments = { readonly ledgers: readonly (readonly Entry[])[]; readonly isCut: boolean };

/** Whether anything identifies the units of a shipment, so that the system can tell where they came from. */
export function areIdentified(entries: readonly Entry[]): boolean {
  const plan = shipmentOf(entries);
  return plan.sscc != null || productsOf(plan).some((product) => serialsOf(product).length > 0);
}

/**
 * The shipments of all sites that the index has for the same SSCC or serial numbers, with `lots` also for the same trade
 * item numbers and lots. Cancelled ones are left out.
 */
export async function shipmentsOfSameUnits(
  database: Database,
  entries: readonly Entry[],
  { lots }: { readonly lots: boolean },
): Promise<FoundShipments> {
  const codes = codesOf(entries, lots);
  const sites = codes.length === 0 ? [] : await sitesWithShipments(database);
  const found = new Set<string>();
  let isCut = codes.length > mostCodes;
  await concurrently(codes.slice(0, mostCodes), atOnce, async (words) => {
    const candidates = await candidatesFor(database, sites, words);
    if (candidates === 'too general') isCut = true;
    else for (const shipment of candidates.shipments) found.add(shipment);
  });
  found.delete(entries[0]!.shipment);
  isCut ||= found.size > mostFound;
  const ledgers: (readonly Entry[])[] = [];
  await concurrently([...found].toSorted().slice(0, mostFound), atOnce, async (shipment) => {
    const ledger = await readLedger(database, shipment);
    if (ledger.entries.length > 0 && cancellationOf(ledger.entries) === null) ledgers.push(ledger.entries);
  });
  return { ledgers: ledgers.toSorted((a, b) => (a[0]!.shipment < b[0]!.shipment ? -1 : 1)), isCut };
}

/** What is searched for: the words of each code, all of which a shipment must have. */
function codesOf(entries: readonly Entry[], lots: boolean): string[][] {
  const plan = shipmentOf(entries);
  const ofProducts = productsOf(plan).flatMap((product) => [
    ...serialsOf(product).map((serial) => [...typedWords(serial), product.gtin!]),
    ...(lots && product.gtin != null
      ? product.lots.map(({ number }) => [...typedWords(number), product.gtin!])
      : []),
  ]);
  return [...(plan.sscc == null ? [] : [[plan.sscc]]), ...ofProducts];
}

/** The serial numbers of a product; without its trade item number they identify nothing. */
function serialsOf({ gtin, serials = [] }: ReturnType<typeof productsOf>[number]): readonly string[] {
  return gtin == null ? [] : serials;
}
