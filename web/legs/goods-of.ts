import { type Product, lotKeysOf, productsOf } from '../../src/model/product.ts';
import { readVersion } from '../../src/model/written-version.ts';
import type { Shown } from '../shipment/shown.ts';

/** A product as the forms about its earlier time need it. */
export type Goods = {
  readonly id: string;
  readonly name: string;
  readonly gtin: string | null;
  /** Its lots, by their keys. */
  readonly lots: readonly string[];
  readonly profile: { readonly id: string; readonly version: number };
};

/** The products of a shipment; the one that is implied where none are planned. */
export function productsIn({ plan: { products }, goods, lots, profile }: Shown): readonly Product[] {
  const planned = products?.map((each) => ({ ...each, profile: readVersion(each.profile) }));
  return productsOf({ ...(planned !== undefined && { products: planned }), goods, lots, profile });
}

/** The products of a shipment, with their lots. */
export function goodsIn(shown: Shown): readonly Goods[] {
  const own = productsIn(shown);
  const keyed = lotKeysOf(own);
  return own.map((each) => ({
    id: each.id,
    name: each.name,
    gtin: each.gtin ?? null,
    lots: keyed.filter(({ product }) => product === each).map(({ key }) => key),
    profile: each.profile,
  }));
}
