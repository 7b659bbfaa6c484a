import type {
  EarlierLeg,
  FollowedBy,
  OpeningEntered,
  PredecessorNamed,
  TimeReadmitted,
} from '../model/leg-event.ts';
import { lotNumberOf } from '../allowances/leg-account.ts';
import { type Entry, type Facts, shipmentOf } from './ledger.ts';
import { type PlannedGoods, type Product, lotKeysOf, productsOf } from '../model/product.ts';
import { isProductNow, productNow } from './product-now.ts';
import type { Signature } from './signed-receipt.ts';

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
      const lots = allInPlan(lotsOfNow(entries, index, fact, product));
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

/** An opening with who entered it, when (epoch milliseconds) and why. */
export type OpeningRecorded = {
  readonly opening: OpeningEntered['opening'];
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly reason: string;
};

/** What was last entered of the time before a product's first leg; null: nobody entered anything. */
export function openingRecorded(entries: readonly Entry[], product: string): OpeningRecorded | null {
  const entered = entries.flatMap(({ fact, by: recordedBy, recordedAt, why: reason }, index) =>
    fact.kind === 'opening-entered' && isProductNow(entries, fact.product, product, index)
      ? [{ opening: fact.opening, recordedBy, recordedAt, reason }]
      : [],
  );
  return entered.at(-1) ?? null;
}

/** A signed re-admission with its entry. */
export type ReadmissionEntry = Entry & { readonly fact: TimeReadmitted<Signature> };

/** The keys of the lots that a re-admission is about, as they are now; null: all. One that the plan no longer has is none. */
export function lotsReadmitted(entries: readonly Entry[], { sequence, fact }: ReadmissionEntry) {
  const product = productNow(entries, fact.product, sequence - 1)?.id ?? fact.product;
  return lotsOfNow(entries, sequence - 1, fact, product)?.filter((lot) => lot !== null) ?? null;
}

/**
 * The keys that lots of a product have now, which an entry names by those of its time: another product may have got a
 * lot of the same number since. Null for a lot that the plan no longer has.
 */
function lotsOfNow(
  entries: Facts,
  index: number,
  { product, lots }: Pick<PredecessorNamed, 'product' | 'lots'>,
  productOfNow: string,
): readonly (string | null)[] | null {
  if (lots === null) return null;
  const keysBy = (plan: PlannedGoods, id: string) =>
    lotKeysOf(productsOf(plan)).filter((each) => each.product.id === id);
  const then = keysBy(shipmentOf(entries.slice(0, index)), product);
  const now = keysBy(shipmentOf(entries), productOfNow);
  return lots.map((lot) => {
    const number = then.find(({ key }) => key === lot)?.lot.number;
    return now.find((each) => each.lot.number === number)?.key ?? null;
  });
}

/** The same, or null for all lots where the plan no longer has one of them. */
function allInPlan(lots: readonly (string | null)[] | null): readonly string[] | null {
  return lots?.includes(null) === true ? null : (lots as readonly string[] | null);
}

/** Every re-admission, in the order of signing. */
export function readmissionsRecorded(entries: readonly Entry[]): readonly ReadmissionEntry[] {
  return entries.filter((entry): entry is ReadmissionEntry => entry.fact.kind === 'time-readmitted');
}

/** What an earlier ledger says of a link that a later shipment has to it. */
export function followerOf(
  earlier: Facts,
  shipment: string,
  { product, itsProduct, lots }: PredecessorNamed,
): FollowedBy {
  const plan = shipmentOf(earlier);
  const own = lotKeysOf(productsOf(plan)).filter((each) => each.product.id === itsProduct);
  const ofLots = (lots ?? []).flatMap((key) => {
    const number = lotNumberOf(key, product);
    return own.filter(({ lot }) => lot.number === number).map((each) => each.key);
  });
  return {
    kind: 'followed-by',
    shipment,
    product,
    ...(plan.products !== undefined && { ofProduct: itsProduct }),
    ...(ofLots.length > 0 && ofLots.length === lots?.length && { ofLots }),
  };
}

/**
 * A later shipment's product with which units travel on, and the product and lots of this shipment, as the plan has them
 * now; null: not known.
 */
export type FollowerRecorded = Pick<FollowedBy, 'shipment' | 'product'> & {
  readonly ofProduct: string | null;
  readonly ofLots: readonly string[] | null;
};

/** The products of later shipments with which units of this one travel on; what two entries say alike is there once. */
export function followersRecorded(entries: Facts): readonly FollowerRecorded[] {
  const followers = new Map<string, FollowerRecorded>();
  for (const [index, { fact }] of entries.entries()) {
    if (fact.kind !== 'followed-by') continue;
    const { shipment, product, ofProduct = onlyProductOf(entries.slice(0, index)), ofLots = null } = fact;
    const own = ofProduct === null ? null : productNow(entries, ofProduct, index);
    const lots =
      ofProduct === null || own === null
        ? null
        : allInPlan(lotsOfNow(entries, index, { product: ofProduct, lots: ofLots }, own.id));
    const follower = { shipment, product, ofProduct: own?.id ?? null, ofLots: lots };
    followers.set(JSON.stringify(follower), follower);
  }
  return [...followers.values()];
}

/** Whether a later shipment's ledger says that units of a follower did not come from there after all. */
export function isFollowerWithdrawn(
  later: readonly Entry[],
  shipment: string,
  { product }: Pick<FollowerRecorded, 'product'>,
): boolean {
  const own = productNow(later, product)?.id ?? product;
  const isMeant = (each: EarlierLeg): boolean => each.shipment === shipment && each.product === own;
  return withdrawalsRecorded(later).some(isMeant) && !predecessorsNamed(later).some(isMeant);
}

/** The id of the product of a shipment that has one only; null where it has several. */
function onlyProductOf(entries: Facts): string | null {
  const [first, ...others] = productsOf(shipmentOf(entries));
  return others.length === 0 ? first!.id : null;
}
