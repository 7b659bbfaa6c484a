import { randomBytes } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { sha256 } from '../model/digest.ts';
import type { Source, SourceAuthentication } from '../model/source.ts';
import { Attempts } from './attempts.ts';
import type { Item } from './device-item.ts';
import { readable, written } from './schema-version.ts';
import { accessKey } from './source-items.ts';
import type { Database } from './tables.ts';

/**
 * The secrets of a source that are valid at a time. With `secret` each is the SHA-256 of a secret, in hexadecimal; with
 * `signature` it is the key itself, which checking a signature needs.
 */
export type SourceSecrets = {
  readonly authentication: SourceAuthentication;
  readonly valid: readonly string[];
};

/** There is no such source, or it is a gateway, which has no secret. */
export class NoSecret extends Error {}

const secretBytes = 32;

/** A new secret of 256 random bits; the prefix lets scanners recognise one that was published by mistake. */
function newSecret(): string {
  return `coldwatch_${randomBytes(secretBytes).toString('base64url')}`;
}

/** What is stored of a secret: enough to check it, and no more. */
function storedOf(authentication: SourceAuthentication, secret: string): string {
  return authentication === 'secret' ? sha256(secret) : secret;
}

/**
 * Creates what requests are checked against, for a source that was just created, and returns its secret; null for a
 * gateway, which has none. For a repeated request it is another secret in place of the first.
 */
export async function putFirstSecret(
  database: Database,
  { name, authentication, messagesPerMinute }: Omit<Source, 'mapping'>,
  { now, request }: { now: number; request: string },
): Promise<string | null> {
  const { client, tables } = database;
  const secret = authentication === null ? null : newSecret();
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.sources,
        Item: {
          ...accessKey(name),
          ...written,
          messagesPerMinute: { N: String(messagesPerMinute) },
          ...(authentication !== null && {
            authentication: { S: authentication },
            current: { S: storedOf(authentication, secret!) },
          }),
        },
        ConditionExpression: 'attribute_not_exists(sourceId)',
      }),
    );
    return secret;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
  if (authentication === null) return null;
  return (await rotateSecret(database, name, { overlapMs: 0, now, request })).secret;
}

/**
 * Gives a source a new secret, valid at once. The one before stays valid until `now + overlapMs`; with an overlap of 0
 * it ends now. Every older one has ended. Returns the new secret, which cannot be shown again. Repeating the request
 * replaces the secret that its lost answer had, and leaves the one before as it is.
 * @throws {NoSecret} when there is no such source, or it has no secret.
 */
export async function rotateSecret(
  database: Database,
  source: string,
  { overlapMs, now, request }: { overlapMs: number; now: number; request: string },
): Promise<{ secret: string; previousUntil: number | null }> {
  const { client, tables } = database;
  const attempts = new Attempts(`the secret of source ${source}`);
  for (;;) {
    const item = await readAccess(database, source);
    const authentication = item?.['authentication']?.S as SourceAuthentication | undefined;
    if (item === null || authentication === undefined || item['current'] === undefined)
      throw new NoSecret(
        `${source} has no secret: it is a gateway, which its certificate identifies, is retired, or does not exist`,
      );
    const isRepeated = item['rotatedBy']?.S === request;
    const previous = isRepeated ? item['previous']?.S : item['current'].S;
    const previousUntil = isRepeated ? Number(item['previousUntil']?.N ?? 0) : now + overlapMs;
    const hasPrevious = previous !== undefined && previousUntil > now;
    const secret = newSecret();
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tables.sources,
          Key: accessKey(source),
          UpdateExpression: hasPrevious
            ? 'SET #c = :new, rotatedBy = :r, previous = :p, previousUntil = :u'
            : 'SET #c = :new, rotatedBy = :r REMOVE previous, previousUntil',
          ConditionExpression: '#c = :old',
          ExpressionAttributeNames: { '#c': 'current' },
          ExpressionAttributeValues: {
            ':new': { S: storedOf(authentication, secret) },
            ':old': { S: item['current'].S! },
            ':r': { S: request },
            ...(hasPrevious && { ':p': { S: previous }, ':u': { N: String(previousUntil) } }),
          },
        }),
      );
      return { secret, previousUntil: hasPrevious ? previousUntil : null };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
    await attempts.next();
  }
}

/** The item that requests of a source are checked against, as it is now; null if there is no such source. */
export async function readAccess({ client, tables }: Database, source: string): Promise<Item | null> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.sources, Key: accessKey(source), ConsistentRead: true }),
  );
  return Item === undefined ? null : readable('sources', Item);
}

/** The secrets of an access item that are valid at `now`; null for a gateway, and for a retired source. */
export function secretsOf(item: Item, now: number): SourceSecrets | null {
  const authentication = item['authentication']?.S as SourceAuthentication | undefined;
  if (authentication === undefined || item['current'] === undefined) return null;
  const isOverlapping = Number(item['previousUntil']?.N ?? 0) > now;
  return {
    authentication,
    valid: [item['current'].S!, ...(isOverlapping ? [item['previous']!.S!] : [])],
  };
}
