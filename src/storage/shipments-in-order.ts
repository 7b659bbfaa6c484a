import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { ShipmentSummary } from '../shipments/summary.ts';
import { type shipmentIndexes, summaryOf } from './shipments.ts';
import type { Database } from './tables.ts';

type Time = 'changedAt' | 'endedAt';

/** An index of shipments by a key and a time, with the attributes of both. */
type TimeIndex = {
  readonly index: (typeof shipmentIndexes)[keyof typeof shipmentIndexes];
  readonly key: string;
  readonly time: Time;
};

type Wanted = {
  /** The earliest and the latest time, both included, in epoch milliseconds. */
  readonly from: number;
  readonly to?: number | undefined;
  readonly newestFirst?: boolean;
  /** Roughly how many the caller wants at a time. */
  readonly together?: number | undefined;
};

/** The shipments under these keys of an index, in the order of its time: oldest first, or newest first. */
export function shipmentsInOrder(
  database: Database,
  by: TimeIndex,
  keys: readonly string[],
  wanted: Wanted,
): AsyncGenerator<ShipmentSummary> {
  const { together, newestFirst = false } = wanted;
  const pageSize = together === undefined ? undefined : Math.ceil(together / keys.length) + 1;
  const lists = keys.map((key) => shipmentsUnder(database, by, key, wanted, pageSize));
  return merged(lists, newestFirst ? (a, b) => a > b : (a, b) => a < b);
}

type Timed = { readonly at: number; readonly summary: ShipmentSummary };

async function* shipmentsUnder(
  { client, tables }: Database,
  { index, key: attribute, time }: TimeIndex,
  key: string,
  { from, to, newestFirst = false }: Wanted,
  pageSize: number | undefined,
): AsyncGenerator<Timed> {
  const pages = paginateQuery(
    { client, pageSize },
    {
      TableName: tables.shipments,
      IndexName: index,
      KeyConditionExpression: `#k = :k AND ${to === undefined ? '#t >= :from' : '#t BETWEEN :from AND :to'}`,
      ExpressionAttributeNames: { '#k': attribute, '#t': time },
      ExpressionAttributeValues: {
        ':k': { S: key },
        ':from': { N: String(from) },
        ...(to !== undefined && { ':to': { N: String(to) } }),
      },
      ScanIndexForward: !newestFirst,
    },
  );
  for await (const { Items } of pages)
    for (const item of Items ?? []) yield { at: Number(item[time]!.N), summary: summaryOf(item) };
}

/** Merges lists that are in order. No list is read further than needed. */
async function* merged(
  lists: readonly AsyncGenerator<Timed>[],
  isBefore: (a: number, b: number) => boolean,
): AsyncGenerator<ShipmentSummary> {
  let next = await Promise.all(lists.map(async (list) => ({ list, ...(await list.next()) })));
  for (;;) {
    next = next.filter(({ done }) => done !== true);
    if (next.length === 0) return;
    const first = next.reduce((one, other) => (isBefore(other.value.at, one.value.at) ? other : one));
    yield first.value.summary;
    Object.assign(first, await first.list.next());
  }
}
