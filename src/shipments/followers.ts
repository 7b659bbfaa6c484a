import { lotNumberOf } from '../allowances/leg-account.ts';
import type { EarlierLeg, FollowedBy, PredecessorNamed } from '../model/leg-event.ts';
import { lotKeysOf, productsOf } from '../model/product.ts';
import { type Entry, type Facts, shipmentOf } from './ledger.ts';
import { allInPlan, lotsNow } from './lots-now.ts';
import { predecessorsNamed, withdrawalsRecorded } from './predecessors.ts';
import { productNow } from './product-now.ts';

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
        : allInPlan(lotsNow(entries, index, { product: ofProduct, lots: ofLots }, own.id));
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
