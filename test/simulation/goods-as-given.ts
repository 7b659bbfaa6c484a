import type { ProductPlan } from './goods-types.ts';
import type { ShipmentPlan } from './plan-types.ts';

/** What a plan says of its goods, as people give it to the API. */
export function goodsAsGiven({ goods, profile }: ShipmentPlan): Record<string, unknown> {
  if (goods === null)
    return { goods: 'vaccine', lots: ['A', 'B'], profile: `${profile.id}@${profile.version}` };
  return {
    products: goods.products.map(productAsGiven),
    ...(goods.sscc !== null && { sscc: goods.sscc }),
  };
}

/** A product as people give it to the API. One with serial numbers has them for all units of its lot. */
export function productAsGiven({ profile, lots, ...product }: ProductPlan): Record<string, unknown> {
  const units = product.serials.length;
  return {
    ...product,
    profile: `${profile}@1`,
    lots: lots.map((number) => ({ number, quantity: units === 0 ? null : units })),
  };
}
