import type { EndedStatus } from '../model/enumerations.ts';
import type { ShipmentSummary } from '../shipments/summary.ts';
import { shipmentIndexes, siteStatusOf } from './shipments.ts';
import { shipmentsInOrder } from './shipments-in-order.ts';
import type { Database } from './tables.ts';

const byStatus = { index: shipmentIndexes.ended, key: 'status', time: 'endedAt' } as const;
const bySite = { index: shipmentIndexes.endedAtSite, key: 'siteStatus', time: 'endedAt' } as const;

type Wanted = {
  /** Null means all sites. */
  readonly sites: readonly string[] | null;
  readonly statuses: readonly EndedStatus[];
  /** The earliest and the latest end, both included, in epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Roughly how many the caller wants at a time. */
  readonly together: number;
};

/** Decided and cancelled shipments, latest end first. Each list of a status, or of a site and status, is one query. */
export function endedShipments(
  database: Database,
  { sites, statuses, from, to, together }: Wanted,
): AsyncGenerator<ShipmentSummary> {
  const wanted = { from, to, newestFirst: true, together };
  if (sites === null) return shipmentsInOrder(database, byStatus, statuses, wanted);
  const keys = sites.flatMap((site) => statuses.map((status) => siteStatusOf({ site, status })));
  return shipmentsInOrder(database, bySite, keys, wanted);
}
