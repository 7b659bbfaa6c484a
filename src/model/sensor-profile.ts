import { combinedVersion, isCombined } from './combined-version.ts';
import { type PlannedGoods, productsOf } from './product.ts';
import type { ProfileVersion } from './profile-version.ts';

/**
 * The version of the profile by which a sensor is monitored that stands for these products of a plan; null stands for
 * all. In a shipment with several profiles it is a combined one even where it has one part, so that each rule of the
 * shipment has an id of its own.
 */
export function profileOfSensor(plan: PlannedGoods, products: readonly string[] | null): ProfileVersion {
  const own = productsOf(plan).filter(({ id }) => products === null || products.includes(id));
  const version = combinedVersion(own.map(({ profile }) => profile));
  return isCombined(plan.profile) && !isCombined(version) ? { ...version, id: `+${version.id}` } : version;
}

/** Those of the named products that a plan has; null, which stands for all of them, where it has none of them. */
export function productsInPlan(
  plan: PlannedGoods,
  products: readonly string[] | null,
): readonly string[] | null {
  if (plan.products === undefined || products === null) return null;
  const known = plan.products.filter(({ id }) => products.includes(id)).map(({ id }) => id);
  return known.length === 0 ? null : known;
}
