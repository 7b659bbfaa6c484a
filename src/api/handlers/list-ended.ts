import { endedStatuses } from '../../model/enumerations.ts';
import { endedAt } from '../../shipments/ended-at.ts';
import { type Person, sitesFor } from '../../shipments/permissions.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import { endedShipments } from '../../storage/ended-shipments.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { latestMoment } from '../http/pages.ts';
import { pageByTime, timePlaceOf, together } from '../http/pages-by-time.ts';
import { RequestRefused } from '../http/problem.ts';
import { iso } from './to-responses.ts';

/**
 * One page of the decided and cancelled shipments that a person may see, latest end first.
 * @throws {RequestRefused} when the cursor is not one of ours, or the span ends before it begins.
 */
export async function listEnded(
  database: Database,
  person: Person,
  { cursor, limit = 50, from = 0, to = latestMoment, site, status }: ApiRequest<'listEnded'>['query'],
): Promise<{ shipments: ShipmentSummary[]; next: string | null }> {
  if (to < from) throw new RequestRefused(400, `to: must not be before from, ${iso(from)}`);
  const place = timePlaceOf(cursor) ?? { at: to, seen: [] };
  if (place.at < from) return { shipments: [], next: null };
  const own = sitesFor(person, 'read-shipment') ?? (site === undefined ? null : [site]);
  const ended = endedShipments(database, {
    sites: own?.filter((each) => site === undefined || each === site) ?? null,
    statuses: status === undefined ? endedStatuses : [status],
    from,
    to: Math.min(to, place.at),
    together: together(place, limit),
  });
  const { items, next } = await pageByTime(ended, {
    place,
    limit,
    timeOf: (summary) => endedAt(summary)!,
  });
  return { shipments: items, next };
}
