import { QueryCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Item } from './device-item.ts';
import { readable } from './schema-version.ts';
import type { RefusedMessage } from './store-refused.ts';
import type { Database } from './tables.ts';

/** A stored refusal; `reasons` counts all of them, of which `refused` has the first. */
export type StoredRefusal = Required<RefusedMessage> & { readonly reasons: number };

/** The latest refusals of a device or a source, the newest first; at most `limit`. */
export async function latestRefused(
  { client, tables }: Database,
  deviceId: string,
  limit: number,
): Promise<StoredRefusal[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tables.rejected,
      KeyConditionExpression: 'deviceId = :d',
      ExpressionAttributeValues: { ':d': { S: deviceId } },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return Items.map(refusalOf);
}

/** A query reads a megabyte at a time: some thousand refusals without a body. */
const mostPages = 20;

/**
 * The latest refusals of a source whose bodies are stored, the newest first; at most `limit`. Others may be made by
 * anybody, without a secret and in any number, so those are passed over.
 */
export async function latestRefusedBodies(
  { client, tables }: Database,
  source: string,
  limit: number,
): Promise<StoredRefusal[]> {
  const found: StoredRefusal[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.rejected,
      KeyConditionExpression: 'deviceId = :d',
      FilterExpression: 'attribute_not_exists(isBodyStored)',
      ExpressionAttributeValues: { ':d': { S: source } },
      ScanIndexForward: false,
    },
  );
  let read = 0;
  for await (const { Items = [] } of pages) {
    found.push(...Items.map(refusalOf));
    if (found.length >= limit || ++read >= mostPages) break;
  }
  return found.slice(0, limit);
}

/** The refusal of an item. */
export function refusalOf(item: Item): StoredRefusal {
  const { deviceId, topic, receivedAt, payload, refused, refusals, isBodyStored } = readable(
    'rejected',
    item,
  );
  return {
    deviceId: deviceId!.S!,
    topic: topic!.S!,
    receivedAt: Number(receivedAt!.N),
    payload: payload!.B!,
    refused: JSON.parse(refused!.S!) as RefusedMessage['refused'],
    reasons: Number(refusals!.N),
    isBodyStored: isBodyStored?.BOOL ?? true,
  };
}
