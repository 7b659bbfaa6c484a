import type * as z from 'zod/mini';
import type { Product } from '../../model/product.ts';
import { writtenVersion } from '../../model/written-version.ts';
import type { product } from '../routes/planning-responses.ts';

/** A product in the form in which it is planned. */
export function toProduct({
  id,
  name,
  gtin = null,
  profile,
  lots,
  serials,
}: Product): z.output<typeof product> {
  return {
    id,
    name,
    gtin,
    profile: writtenVersion(profile),
    lots: lots.map(({ number, quantity = null, expiry = null }) => ({ number, quantity, expiry })),
    ...(serials !== undefined && { serials: [...serials] }),
  };
}
