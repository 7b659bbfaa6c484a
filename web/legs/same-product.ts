/** A product by which people choose. */
export type NamedProduct = { readonly id: string; readonly name: string; readonly gtin?: string | null };

/**
 * The one of a shipment's products that can be the same as another shipment's product, by GTIN, else by id or name; null
 * where there is none, or more than one.
 */
export function onlySameProduct(own: NamedProduct, products: readonly NamedProduct[]): NamedProduct | null {
  const hasNoOtherGtin = (each: NamedProduct): boolean =>
    own.gtin == null || each.gtin == null || own.gtin === each.gtin;
  const isSame = (each: NamedProduct): boolean =>
    own.gtin != null && each.gtin != null
      ? own.gtin === each.gtin
      : each.id === own.id || each.name === own.name;
  const same = products.filter(isSame);
  const candidates = same.length > 0 ? same : products.length === 1 ? products.filter(hasNoOtherGtin) : [];
  return candidates.length === 1 ? candidates[0]! : null;
}
