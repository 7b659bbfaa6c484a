import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { sourceKey } from './source-items.ts';
import { readAccess } from './source-secrets.ts';
import type { Database } from './tables.ts';

// What is recorded of the silence of a source: since when it is silent, and of which silence people were notified. Where
// the two differ, a notification is due. Times are epoch milliseconds.

/** When a source was last heard, as it is now; null if it never was. */
export async function lastHeardAt(database: Database, source: string): Promise<number | null> {
  const heardAt = (await readAccess(database, source))?.['heardAt']?.N;
  return heardAt === undefined ? null : Number(heardAt);
}

/** Records that a source has been silent since it was last heard. A silence that is recorded already stays. */
export async function recordSilence(database: Database, source: string, since: number): Promise<void> {
  await update(
    database,
    source,
    'SET silentSince = :s',
    'attribute_not_exists(silentSince) AND attribute_not_exists(retiredAt)',
    {
      ':s': since,
    },
  );
}

/** Records that a source is no longer silent. */
export async function recordHeardAgain(database: Database, source: string, since: number): Promise<void> {
  await update(database, source, 'REMOVE silentSince', 'silentSince = :s', { ':s': since });
}

/** Marks that people were notified of a silence; null: that the source is heard again. */
export async function markSilenceNotified(
  database: Database,
  source: string,
  since: number | null,
): Promise<void> {
  if (since === null)
    await update(database, source, 'REMOVE notifiedSilence', 'attribute_exists(notifiedSilence)', {});
  else
    await update(database, source, 'SET notifiedSilence = :s', 'attribute_exists(sourceId)', { ':s': since });
}

async function update(
  { client, tables }: Database,
  source: string,
  change: string,
  condition: string,
  values: Readonly<Record<string, number>>,
): Promise<void> {
  const given = Object.entries(values).map(([name, value]) => [name, { N: String(value) }] as const);
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tables.sources,
        Key: sourceKey(source),
        UpdateExpression: change,
        ConditionExpression: condition,
        ...(given.length > 0 && { ExpressionAttributeValues: Object.fromEntries(given) }),
      }),
    );
  } catch (error) {
    // Another run has recorded it.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
