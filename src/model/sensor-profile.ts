import { combinedVersion, isCombined } from './combined-version.ts';
import { type PlannedGoods, productsOf } from './product.ts';
import type { ProfileVersion } from './profile-version.ts';

/**
 * The version of the profile by which a sensor is monitored that stands for these products of a plan; null stands for
 * all. Where the plan has none of them, that is the profile of all, which is the most careful. In a shipment with several profiles it is a combined one even where it has one part, so that each rule of the
 * shipment has an id of its own.
 */
export function profileOfSensor(plan: PlannedGoods, products: readonly string[] | null): ProfileVersion {
  const all = productsOf(plan);
  const named = all.filter(({ id }) => products === null || products.includes(id));
  const own = named.length === 0 ? all : named;
  const version = combinedVersion(own.map(({ profile }) => profile));
  return isCombined(plan.profile) && !isCombined(version) ? { ...version, id: `+${version.id}` } : version;
}

/**
 * Those of the named products that a plan has; null stands for all of them, and for the goods of a plan without
 * products. Empty where the plan has none of those that are named: then nobody has said what the sensor stands for.
 */
export function productsInPlan(
  plan: PlannedGoods,
  products: readonly string[] | null,
): readonly string[] | null {
  if (products === null) return null;
  const known = productsOf(plan).filter(({ id }) => products.includes(id));
  return known.length > 0 && plan.products === undefined ? null : known.map(({ id }) => id);
}
