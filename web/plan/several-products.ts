import type { DraftPlan } from './draft-plan.ts';
import { type DraftProduct, isBlankList, noLot, noProduct } from './draft-product.ts';
import { linesOf } from './planned-form.ts';

/** A plan whose products are listed: the goods that were one product become the first of the list. */
export function withProductList(plan: DraftPlan): DraftPlan & { readonly products: readonly DraftProduct[] } {
  const { products = [], goods, profile, lots } = plan;
  if (products.length > 0) return { ...plan, products };
  const only = { name: goods, profile, lots: linesOf(lots).map((number) => ({ ...noLot, number })) };
  return { ...plan, goods: '', profile: '', lots: '', products: [{ ...noProduct, ...only }] };
}

/** A plan with one more product: an empty one at the end, or one that was removed, where it was. */
export function withProduct(plan: DraftPlan, product: DraftProduct = noProduct, index = Infinity): DraftPlan {
  const listed = withProductList(plan);
  return { ...listed, products: listed.products.toSpliced(index, 0, product) };
}

/** A plan without one of its products. The last one needs no list, unless something of it would be lost. */
export function withoutProduct(plan: DraftPlan, index: number): DraftPlan {
  const { products = [], goods } = plan;
  const left = products.toSpliced(index, 1);
  const [only] = left;
  if (only === undefined || left.length > 1 || goods.trim() !== '' || !isOneLine(only))
    return { ...plan, products: left };
  const { name, profile, lots } = only;
  return { ...plan, products: [], goods: name, profile, lots: lots.map(({ number }) => number).join('\n') };
}

/** Whether a product has nothing but a name, limits and the numbers of its lots, and was not recorded by its id. */
function isOneLine({ id, gtin, lots, serials }: DraftProduct): boolean {
  return (
    id === null &&
    gtin.trim() === '' &&
    isBlankList(serials) &&
    lots.every(({ quantity, expiry }) => quantity.trim() === '' && expiry === '')
  );
}
