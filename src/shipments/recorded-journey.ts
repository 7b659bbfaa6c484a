import type { PlannedPlace } from '../model/changed-plan.ts';
import type { Place, Route } from '../model/route.ts';
import type { ShipmentPlan } from './ledger-event.ts';

/** The places and times of a plan, in the form in which a shipment is planned. Times are epoch milliseconds. */
type PlannedJourney = {
  readonly origin: PlannedPlace;
  readonly destination: PlannedPlace;
  readonly waypoints: readonly PlannedPlace[];
  readonly plannedDeparture: number | null;
  readonly plannedArrival: number | null;
};

/** The same as the ledger records it: the names of places, and a route of those with a geofence. */
export function recordedJourney({
  origin,
  destination,
  waypoints,
  plannedDeparture,
  plannedArrival,
}: PlannedJourney): Pick<ShipmentPlan, 'origin' | 'destination' | 'namedWaypoints'> & {
  readonly route: Route;
} {
  const named = waypoints.flatMap(({ name, area }, index) => (area === null ? [{ index, name }] : []));
  return {
    origin: origin.name,
    destination: destination.name,
    route: {
      origin: placed(origin),
      destination: placed(destination),
      waypoints: waypoints.flatMap((place) => placed(place) ?? []),
      plan: { departureAt: plannedDeparture, arrivalAt: plannedArrival },
    },
    ...(named.length > 0 && { namedWaypoints: named }),
  };
}

function placed({ name, area }: PlannedPlace): Place | null {
  return area === null ? null : { name, area };
}
