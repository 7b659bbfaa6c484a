import { lotKeysOf, productsOf } from '../../src/model/product.ts';
import { readVersion } from '../../src/model/written-version.ts';
import type { Shown } from '../shipment/shown.ts';

/** A product as the forms about its earlier time need it. */
export type Goods = {
  readonly id: string;
  readonly name: string;
  /** Its lots, by their keys. */
  readonly lots: readonly string[];
  readonly profile: { readonly id: string; readonly version: number };
};

/** The products of a shipment, with their lots; the one that is implied where none are planned. */
export function goodsIn({ plan: { products }, goods, lots, profile }: Shown): readonly Goods[] {
  const planned = products?.map((each) => ({ ...each, profile: readVersion(each.profile) }));
  const own = productsOf({ ...(planned !== undefined && { products: planned }), goods, lots, profile });
  const keyed = lotKeysOf(own);
  return own.map((each) => ({
    id: each.id,
    name: each.name,
    lots: keyed.filter(({ product }) => product === each).map(({ key }) => key),
    profile: each.profile,
  }));
}
