import { monthBefore, monthOf, monthsFrom } from '../../insights/cell.ts';
import { insightRows, totalOf } from '../../insights/insight-rows.ts';
import { countByAge, waitedMs, waitingSince, waitingStatuses } from '../../insights/waiting.ts';
import { type Person, sitesFor } from '../../shipments/permissions.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import { sitesWithShipments } from '../../storage/find-by-words.ts';
import { readInsights } from '../../storage/read-insights.ts';
import { readShipments } from '../../storage/shipments.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { toInsightFigures } from './to-insights.ts';
import { iso } from './to-responses.ts';

/** Without a beginning, a year up to the end is counted. */
const monthsByDefault = 12;
const mostMonths = 36;
const mostWaitingListed = 100;
const pageSize = 100;

/** Makes the handlers about many shipments together. */
export function insightViews(database: Database) {
  return {
    async getInsights({ person, query }: ApiRequest<'getInsights'>) {
      const { by, site, to = monthOf(Date.now()) } = query;
      const from = query.from ?? monthBefore(to, monthsByDefault - 1);
      if (to < from) throw new RequestRefused(400, `to: must not be before from, ${from}`);
      const months = monthsFrom(from, to);
      if (months.length > mostMonths)
        throw new RequestRefused(
          400,
          `from: ${months.length} months are more than ${mostMonths}; ask for fewer at a time`,
        );
      const sites = sitesOf(person, site) ?? (await sitesWithShipments(database));
      const counted = await readInsights(database, sites, months);
      return {
        from,
        to,
        by,
        total: toInsightFigures(totalOf(counted)),
        items: insightRows(counted, by).map(({ figures, ...names }) => ({
          ...names,
          ...toInsightFigures(figures),
        })),
      };
    },
    async getWaiting({ person, query }: ApiRequest<'getWaiting'>) {
      const now = Date.now();
      const waiting = await allWaiting(database, sitesOf(person, query.site) ?? [null]);
      const longest = waiting.toSorted((a, b) => waitingSince(a) - waitingSince(b));
      return {
        asOf: iso(now),
        total: waiting.length,
        ages: countByAge(waiting.map((each) => waitedMs(each, now))).map(({ fromMs, count }) => ({
          fromSeconds: fromMs / 1000,
          shipments: count,
        })),
        items: longest.slice(0, mostWaitingListed).map((each) => {
          const { shipment, goods, site, status, origin, destination, carrier } = each;
          return {
            shipment,
            goods,
            site,
            status,
            origin,
            destination,
            carrier: carrier?.name ?? null,
            since: iso(waitingSince(each)),
            seconds: waitedMs(each, now) / 1000,
          };
        }),
      };
    },
  };
}

/** The requested sites that the person may see; null means all sites. */
function sitesOf(person: Person, site: string | undefined): readonly string[] | null {
  const sites = sitesFor(person, 'read-insights');
  if (sites === null) return site === undefined ? null : [site];
  return sites.filter((own) => site === undefined || own === site);
}

/** Every shipment that waits, at one site each or (null) at all; they are as many as were not decided yet. */
async function allWaiting(database: Database, sites: readonly (string | null)[]): Promise<ShipmentSummary[]> {
  const waiting: ShipmentSummary[] = [];
  for (const site of sites)
    for (const status of waitingStatuses) {
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof readShipments>> = await readShipments(
          database,
          { site, status },
          { after, limit: pageSize },
        );
        waiting.push(...page.shipments);
        after = page.last;
      } while (after !== null);
    }
  return waiting;
}
