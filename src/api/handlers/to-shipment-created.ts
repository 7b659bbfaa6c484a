import type { PlannedShipment } from '../../model/shipment.ts';
import { recordedJourney } from '../../shipments/recorded-journey.ts';

/** A plan in the form that the ledger records: the names of places, and their geofences where known. */
export function toShipmentCreated({
  origin,
  destination,
  waypoints,
  plannedDeparture,
  plannedArrival,
  ...rest
}: Omit<PlannedShipment, 'shipment'>) {
  return {
    ...rest,
    ...recordedJourney({ origin, destination, waypoints, plannedDeparture, plannedArrival }),
  };
}
