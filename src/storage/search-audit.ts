import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { AuditTable } from './audit.ts';
import { type AuditRow, auditKey, auditRowOf, timeOfKey } from './audit-items.ts';
import { type DayPlace, dayOf, pageByDay } from './page-by-day.ts';

/** What is looked for in the audit trail. Times are epoch milliseconds, both included. */
export type AuditSearch = {
  readonly from: number;
  readonly to: number;
  /** The sites whose rows may be shown; null: every row, those of the system too. */
  readonly sites: readonly string[] | null;
  readonly shipment?: string | undefined;
  readonly by?: string | undefined;
  readonly kind?: string | undefined;
  /** Words that a row must all have, anywhere. */
  readonly words?: string | undefined;
};

/**
 * A page of the rows that match, the newest first; where the next page begins, null if nothing follows; and how far
 * back the search has come. It costs at most what a page may read, however much was recorded.
 */
export async function searchAudit(
  { client, table }: AuditTable,
  search: AuditSearch,
  place: DayPlace | null,
  limit: number,
): Promise<{ rows: AuditRow[]; next: DayPlace | null; searchedTo: number }> {
  const { from, to, sites } = search;
  if (sites?.length === 0) return { rows: [], next: null, searchedTo: from };
  const { items, next } = await pageByDay(
    client,
    {
      table,
      sortKey: 'item',
      keys: ['item'],
      firstDay: dayOf(from),
      lastDay: dayOf(to),
      low: auditKey(from),
      // After every id of the last millisecond.
      high: auditKey(to, '\uffff'),
      ...filterOf(search),
    },
    place,
    limit,
  );
  const reached =
    next === null
      ? from
      : next['item'] === undefined
        ? Date.parse(next.day) + 86_400_000
        : timeOfKey(next['item']);
  return { rows: items.map(auditRowOf), next, searchedTo: Math.min(to, reached) };
}

function filterOf({ sites, shipment, by, kind, words = '' }: AuditSearch) {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const conditions: string[] = [];
  for (const [name, value] of Object.entries({ shipment, by, kind })) {
    if (value === undefined) continue;
    names[`#${name}`] = name;
    values[`:${name}`] = { S: value };
    conditions.push(`#${name} = :${name}`);
  }
  if (sites !== null) {
    names['#site'] = 'site';
    for (const [index, site] of sites.entries()) values[`:site${index}`] = { S: site };
    // IN takes a hundred values.
    const lists = Array.from({ length: Math.ceil(sites.length / 100) }, (_, list) => {
      const some = sites.slice(list * 100, (list + 1) * 100);
      return `#site IN (${some.map((__, index) => `:site${list * 100 + index}`).join(', ')})`;
    });
    conditions.push(`(${lists.join(' OR ')})`);
  }
  for (const [index, word] of words.toLowerCase().split(/\s+/).filter(Boolean).entries()) {
    names['#words'] = 'words';
    values[`:word${index}`] = { S: word };
    conditions.push(`contains(#words, :word${index})`);
  }
  return conditions.length === 0 ? {} : { filter: { expression: conditions.join(' AND '), names, values } };
}
