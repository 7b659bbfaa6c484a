import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { readable, written } from './schema-version.ts';
import type { Database } from './tables.ts';

// Up to when something has been done: an item each of the table of devices, under a name that no thing can have.

/** What progress is kept of: the messages of the ingest queue, or the hourly look of a part of what is watched. */
export type ProgressName = '#ingest-queue' | `#hourly-look-${number}`;

const keyOf = (name: ProgressName) => ({ deviceId: { S: name } });

/** Notes that what began before `upTo` (epoch milliseconds) is done. It never goes back. */
export async function noteProgress(
  { client, tables }: Database,
  name: ProgressName,
  upTo: number,
): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tables.devices,
        Key: keyOf(name),
        UpdateExpression: 'SET processedUpTo = :u, v = :v',
        ConditionExpression: 'attribute_not_exists(processedUpTo) OR processedUpTo < :u',
        ExpressionAttributeValues: { ':u': { N: String(upTo) }, ':v': written.v },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Up to when (epoch milliseconds) it has been done; minus infinity where nothing is known. */
export async function readProgress({ client, tables }: Database, name: ProgressName): Promise<number> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.devices, Key: keyOf(name), ConsistentRead: true }),
  );
  return Item === undefined ? -Infinity : Number(readable('devices', Item)['processedUpTo']!.N);
}
