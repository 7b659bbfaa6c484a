import { lotsInWords } from '../../model/lot-fates.ts';
import { type KeyedLot, lotKeysOf, productsOf } from '../../model/product.ts';
import { shipmentOf } from '../ledger.ts';
import type { ShipmentVerdict } from '../shipment-verdict.ts';
import type { ReceiptCheck, ReceiptRecord } from './receipt-record.ts';
import { withFailures } from './verdict-with-failures.ts';

const dayMs = 86_400_000;

/** The lots of a record's product, or of all, whose last day (in UTC) had ended as of the moment of its verdict. */
export function lotsExpired(record: ReceiptRecord): readonly KeyedLot[] {
  return expiredAmong(lotsOf(record), record.verdict.asOf);
}

function lotsOf({ entries, product }: ReceiptRecord): readonly KeyedLot[] {
  return lotKeysOf(productsOf(shipmentOf(entries))).filter(
    (each) => product === undefined || each.product.id === product.id,
  );
}

function expiredAmong(lots: readonly KeyedLot[], asOf: number): readonly KeyedLot[] {
  return lots.filter(({ lot: { expiry } }) => expiry != null && asOf >= Date.parse(expiry) + dayMs);
}

/** No lot is past the last day on which it may be used, as far as the plan has such days. */
export const lotsInDate: ReceiptCheck = (record) => {
  const expired = lotsExpired(record);
  if (expired.length > 0) return { outcome: 'fail', sentence: inWords(expired) };
  return lotsOf(record).some(({ lot: { expiry } }) => expiry != null)
    ? { outcome: 'pass', sentence: 'No lot is past its expiry date.' }
    : { outcome: 'not-applicable', sentence: 'The plan has no expiry date for its lots.' };
};

/** "Lot A1 expired on 2026-11-01. Lots B1, B2 expired on 2026-11-30." */
function inWords(expired: readonly KeyedLot[]): string {
  return [...Map.groupBy(expired, ({ lot }) => lot.expiry!)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([expiry, lots]) => {
      const what = lotsInWords(lots.map(({ key }) => key));
      return `${what.charAt(0).toUpperCase()}${what.slice(1)} expired on ${expiry}.`;
    })
    .join(' ');
}

/**
 * A verdict that counts expiry too: a product of which a lot has expired is quarantined at least, and the reasons begin
 * with that. Lots that were released, by their keys, may expire afterwards. Verdicts of evidence do not have it, because
 * they are functions of one record; there the checks on receipt do.
 */
export function verdictWithExpiry(
  verdict: ShipmentVerdict,
  released: ReadonlySet<string> = new Set(),
): ShipmentVerdict {
  const lots = lotKeysOf(verdict.products.map(({ product }) => product)).filter(
    ({ key }) => !released.has(key),
  );
  const expired = expiredAmong(lots, verdict.asOf);
  const ofProducts = Map.groupBy(expired, ({ product }) => product.id);
  return withFailures(verdict, new Map([...ofProducts].map(([id, own]) => [id, [inWords(own)]])));
}
