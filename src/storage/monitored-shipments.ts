import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { ShipmentSummary } from '../shipments/summary.ts';
import { shipmentIndexes, summaryOf } from './shipments.ts';
import type { Database } from './tables.ts';
import { monitorKeysOf } from './monitor-parts.ts';

const byPart = { index: shipmentIndexes.watched, attribute: 'watched' } as const;
const bySite = { index: shipmentIndexes.watchedAtSite, attribute: 'watchedSite' } as const;

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
  return changedSince(database, byPart, parts.flatMap(monitorKeysOf), since, together);
}

/** The same for the shipments of these sites. */
export function monitoredAtSites(
  database: Database,
  sites: readonly string[],
  since = 0,
  together?: number,
): AsyncGenerator<ShipmentSummary> {
  return changedSince(database, bySite, sites, since, together);
}

function changedSince(
  database: Database,
  by: typeof byPart | typeof bySite,
  keys: readonly string[],
  since: number,
  together: number | undefined,
): AsyncGenerator<ShipmentSummary> {
  const pageSize = together === undefined ? undefined : Math.ceil(together / keys.length) + 1;
  return inOrderOfChange(keys.map((key) => changedUnder(database, by, key, since, pageSize)));
}

async function* changedUnder(
  { client, tables }: Database,
  { index, attribute }: typeof byPart | typeof bySite,
  key: string,
  since: number,
  pageSize: number | undefined,
): AsyncGenerator<ShipmentSummary> {
  const pages = paginateQuery(
    { client, pageSize },
    {
      TableName: tables.shipments,
      IndexName: index,
      KeyConditionExpression: '#k = :k AND changedAt >= :c',
      ExpressionAttributeNames: { '#k': attribute },
      ExpressionAttributeValues: { ':k': { S: key }, ':c': { N: String(since) } },
    },
  );
  for await (const { Items } of pages) for (const item of Items ?? []) yield summaryOf(item);
}

/** Merges lists that are sorted by oldest change first. No list is read further than needed. */
async function* inOrderOfChange(
  lists: readonly AsyncGenerator<ShipmentSummary>[],
): AsyncGenerator<ShipmentSummary> {
  let next = await Promise.all(lists.map(async (list) => ({ list, ...(await list.next()) })));
  for (;;) {
    next = next.filter(({ done }) => done !== true);
    if (next.length === 0) return;
    const first = next.reduce((one, other) => (other.value.changedAt < one.value.changedAt ? other : one));
    yield first.value;
    Object.assign(first, await first.list.next());
  }
}
