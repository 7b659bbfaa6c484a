import { QueryCommand } from '@aws-sdk/client-dynamodb';
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
  return Items.map((item) => {
    const { topic, receivedAt, payload, refused, refusals, isBodyStored } = readable('rejected', item);
    return {
      deviceId,
      topic: topic!.S!,
      receivedAt: Number(receivedAt!.N),
      payload: payload!.B!,
      refused: JSON.parse(refused!.S!) as RefusedMessage['refused'],
      reasons: Number(refusals!.N),
      isBodyStored: isBodyStored?.BOOL ?? true,
    };
  });
}
