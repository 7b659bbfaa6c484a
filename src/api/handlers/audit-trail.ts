import { sitesFor } from '../../shipments/permissions.ts';
import type { AuditTable } from '../../storage/audit.ts';
import { type DayPlace, dayOf } from '../../storage/page-by-day.ts';
import { searchAudit } from '../../storage/search-audit.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { cursorOf, latestMoment, placeOf } from '../http/pages.ts';
import { RequestRefused } from '../http/problem.ts';
import { iso } from './to-responses.ts';

const auditKeys = ['item'];

/** How far back a search goes that does not say from when. */
const searchedMs = 30 * 86_400_000;

/** Makes the handler that searches the audit trail across shipments. */
export function auditViews(audit: AuditTable) {
  return {
    async listAudit({ person, query }: ApiRequest<'listAudit'>) {
      const { cursor, limit = 50, to = Date.now(), from = to - searchedMs, site, ...wanted } = query;
      if (to < from) throw new RequestRefused(400, `to: must not be before from, ${iso(from)}`);
      const own = sitesFor(person, 'read-audit-trail');
      const sites = site === undefined ? own : own === null || own.includes(site) ? [site] : [];
      const { rows, next, searchedTo } = await searchAudit(
        audit,
        { ...wanted, from: Math.max(from, 0), to: Math.min(to, latestMoment), sites },
        dayPlaceOf(cursor, auditKeys),
        limit,
      );
      return {
        items: rows.map(({ at, site: of, shipment, sequence, by, kind, what, why }) => ({
          at: iso(at),
          site: of,
          shipment,
          sequence,
          by,
          kind,
          what,
          why,
        })),
        next: next === null ? null : cursorOf(next),
        searchedTo: iso(searchedTo),
      };
    },
  };
}

/**
 * Where the page of a cursor begins; null without a cursor. `names` are those of the keys of the last item before it.
 * @throws {RequestRefused} 400 when the cursor is not one of ours.
 */
export function dayPlaceOf(cursor: string | undefined, names: readonly string[]): DayPlace | null {
  return placeOf(cursor, (place) => isDayPlace(place, names));
}

function isDayPlace(place: unknown, names: readonly string[]): place is DayPlace {
  if (typeof place !== 'object' || place === null) return false;
  const { day, ...keys } = place as Record<string, unknown>;
  const given = Object.keys(keys);
  return (
    (given.length === 0 || (given.length === names.length && names.every((name) => name in keys))) &&
    typeof day === 'string' &&
    /^\d{4}-\d\d-\d\d$/.test(day) &&
    !Number.isNaN(Date.parse(day)) &&
    dayOf(Date.parse(day)) === day &&
    Object.values(keys).every((key) => typeof key === 'string' && key !== '')
  );
}
