import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { ShipmentSummary } from '../domain/summary.ts';
import { shipmentIndexes, summaryOf } from './shipments.ts';
import type { Database } from './tables.ts';
import { watchKeysOf } from './watch-parts.ts';

/**
 * Shipments of these parts to which something may still happen by itself and that changed since `since` (epoch
 * milliseconds), the oldest change first. `together`: about how many are wanted.
 */
export function watchedShipments(
  database: Database,
  parts: readonly number[],
  since = 0,
  together?: number,
): AsyncGenerator<ShipmentSummary> {
  const keys = parts.flatMap(watchKeysOf);
  const pageSize = together === undefined ? undefined : Math.ceil(together / keys.length) + 1;
  return inOrderOfChange(keys.map((key) => changedSince(database, key, since, pageSize)));
}

async function* changedSince(
  { client, tables }: Database,
  key: string,
  since: number,
  pageSize: number | undefined,
): AsyncGenerator<ShipmentSummary> {
  const pages = paginateQuery(
    { client, pageSize },
    {
      TableName: tables.shipments,
      IndexName: shipmentIndexes.watched,
      KeyConditionExpression: 'watched = :k AND changedAt >= :c',
      ExpressionAttributeValues: { ':k': { S: key }, ':c': { N: String(since) } },
    },
  );
  for await (const { Items } of pages) for (const item of Items ?? []) yield summaryOf(item);
}

/** Several lists, each the oldest change first, as one of the same order. No list is read further than it is needed. */
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
