import { type Product, productsOf } from '../model/product.ts';
import { type Facts, shipmentOf } from './ledger.ts';
import { sameProduct } from './same-product.ts';

/**
 * The product of the plan in force that is meant by an id: what became of the product that had it, plan by plan, from the
 * plan that was in force after the first `known` entries; by default from the last plan that has the id. Null where that
 * cannot be told.
 */
export function productNow(entries: Facts, id: string, known = entries.length): Product | null {
  const plans = entries.flatMap(({ fact }, index) =>
    index === 0 || fact.kind === 'plan-changed'
      ? [{ index, products: productsOf(shipmentOf(entries.slice(0, index + 1))) }]
      : [],
  );
  const first = plans.findLastIndex(
    ({ index, products }) => index < known && products.some((each) => each.id === id),
  );
  let product: Product | null = plans[first]?.products.find((each) => each.id === id) ?? null;
  for (let index = first; index < plans.length - 1 && product !== null; index++)
    product = afterChange(product, plans[index]!.products, plans[index + 1]!.products);
  return product;
}

/** Whether an id that an entry after the first `known` ones says means a product of the plan in force. */
export function isProductNow(entries: Facts, id: string, product: string, known: number): boolean {
  return productNow(entries, id, known)?.id === product;
}

/** What became of a product by a change of the plan: an id may have gone to another one, which its trade item number tells. */
function afterChange(product: Product, from: readonly Product[], to: readonly Product[]): Product | null {
  const own = to.find(({ id }) => id === product.id);
  if (own === undefined) return sameProduct(product, from, to);
  if (product.gtin == null || own.gtin === product.gtin) return own;
  const moved = to.filter(
    ({ id, gtin }) =>
      gtin === product.gtin && !from.some((each) => each.id === id && each.gtin === product.gtin),
  );
  return moved.length === 1 ? moved[0]! : own;
}
