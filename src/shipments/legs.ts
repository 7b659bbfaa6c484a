import type {
  EarlierLeg,
  FollowedBy,
  OpeningEntered,
  PredecessorNamed,
  TimeReadmitted,
} from '../model/leg-event.ts';
import { type Entry, type Facts, shipmentOf } from './ledger.ts';
import { type PlannedGoods, lotKeysOf, productsOf } from '../model/product.ts';
import type { Signature } from './signed-receipt.ts';

/** An earlier leg as the ledger has it; `by` says how it is known, and times are epoch milliseconds. */
export type PredecessorRecorded = Omit<PredecessorNamed, 'kind'> & {
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly reason: string;
};

/**
 * The earlier legs of a shipment's products that were named and not withdrawn, in the order of the ledger. One that the
 * same SSCC or serial number showed counts as long as the plan has that. Lots have their keys of now; where one is no
 * longer in the plan, any lot of the product may be it, so they are all.
 */
export function predecessorsRecorded(entries: readonly Entry[]): readonly PredecessorRecorded[] {
  let named: PredecessorRecorded[] = [];
  for (const [index, { fact, by: recordedBy, recordedAt, why: reason }] of entries.entries()) {
    if (fact.kind === 'predecessor-named') {
      const { product, by, shipment, itsProduct } = fact;
      if (!isStillShown(fact, entries.slice(0, index), entries)) continue;
      const now = lotsOfNow(entries, index, fact);
      const lots = now?.includes(null) === true ? null : (now as readonly string[] | null);
      named.push({ product, lots, by, shipment, itsProduct, recordedBy, recordedAt, reason });
    }
    if (fact.kind === 'predecessor-withdrawn') named = named.filter((each) => !isSameLeg(each, fact));
  }
  return named;
}

/** Whether a plan still has the code by which an earlier leg was found. */
function isStillShown({ by, product }: PredecessorNamed, before: Facts, entries: Facts): boolean {
  if (by === 'person') return true;
  const [then, now] = [shipmentOf(before), shipmentOf(entries)];
  if (by === 'sscc') return then.sscc === now.sscc;
  const codesIn = (plan: PlannedGoods): string[] =>
    productsOf(plan).flatMap(({ id, gtin, serials = [] }) =>
      id === product ? serials.map((serial) => JSON.stringify([gtin, serial])) : [],
    );
  const known = codesIn(now);
  return codesIn(then).some((code) => known.includes(code));
}

/** Whether a person ever said that units did not come from an earlier leg. */
export function isPredecessorWithdrawn(entries: Facts, leg: EarlierLeg): boolean {
  return entries.some(({ fact }) => fact.kind === 'predecessor-withdrawn' && isSameLeg(fact, leg));
}

/** Whether two name the same product of the same earlier shipment, for the same product. */
export function isSameLeg(one: EarlierLeg, other: EarlierLeg): boolean {
  return (
    one.product === other.product && one.shipment === other.shipment && one.itsProduct === other.itsProduct
  );
}

/** An opening with who entered it, when (epoch milliseconds) and why. */
export type OpeningRecorded = {
  readonly opening: OpeningEntered['opening'];
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly reason: string;
};

/** What was last entered of the time before a product's first leg; null: nobody entered anything. */
export function openingRecorded(entries: readonly Entry[], product: string): OpeningRecorded | null {
  const entered = entries.flatMap(({ fact, by: recordedBy, recordedAt, why: reason }) =>
    fact.kind === 'opening-entered' && fact.product === product
      ? [{ opening: fact.opening, recordedBy, recordedAt, reason }]
      : [],
  );
  return entered.at(-1) ?? null;
}

/** A signed re-admission with its entry. */
export type ReadmissionEntry = Entry & { readonly fact: TimeReadmitted<Signature> };

/** The keys of the lots that a re-admission is about, as they are now; null: all. One that the plan no longer has is none. */
export function lotsReadmitted(entries: readonly Entry[], { sequence, fact }: ReadmissionEntry) {
  return lotsOfNow(entries, sequence - 1, fact)?.filter((lot) => lot !== null) ?? null;
}

/**
 * The keys that lots of a product have now, which an entry names by those of its time: another product may have got a
 * lot of the same number since. Null for a lot that the plan no longer has.
 */
function lotsOfNow(
  entries: readonly Entry[],
  index: number,
  { product, lots }: Pick<PredecessorNamed, 'product' | 'lots'>,
): readonly (string | null)[] | null {
  if (lots === null) return null;
  const keysBy = (plan: PlannedGoods) =>
    lotKeysOf(productsOf(plan)).filter((each) => each.product.id === product);
  const [then, now] = [keysBy(shipmentOf(entries.slice(0, index))), keysBy(shipmentOf(entries))];
  return lots.map((lot) => {
    const number = then.find(({ key }) => key === lot)?.lot.number;
    return now.find((each) => each.lot.number === number)?.key ?? null;
  });
}

/** Every re-admission, in the order of signing. */
export function readmissionsRecorded(entries: readonly Entry[]): readonly ReadmissionEntry[] {
  return entries.filter((entry): entry is ReadmissionEntry => entry.fact.kind === 'time-readmitted');
}

/** The products of later shipments with which units of this one travel on, each once. */
export function followersRecorded(entries: Facts): readonly Omit<FollowedBy, 'kind'>[] {
  const followers = new Map<string, Omit<FollowedBy, 'kind'>>();
  for (const { fact } of entries)
    if (fact.kind === 'followed-by')
      followers.set(JSON.stringify([fact.shipment, fact.product]), {
        shipment: fact.shipment,
        product: fact.product,
      });
  return [...followers.values()];
}
