import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { readable } from '../../src/storage/schema-version.ts';
import type { RefusedMessage } from '../../src/storage/store-refused.ts';
import type { Database } from '../../src/storage/tables.ts';

/** The refused messages of a device, oldest first. */
export async function readRefused({ client, tables }: Database, deviceId: string): Promise<RefusedMessage[]> {
  const messages: RefusedMessage[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.rejected,
      KeyConditionExpression: 'deviceId = :d',
      ExpressionAttributeValues: { ':d': { S: deviceId } },
    },
  );
  for await (const { Items } of pages)
    for (const item of (Items ?? []).map((each) => readable('rejected', each)))
      messages.push({
        deviceId,
        topic: item['topic']!.S!,
        receivedAt: Number(item['receivedAt']!.N),
        payload: item['payload']!.B!,
        refused: JSON.parse(item['refused']!.S!) as RefusedMessage['refused'],
      });
  return messages;
}
