import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { pause } from './attempts.ts';
import type { Item } from './device-item.ts';

/** The most items that one request can read. */
const batchSize = 100;
/** How often in a row a throttled table may return nothing. The pauses between the requests grow each time. */
const mostPauses = 7;
const pauses = { firstMs: 25, longestMs: 25 * 2 ** (mostPauses - 1) };

/**
 * The items of these different keys, in no particular order. They may be slightly out of date. Keys without an item are
 * left out.
 * @throws {Error} when the table stays throttled.
 */
export async function readMany(
  client: DynamoDBClient,
  table: string,
  keys: readonly Item[],
): Promise<Item[]> {
  const items: Item[] = [];
  let waiting = [...keys];
  let paused = 0;
  while (waiting.length > 0) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: waiting.slice(0, batchSize) } } }),
    );
    items.push(...(Responses?.[table] ?? []));
    const left = UnprocessedKeys?.[table]?.Keys ?? [];
    if (left.length < Math.min(batchSize, waiting.length)) paused = 0;
    else if (paused === mostPauses) throw new Error(`the table ${table} is throttled`);
    else await pause(++paused, pauses);
    waiting = [...left, ...waiting.slice(batchSize)];
  }
  return items;
}
