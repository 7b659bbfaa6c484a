import type { Product } from '../../src/model/product.ts';
import { readVersion } from '../../src/model/written-version.ts';
import type { Shown } from '../shipment/shown.ts';

/** The products of a shipment, as decisions are worked out from them. */
export function productsIn({ products }: Pick<Shown, 'products'>): readonly Product[] {
  return products.map((each) => ({ ...each, profile: readVersion(each.profile) }));
}
