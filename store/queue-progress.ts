import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { readable, written } from './schema-version.ts';
import type { Database } from './tables.ts';

// Up to when the ingest queue has been processed: one item of the table of devices, under a name that no thing can have.

const key = { deviceId: { S: '#ingest-queue' } };

/** Notes that all messages that the ingest queue received before `upTo` (epoch milliseconds) are processed. */
export async function noteQueueProgress({ client, tables }: Database, upTo: number): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tables.devices,
        Key: key,
        UpdateExpression: 'SET processedUpTo = :u, v = :v',
        // Markers may overtake each other, and come again.
        ConditionExpression: 'attribute_not_exists(processedUpTo) OR processedUpTo < :u',
        ExpressionAttributeValues: { ':u': { N: String(upTo) }, ':v': written.v },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Up to when (epoch milliseconds) the ingest queue has been processed; minus infinity where nothing is known. */
export async function readQueueProgress({ client, tables }: Database): Promise<number> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.devices, Key: key, ConsistentRead: true }),
  );
  return Item === undefined ? -Infinity : Number(readable('devices', Item)['processedUpTo']!.N);
}
