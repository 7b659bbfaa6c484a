import type { EarlierLeg, PredecessorNamed } from '../model/leg-event.ts';
import { type Product, productsOf } from '../model/product.ts';
import { type Entry, type Facts, shipmentOf } from './ledger.ts';
import { allInPlan, lotsNow } from './lots-now.ts';
import { productNow } from './product-now.ts';

/** An earlier leg as the ledger has it; `by` says how it is known, and times are epoch milliseconds. */
export type PredecessorRecorded = Omit<PredecessorNamed, 'kind'> & {
  readonly sequence: number;
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly reason: string;
};

/** An earlier leg that was named; `lapsed` says what of this plan's no longer holds of it, null if it counts. */
export type PredecessorNamedOnce = PredecessorRecorded & { readonly lapsed: string | null };

/**
 * The earlier legs of a shipment's products that were named and not withdrawn, in the order of the ledger. One that the
 * same SSCC or serial number showed counts as long as the plan has that. Products and lots are those of now; where a lot
 * is no longer in the plan, any lot of the product may be it, so they are all.
 */
export function predecessorsRecorded(entries: readonly Entry[]): readonly PredecessorRecorded[] {
  return predecessorsNamed(entries).flatMap(({ lapsed, ...each }) => (lapsed === null ? [each] : []));
}

/** The same with those that count no longer, because the plan has changed since. */
export function predecessorsNamed(entries: readonly Entry[]): readonly PredecessorNamedOnce[] {
  let named: PredecessorNamedOnce[] = [];
  for (const [index, { fact, sequence, by: recordedBy, recordedAt, why: reason }] of entries.entries()) {
    if (fact.kind === 'predecessor-named') {
      const { by, shipment, itsProduct } = fact;
      const own = productNow(entries, fact.product, index);
      const product = own?.id ?? fact.product;
      const lapsed =
        own === null
          ? `was named for the product ${fact.product}, which ${entries[0]!.shipment} no longer has`
          : lapseOf(fact, entries.slice(0, index), entries, own);
      const lots = allInPlan(lotsNow(entries, index, fact, product));
      named.push({
        product,
        lots,
        by,
        shipment,
        itsProduct,
        sequence,
        recordedBy,
        recordedAt,
        reason,
        lapsed,
      });
    }
    if (fact.kind === 'predecessor-withdrawn') {
      const gone = ofNow(entries, fact, index);
      named = named.filter((each) => !isSameLeg(each, gone));
    }
  }
  return named;
}

/** What this plan no longer has of the code by which an earlier leg was found; null if it has it. */
function lapseOf({ by, product }: PredecessorNamed, before: Facts, entries: readonly Entry[], own: Product) {
  if (by === 'person') return null;
  const { shipment } = entries[0]!;
  const then = shipmentOf(before);
  if (by === 'sscc')
    return then.sscc === shipmentOf(entries).sscc
      ? null
      : `was named by SSCC ${then.sscc}, which ${shipment} no longer has`;
  const codesOf = ({ gtin, serials = [] }: Product): string[] =>
    serials.map((serial) => JSON.stringify([gtin, serial]));
  const known = codesOf(own);
  const codes = productsOf(then).flatMap((each) => (each.id === product ? codesOf(each) : []));
  return codes.some((code) => known.includes(code))
    ? null
    : `was named by a serial number, which ${shipment} no longer has`;
}

/** A leg, which an entry after the first `known` ones names, by the product that the shipment has now. */
function ofNow<Leg extends EarlierLeg>(entries: Facts, leg: Leg, known: number): Leg {
  return { ...leg, product: productNow(entries, leg.product, known)?.id ?? leg.product };
}

/** Whether a person ever said that units did not come from an earlier leg. */
export function isPredecessorWithdrawn(entries: Facts, leg: EarlierLeg): boolean {
  return withdrawalsRecorded(entries).some((each) => isSameLeg(each, leg));
}

/** What a person ever said of earlier legs that units did not come from. */
export function withdrawalsRecorded(entries: Facts): readonly EarlierLeg[] {
  return entries.flatMap(({ fact }, index) =>
    fact.kind === 'predecessor-withdrawn' ? [ofNow(entries, fact, index)] : [],
  );
}

/** Whether two name the same product of the same earlier shipment, for the same product. */
export function isSameLeg(one: EarlierLeg, other: EarlierLeg): boolean {
  return (
    one.product === other.product && one.shipment === other.shipment && one.itsProduct === other.itsProduct
  );
}
