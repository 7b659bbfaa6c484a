import type { Product } from '../model/product.ts';

/** The product of an earlier shipment, or of a changed plan, that a product is; null where it cannot be told. */
export function sameProduct(
  product: Product,
  products: readonly Product[],
  itsProducts: readonly Product[],
): Product | null {
  const isSame = (its: Product): boolean =>
    product.gtin != null && its.gtin != null ? its.gtin === product.gtin : its.id === product.id;
  const same = itsProducts.filter(isSame);
  if (same.length === 1) return same[0]!;
  const [only] = itsProducts;
  const mayBe = only?.gtin == null || product.gtin == null;
  return same.length === 0 && products.length === 1 && itsProducts.length === 1 && mayBe ? only! : null;
}
