import type { Leg } from './history.ts';

/**
 * Splits a leg in two: the units went on in a second shipment with the sensors that they had. The first part ends at
 * `until`, the second begins at `from`; where they overlap, the sensors were with both. The legs that followed it follow
 * the second part, which has the name of the whole; the first has that of `first`.
 */
export function splitLeg(
  legs: readonly Leg[],
  shipment: string,
  first: string,
  { until, from }: { readonly until: number; readonly from: number },
): Leg[] {
  return legs.flatMap((leg) => {
    if (leg.shipment !== shipment) return [leg];
    const earlier = leg.sensors.filter((sensor) => sensor.from < until);
    const later = leg.sensors.filter((sensor) => sensor.to > from);
    return [
      {
        ...leg,
        shipment: first,
        to: until,
        sensors: earlier.map((sensor) => ({ ...sensor, to: Math.min(sensor.to, until) })),
      },
      {
        ...leg,
        from,
        sensors: later.map((sensor) => ({ ...sensor, from: Math.max(sensor.from, from) })),
        opening: null,
        links: [{ shipment: first, product: leg.product, lots: null }],
        readmissions: [],
      },
    ];
  });
}
