import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { type PlannedPlace, planFields } from '../../model/changed-plan.ts';
import type { ShipmentPlan } from '../../model/shipment-plan.ts';
import { writtenVersion } from '../../model/written-version.ts';
import { toProduct } from './to-product.ts';

type Plan = z.output<typeof answers.plan>;

/** A recorded plan in the form in which a shipment is planned, so that it can be changed or planned again. */
export function toPlan(shipment: string, recorded: ShipmentPlan): Plan {
  const { site, products, lots, profile, ...plan } = planFields(recorded);
  return {
    shipment,
    site,
    ...plan,
    ...(products === undefined
      ? { lots: [...lots], profile: writtenVersion(profile) }
      : { products: products.map(toProduct) }),
    origin: toPlannedPlace(plan.origin),
    destination: toPlannedPlace(plan.destination),
    waypoints: plan.waypoints.map(toPlannedPlace),
    plannedDeparture: timeOf(plan.plannedDeparture),
    plannedArrival: timeOf(plan.plannedArrival),
    ambientProfile: plan.ambientProfile === null ? null : writtenVersion(plan.ambientProfile),
    audience: [...plan.audience],
    escalation: [...plan.escalation],
  };
}

function timeOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** A place in the form in which it is planned: a name alone where no geofence is known. */
export function toPlannedPlace({ name, area }: PlannedPlace): Plan['origin'] {
  if (area === null) return name;
  if (area.kind === 'polygon')
    return { name, polygon: { corners: area.corners.map((corner) => ({ ...corner })) } };
  const { latitude, longitude, radiusMeters } = area;
  return { name, circle: { latitude, longitude, radiusMeters } };
}
