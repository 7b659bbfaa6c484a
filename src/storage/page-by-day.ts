import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './device-item.ts';

/** Where a page begins: a day (yyyy-mm-dd, UTC), and the key of the last item before it, if that is of the day. */
export type DayPlace = { readonly day: string; readonly [key: string]: string };

/** Rows that a table or an index has under their day, in the order of a sort key. */
export type RowsByDay = {
  readonly table: string;
  readonly index?: string;
  /** The sort key, and the names of all keys that a place needs. */
  readonly sortKey: string;
  readonly keys: readonly string[];
  /** The first and the last day, and the smallest and the largest sort key. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly low: string;
  readonly high: string;
  /** What rows must be, besides; they are read all the same. */
  readonly filter?: {
    readonly expression: string;
    readonly names: Readonly<Record<string, string>>;
    readonly values: Readonly<Record<string, AttributeValue>>;
  };
};

/** What one page may cost, whatever it looks for: requests, and rows that each request reads. */
const mostRequests = 40;
const rowsOfRequest = 500;

/** The UTC day of a time (epoch milliseconds), as rows are stored under it. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/**
 * A page of rows, the newest first, and where the next page begins; null where nothing can follow. A page that found
 * less than `limit` may still have a next one: it has read as much as a page may.
 */
export async function pageByDay(
  client: DynamoDBClient,
  rows: RowsByDay,
  place: DayPlace | null,
  limit: number,
): Promise<{ items: Item[]; next: DayPlace | null }> {
  const items: Item[] = [];
  let at: DayPlace = place ?? { day: rows.lastDay };
  for (let requests = 0; requests < mostRequests && at.day >= rows.firstDay; requests++) {
    const { Items = [], LastEvaluatedKey } = await client.send(query(rows, at, limit - items.length));
    for (const item of Items) {
      items.push(item);
      if (items.length === limit) return { items, next: placeOf(rows, item) };
    }
    at = LastEvaluatedKey === undefined ? dayBefore(at.day) : placeOf(rows, LastEvaluatedKey);
  }
  return { items, next: at.day < rows.firstDay ? null : at };
}

function query({ table, index, sortKey, low, high, filter }: RowsByDay, place: DayPlace, left: number) {
  const { day, ...key } = place;
  const start = Object.entries({ day, ...key }).map(([name, value]) => [name, { S: value }] as const);
  return new QueryCommand({
    TableName: table,
    IndexName: index,
    KeyConditionExpression: '#day = :day AND #sort BETWEEN :low AND :high',
    ...(filter !== undefined && { FilterExpression: filter.expression }),
    ExpressionAttributeNames: { '#day': 'day', '#sort': sortKey, ...filter?.names },
    ExpressionAttributeValues: {
      ':day': { S: day },
      ':low': { S: low },
      ':high': { S: high },
      ...filter?.values,
    },
    ScanIndexForward: false,
    Limit: filter === undefined ? left : rowsOfRequest,
    ...(start.length > 1 && { ExclusiveStartKey: Object.fromEntries(start) }),
  });
}

function placeOf({ keys }: RowsByDay, item: Item): DayPlace {
  return Object.fromEntries(['day', ...keys].map((name) => [name, item[name]!.S!])) as DayPlace;
}

function dayBefore(day: string): DayPlace {
  return { day: dayOf(Date.parse(day) - 86_400_000) };
}
