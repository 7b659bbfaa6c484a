import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { StoredSource } from '../model/source.ts';
import { Attempts } from './attempts.ts';
import { readable, versionName, written } from './schema-version.ts';
import { accessKey, namedKey, sourceKey, sourceOf } from './source-items.ts';
import type { Database } from './tables.ts';

/** Reads a source with its mapping in force; null if there is none of that name. The read may lag by a second. */
export async function readSource(
  { client, tables }: Database,
  name: string,
  isFresh = false,
): Promise<StoredSource | null> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.sources, Key: sourceKey(name), ConsistentRead: isFresh }),
  );
  return Item === undefined ? null : sourceOf(Item);
}

/** The most items that DynamoDB reads at once. */
const mostAtOnce = 100;

/**
 * Which devices a source may speak for, of those that a message names: Coldwatch's device name by the name in the
 * payload, as it is now. Names that are not registered with the source are missing.
 */
export async function registeredDevices(
  { client, tables }: Database,
  source: string,
  namesInPayload: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  // An item's key has at most 1 024 bytes; no longer name can be registered.
  const names = [...new Set(namesInPayload)].filter((name) => name !== '' && Buffer.byteLength(name) <= 1000);
  const found = new Map<string, string>();
  for (let from = 0; from < names.length; from += mostAtOnce) {
    let keys: Record<string, AttributeValue>[] = names
      .slice(from, from + mostAtOnce)
      .map((named) => namedKey(source, named));
    const attempts = new Attempts(`devices of source ${source}`);
    while (keys.length > 0) {
      // Consistent, because what is found is used until the source's number of deregistrations changes.
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [tables.sources]: { Keys: keys, ConsistentRead: true } } }),
      );
      for (const item of Responses?.[tables.sources] ?? []) {
        const { named, device } = readable('sources', item);
        found.set(named!.S!, device!.S!);
      }
      keys = UnprocessedKeys?.[tables.sources]?.Keys ?? [];
      if (keys.length > 0) await attempts.next();
    }
  }
  return found;
}

/**
 * Notes that a source was heard at `receivedAt` (epoch milliseconds). The latest time stays, in whatever order messages
 * are processed. One write; nothing is written for a source that does not exist.
 */
export async function noteHeard(
  { client, tables }: Database,
  source: string,
  receivedAt: number,
): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tables.sources,
        Key: accessKey(source),
        UpdateExpression: 'SET heardAt = :at, #v = :v',
        ConditionExpression:
          'attribute_exists(sourceId) AND (attribute_not_exists(heardAt) OR heardAt < :at)',
        ExpressionAttributeNames: { '#v': versionName },
        ExpressionAttributeValues: { ':at': { N: String(receivedAt) }, ':v': written[versionName] },
      }),
    );
  } catch (error) {
    // A later message was noted before, or the source does not exist.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
