import { readable, written } from './schema-version.ts';
import type { Database } from './tables.ts';
import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

// How far recurring work has progressed: one item each in the table of devices, under a name that no device can have.

/**
 * The work whose progress is stored: the messages of the ingest queue, the hourly check of a part of the monitored
 * shipments, or the evaluated readings of the synthetic sensor.
 */
type ProgressName = '#ingest-queue' | '#canary' | `#hourly-look-${number}`;

const keyOf = (name: ProgressName) => ({ deviceId: { S: name } });

/** Records that everything that began before `upTo` (epoch milliseconds) is done. The progress never goes back. */
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

/** The time (epoch milliseconds) up to which the work is done; minus infinity where that is unknown. */
export async function readProgress({ client, tables }: Database, name: ProgressName): Promise<number> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.devices, Key: keyOf(name), ConsistentRead: true }),
  );
  return Item === undefined ? -Infinity : Number(readable('devices', Item)['processedUpTo']!.N);
}

/**
 * Records that all messages that the ingest queue received before `upTo` (epoch milliseconds) are processed. Markers
 * may arrive out of order or repeatedly.
 */
export async function noteQueueProgress(database: Database, upTo: number): Promise<void> {
  await noteProgress(database, '#ingest-queue', upTo);
}

/** The time (epoch milliseconds) up to which the ingest queue is processed; minus infinity where that is unknown. */
export async function readQueueProgress(database: Database): Promise<number> {
  return readProgress(database, '#ingest-queue');
}
