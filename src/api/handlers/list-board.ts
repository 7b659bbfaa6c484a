import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { type Person, sitesFor } from '../../shipments/permissions.ts';
import { monitoredAtSites, monitoredShipments } from '../../storage/monitored-shipments.ts';
import type { Database } from '../../storage/tables.ts';
import { allMonitorParts } from '../../storage/monitor-parts.ts';
import { pageByTime, timePlaceOf, together } from '../http/pages-by-time.ts';
import { liveShipmentsFrom } from './live-shipments.ts';
import { iso, toSummaryResponse } from './to-responses.ts';

type Asked = {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly since?: number | undefined;
};

/** Lists lag a little behind their ledgers, so changes from this long before `since` are read again. */
const behindMs = 15_000;

/**
 * Makes a reader of the board, which reads profiles and routes once. Its `since` is in epoch milliseconds.
 * The reader throws {RequestRefused} when the cursor is not one of ours.
 */
export function boardOf(database: Database) {
  const liveOf = liveShipmentsFrom(database);
  return async (
    person: Person,
    { cursor, limit = 200, since = 0 }: Asked,
  ): Promise<z.output<typeof answers.board>> => {
    const asOf = Date.now();
    const place = timePlaceOf(cursor) ?? { at: Math.max(0, since - behindMs), seen: [] };
    const sites = sitesFor(person, 'read-shipment');
    const wanted = together(place, limit);
    const changed =
      sites === null
        ? monitoredShipments(database, allMonitorParts, place.at, wanted)
        : monitoredAtSites(database, sites, place.at, wanted);
    const { items: shipments, next } = await pageByTime(changed, {
      place,
      limit,
      timeOf: ({ changedAt }) => changedAt,
    });
    const live = await liveOf(shipments, asOf);
    return {
      asOf: iso(asOf),
      items: shipments.map((summary, index) => ({ ...toSummaryResponse(summary), ...live[index]! })),
      next,
    };
  };
}
