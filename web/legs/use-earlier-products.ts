import { pathParameters } from '../../src/model/path-parameters.ts';
import { useApi } from '../api/use-api.ts';
import { useSettled } from '../parts/use-settled.ts';
import { productsIn } from './goods-of.ts';
import type { NamedProduct } from './same-product.ts';

/** What is known of the products of a shipment whose number is typed. */
export type EarlierProducts =
  | { readonly kind: 'known'; readonly products: readonly NamedProduct[] }
  /** There is no number yet, or it is being looked up. */
  | { readonly kind: 'not-yet' }
  /** There is no such shipment, or the person may not read it. */
  | { readonly kind: 'unknown' };

/** Finds out what a shipment carried, while its number is typed. */
export function useEarlierProducts(typed: string): EarlierProducts {
  const number = typed.trim();
  const asked = useSettled(number);
  const isNumber = pathParameters['shipment']!.test(asked);
  const { data, error } = useApi('showShipment', { path: { shipment: asked } }, { enabled: isNumber });
  if (number === '' || asked !== number) return { kind: 'not-yet' };
  if (!isNumber || (data === undefined && error !== null)) return { kind: 'unknown' };
  return data === undefined ? { kind: 'not-yet' } : { kind: 'known', products: productsIn(data) };
}
