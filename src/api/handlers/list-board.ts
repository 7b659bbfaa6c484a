import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { type Person, sitesFor } from '../../shipments/permissions.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import { monitoredAtSites, monitoredShipments } from '../../storage/monitored-shipments.ts';
import type { Database } from '../../storage/tables.ts';
import { allMonitorParts } from '../../storage/monitor-parts.ts';
import { cursorOf, isMoment, placeOf } from '../http/pages.ts';
import { liveShipmentsFrom } from './live-shipments.ts';
import { iso, toSummaryResponse } from './to-responses.ts';

type Asked = {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly since?: number | undefined;
};
type Place = { readonly changedAt: number; readonly seen: readonly string[] };

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
    const place = placeOf(cursor, isPlace) ?? { changedAt: Math.max(0, since - behindMs), seen: [] };
    const shipments: ShipmentSummary[] = [];
    let next: Place | null = null;
    const sites = sitesFor(person, 'read-shipment');
    // A page, one shipment more to see whether another page follows, and those already listed at its starting time.
    const together = limit + 1 + place.seen.length;
    const changed =
      sites === null
        ? monitoredShipments(database, allMonitorParts, place.changedAt, together)
        : monitoredAtSites(database, sites, place.changedAt, together);
    for await (const summary of changed) {
      if (place.seen.includes(summary.shipment)) continue;
      if (shipments.length === limit) {
        next = placeAfter(shipments, place);
        break;
      }
      shipments.push(summary);
    }
    const live = await liveOf(shipments, asOf);
    return {
      asOf: iso(asOf),
      items: shipments.map((summary, index) => ({ ...toSummaryResponse(summary), ...live[index]! })),
      next: next === null ? null : cursorOf(next),
    };
  };
}

/**
 * Where the next page begins. It lists the ids already returned, as several shipments may have changed at one moment.
 */
function placeAfter(shipments: readonly ShipmentSummary[], before: Place): Place {
  const { changedAt } = shipments.at(-1)!;
  const seen = shipments.filter((each) => each.changedAt === changedAt).map(({ shipment }) => shipment);
  return { changedAt, seen: changedAt === before.changedAt ? [...before.seen, ...seen] : seen };
}

function isPlace(place: unknown): place is Place {
  if (typeof place !== 'object' || place === null) return false;
  const { changedAt, seen } = place as Record<string, unknown>;
  return isMoment(changedAt) && Array.isArray(seen) && seen.every((each) => typeof each === 'string');
}
