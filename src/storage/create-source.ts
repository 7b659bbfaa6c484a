import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Source, StoredSource } from '../model/source.ts';
import { written } from './schema-version.ts';
import { sourceIndex, sourceKey } from './source-items.ts';
import { readSource } from './sources.ts';
import { putFirstSecret } from './source-secrets.ts';
import type { Database } from './tables.ts';

/** The name belongs to another source. */
export class SourceExists extends Error {}

/** Who creates a source, when (epoch milliseconds), and in which request; a request may be repeated. */
export type Creating = { readonly by: string; readonly at: number; readonly request: string };

/**
 * Creates a source. Returns it with its secret, which is stored only as far as checking it needs, so this is the only
 * time that it can be shown; null for a gateway. Repeating the request replaces the secret, because its answer was
 * lost.
 * @throws {SourceExists} when another request has created a source of this name.
 */
export async function createSource(
  database: Database,
  source: Omit<Source, 'mapping'>,
  { by, at, request }: Creating,
): Promise<{ source: StoredSource; secret: string | null }> {
  const { client, tables } = database;
  const { name, transport, description, authentication, messagesPerMinute, silentAfterMs, audience } = source;
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.sources,
        Item: {
          ...sourceKey(name),
          ...written,
          [sourceIndex.partition]: { S: sourceIndex.inUse },
          transport: { S: transport },
          description: { S: description },
          ...(authentication !== null && { authentication: { S: authentication } }),
          messagesPerMinute: { N: String(messagesPerMinute) },
          silentAfterMs: { N: String(silentAfterMs) },
          audience: { S: JSON.stringify(audience) },
          createdBy: { S: by },
          createdAt: { N: String(at) },
          request: { S: request },
        },
        ConditionExpression: 'attribute_not_exists(sourceId)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    await requireRepetition(database, name, request, error);
  }
  const secret = await putFirstSecret(database, source, { now: at, request });
  return { source: (await readSource(database, name, true))!, secret };
}

/** @throws {SourceExists} when a source of this name is not the one that this request has created. */
async function requireRepetition(
  { client, tables }: Database,
  name: string,
  request: string,
  cause: unknown,
): Promise<void> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.sources, Key: sourceKey(name), ConsistentRead: true }),
  );
  if (Item?.['retiredAt'] !== undefined)
    throw new SourceExists(`a source ${name} was retired, and its name is not given again; choose another`, {
      cause,
    });
  if (Item?.['request']?.S !== request)
    throw new SourceExists(`a source ${name} exists; give this one another name`, { cause });
}
