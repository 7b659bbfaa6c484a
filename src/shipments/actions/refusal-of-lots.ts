import { lotKeysOf, productsOf } from '../../model/product.ts';
import { shipmentOf } from '../ledger.ts';
import type { Before } from './refusal-of.ts';

/** Says why a product, or lots of it by their keys, are not of the shipment. Null where they are; null lots are all. */
export function refusalOfLots(
  { product, lots }: { readonly product: string; readonly lots: readonly string[] | null },
  { entries }: Pick<Before, 'entries'>,
): string | null {
  const products = productsOf(shipmentOf(entries));
  if (!products.some(({ id }) => id === product))
    return `this shipment has no product ${product}; its products are ${products.map(({ id }) => id).join(', ')}`;
  if (lots === null) return null;
  if (lots.length === 0) return 'name the lots, or leave them out for all of them';
  const own = lotKeysOf(products).flatMap((each) => (each.product.id === product ? [each.key] : []));
  const unknown = lots.find((lot) => !own.includes(lot));
  if (unknown === undefined) return null;
  return own.length === 0
    ? `the product ${product} has no lots; leave them out`
    : `lot ${unknown} is not of the product ${product}; its lots are ${own.join(', ')}`;
}
