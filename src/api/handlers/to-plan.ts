import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import type { Area, Place } from '../../evaluation/route.ts';
import type { ProfileVersion, ShipmentPlan } from '../../shipments/ledger-event.ts';

type Plan = z.output<typeof answers.plan>;

/** A recorded plan in the form in which a shipment is planned, so that it can be changed or planned again. */
export function toPlan(shipment: string, plan: ShipmentPlan): Plan {
  const { goods, site, lots = [], sscc = null, route } = plan;
  const timeOf = (at: number | null | undefined): string | null =>
    at == null ? null : new Date(at).toISOString();
  return {
    shipment,
    site,
    goods,
    lots: [...lots],
    sscc,
    origin: toPlace(plan.origin, route?.origin ?? null),
    destination: toPlace(plan.destination, route?.destination ?? null),
    waypoints: (route?.waypoints ?? []).map((place) => toPlace(place.name, place)),
    plannedDeparture: timeOf(route?.plan.departureAt),
    plannedArrival: timeOf(route?.plan.arrivalAt),
    profile: nameOf(plan.profile),
    ambientProfile: plan.ambientProfile == null ? null : nameOf(plan.ambientProfile),
    audience: [...plan.audience],
    escalation: [...(plan.escalation ?? [])],
    vehicle: plan.vehicle ?? null,
    carrier: plan.carrier ?? null,
  };
}

/** A profile version as who-storage@1. */
export function nameOf({ id, version }: ProfileVersion): string {
  return `${id}@${version}`;
}

function toPlace(name: string, place: Place | null): Plan['origin'] {
  return toPlannedPlace({ name, area: place?.area ?? null });
}

/** A place in the form in which it is planned: a name alone where no geofence is known. */
export function toPlannedPlace({ name, area }: { name: string; area: Area | null }): Plan['origin'] {
  if (area === null) return name;
  if (area.kind === 'polygon')
    return { name, polygon: { corners: area.corners.map((corner) => ({ ...corner })) } };
  const { latitude, longitude, radiusMeters } = area;
  return { name, circle: { latitude, longitude, radiusMeters } };
}
