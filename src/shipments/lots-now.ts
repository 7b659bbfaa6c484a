import { type PlannedGoods, lotKeysOf, productsOf } from '../model/product.ts';
import { type Facts, shipmentOf } from './ledger.ts';

/**
 * The keys that lots of a product have now, which an entry names by those of its time: another product may have got a
 * lot of the same number since. Null for a lot that the plan no longer has.
 */
export function lotsNow(
  entries: Facts,
  index: number,
  { product, lots }: { readonly product: string; readonly lots: readonly string[] | null },
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
export function allInPlan(lots: readonly (string | null)[] | null): readonly string[] | null {
  return lots?.includes(null) === true ? null : (lots as readonly string[] | null);
}
