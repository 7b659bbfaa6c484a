import type { PlannedShipment } from '../../model/shipment.ts';

/** A plan in the form that the ledger records: the names of places, and their geofences where known. */
export function toShipmentCreated({
  origin,
  destination,
  waypoints,
  plannedDeparture,
  plannedArrival,
  ...rest
}: Omit<PlannedShipment, 'shipment'>) {
  const placed = (place: typeof origin) =>
    place.area === null ? null : { name: place.name, area: place.area };
  return {
    ...rest,
    origin: origin.name,
    destination: destination.name,
    route: {
      origin: placed(origin),
      destination: placed(destination),
      waypoints: waypoints.flatMap((place) => placed(place) ?? []),
      plan: { departureAt: plannedDeparture, arrivalAt: plannedArrival },
    },
  };
}
