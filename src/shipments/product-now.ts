import { type Product, productsOf } from '../model/product.ts';
import { type Facts, shipmentOf } from './ledger.ts';
import { sameProduct } from './same-product.ts';

/**
 * The product of the plan in force that an entry means by an id: the one with that id; else, where the plan has replaced
 * its products since, what became of it. Null where that cannot be told.
 */
export function productNow(entries: Facts, id: string): Product | null {
  const own = productsOf(shipmentOf(entries)).find((each) => each.id === id);
  if (own !== undefined) return own;
  const plans = entries.flatMap(({ fact }, index) =>
    index === 0 || fact.kind === 'plan-changed' ? [productsOf(shipmentOf(entries.slice(0, index + 1)))] : [],
  );
  const last = plans.findLastIndex((products) => products.some((each) => each.id === id));
  let product: Product | null = plans[last]?.find((each) => each.id === id) ?? null;
  for (let index = last; index < plans.length - 1 && product !== null; index++)
    product =
      plans[index + 1]!.find((each) => each.id === product!.id) ??
      sameProduct(product, plans[index]!, plans[index + 1]!);
  return product;
}

/** Whether an entry means a product of the plan in force by an id. */
export function isProductNow(entries: Facts, id: string, product: string): boolean {
  return id === product || productNow(entries, id)?.id === product;
}
