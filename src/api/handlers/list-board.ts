import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { type Person, sitesFor } from '../../shipments/permissions.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import { readHeads } from '../../storage/append.ts';
import { watchedAtSites, watchedShipments } from '../../storage/monitored-shipments.ts';
import type { Database } from '../../storage/tables.ts';
import { allWatchParts } from '../../storage/monitor-parts.ts';
import { cursorOf, isMoment, placeOf } from '../http/pages.ts';
import { lastHeardFrom } from './last-contact.ts';
import { iso, printSummary } from './to-responses.ts';

type Asked = {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly since?: number | undefined;
};
type Place = { readonly changedAt: number; readonly seen: readonly string[] };

/** Lists are a little behind their ledgers: what changed so shortly before is looked at again. */
const behindMs = 15_000;

/** Makes a reader of boards, which reads profiles and routes once. */
export function boardOf(database: Database) {
  const lastHeard = lastHeardFrom(database);
  return async (
    person: Person,
    { cursor, limit = 200, since = 0 }: Asked,
  ): Promise<z.output<typeof answers.board>> => {
    const asOf = Date.now();
    const place = placeOf(cursor, isPlace) ?? { changedAt: Math.max(0, since - behindMs), seen: [] };
    const shipments: ShipmentSummary[] = [];
    let next: Place | null = null;
    const sites = sitesFor(person, 'read-shipment');
    // A page, one more that shows that there is another, and those of the moment at which it begins.
    const together = limit + 1 + place.seen.length;
    const changed =
      sites === null
        ? watchedShipments(database, allWatchParts, place.changedAt, together)
        : watchedAtSites(database, sites, place.changedAt, together);
    for await (const summary of changed) {
      if (place.seen.includes(summary.shipment)) continue;
      if (shipments.length === limit) {
        next = placeAfter(shipments, place);
        break;
      }
      shipments.push(summary);
    }
    const heads = await readHeads(
      database,
      shipments.flatMap(({ devices }) => devices),
    );
    return {
      asOf: iso(asOf),
      items: await Promise.all(
        shipments.map(async (summary) => ({
          ...printSummary(summary),
          sensors: await Promise.all(
            summary.devices.flatMap((device) => {
              const head = heads.get(device);
              return head?.assignment?.shipment === summary.shipment ? [lastHeard(head, asOf)] : [];
            }),
          ),
        })),
      ),
      next: next === null ? null : cursorOf(next),
    };
  };
}

/** Where the next page begins: several shipments may have changed at one moment. */
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
