import type { Item } from './device-item.ts';
import type { Database } from './tables.ts';
import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { readable } from './schema-version.ts';

/** All items of a device under a prefix, as they are now. */
export async function queryAll(database: Database, deviceId: string, prefix: string): Promise<Item[]> {
  return (await Array.fromAsync(queryPages(database, deviceId, prefix))).flat();
}

/** All items of a device under a prefix, page by page, each page of at most a megabyte. */
export async function* queryPages(
  { client, tables }: Database,
  deviceId: string,
  prefix: string,
): AsyncGenerator<Item[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.journal,
      KeyConditionExpression: 'deviceId = :d AND begins_with(#s, :p)',
      ExpressionAttributeNames: { '#s': 'segment' },
      ExpressionAttributeValues: { ':d': { S: deviceId }, ':p': { S: prefix } },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield Items.map((item) => readable('journal', item));
}
