import type { ShipmentSummary } from '../../src/shipments/summary.ts';

/** Returns the list entry of a watched shipment that last changed at this time (epoch milliseconds). */
export const watchedSummary = (shipment: string, changedAt: number): ShipmentSummary =>
  ({
    shipment,
    status: 'in-transit',
    isWatched: true,
    site: 'north',
    sequence: 1,
    changedAt,
    sscc: null,
    standingAlarms: [],
    clearedAlarms: [],
    warnings: [],
    lots: [],
    vehicle: null,
    carrier: null,
    cancellation: null,
    plannedDeparture: null,
    plannedArrival: null,
    way: [],
  }) as unknown as ShipmentSummary;
