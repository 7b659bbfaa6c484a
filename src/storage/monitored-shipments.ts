import type { ShipmentSummary } from '../shipments/summary.ts';
import { shipmentIndexes } from './shipments.ts';
import { shipmentsInOrder } from './shipments-in-order.ts';
import type { Database } from './tables.ts';
import { monitorKeysOf } from './monitor-parts.ts';

const byPart = { index: shipmentIndexes.watched, key: 'watched', time: 'changedAt' } as const;
const bySite = { index: shipmentIndexes.watchedAtSite, key: 'watchedSite', time: 'changedAt' } as const;

/**
 * Shipments of these parts that may still change without anyone's action and that changed since `since` (epoch
 * milliseconds), oldest change first. `together` is roughly how many the caller wants at a time.
 */
export function monitoredShipments(
  database: Database,
  parts: readonly number[],
  since = 0,
  together?: number,
): AsyncGenerator<ShipmentSummary> {
  return shipmentsInOrder(database, byPart, parts.flatMap(monitorKeysOf), { from: since, together });
}

/** The same for the shipments of these sites. */
export function monitoredAtSites(
  database: Database,
  sites: readonly string[],
  since = 0,
  together?: number,
): AsyncGenerator<ShipmentSummary> {
  return shipmentsInOrder(database, bySite, sites, { from: since, together });
}
