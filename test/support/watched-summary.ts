import type { ShipmentSummary } from '../../src/shipments/summary.ts';

/** What a list says of a watched shipment that changed then (epoch milliseconds). */
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
    warnings: [],
    plannedArrival: null,
  }) as unknown as ShipmentSummary;
