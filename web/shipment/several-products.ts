import type { PlannedProduct } from '../plan/draft-product.ts';
import type { Shown } from './shown.ts';

/** The products of a shipment among which one has to choose; none where it has one only. */
export function severalProducts({ plan: { products = [] } }: Shown): readonly PlannedProduct[] {
  return products.length > 1 ? products : [];
}
