import type { Product } from '../model/product.ts';
import type { Profile } from '../model/profile.ts';
import type { Attachment } from './ledger.ts';

/** Whether a sensor's readings are those of a product. */
export function standsFor({ role, products }: Attachment, { id }: Product): boolean {
  return role !== 'ambient' && (products === null || products.includes(id));
}

/**
 * The profile of a product, from that by which a sensor was monitored that stands for it, with the sensor's own
 * reporting interval. Null where the sensor's has no such part.
 */
export function profileOfProduct({ profile: { id, version } }: Product, monitored: Profile): Profile | null {
  const { reportingIntervalMs } = monitored;
  const own = [monitored, ...(monitored.parts ?? [])].find(
    (each) => each.id === id && each.version === version,
  );
  return own === undefined ? null : { ...own, reportingIntervalMs };
}
