import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

import { readable, written } from './schema-version.ts';

/** The table in which challenges are stored. */
export type ChallengeTable = { readonly client: DynamoDBClient; readonly table: string };

/** A challenge to sign, as it was issued. Times are epoch milliseconds; `frozen` is the content to be signed. */
export type Challenge<Frozen> = {
  readonly id: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  /** Identifies the request that used the challenge. */
  readonly usedBy: string | null;
  readonly frozen: Frozen;
};

/** An expired challenge is stored for another day, so that a late signer learns that it has expired. */
const rememberedMs = 86_400_000;

/** Stores a new challenge. */
export async function putChallenge<Frozen>(
  { client, table }: ChallengeTable,
  { id, issuedAt, expiresAt, frozen }: Omit<Challenge<Frozen>, 'usedAt' | 'usedBy'>,
): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: {
        challengeId: { S: id },
        ...written,
        issuedAt: { N: String(issuedAt) },
        expiresAt: { N: String(expiresAt) },
        frozen: { S: JSON.stringify(frozen) },
        forgottenAt: { N: String(Math.floor((expiresAt + rememberedMs) / 1000)) },
      },
      // A client whose response was lost asks again and must get the same challenge, which is nobody else's.
      ConditionExpression: 'attribute_not_exists(challengeId) OR issuedAt = :i',
      ExpressionAttributeValues: { ':i': { N: String(issuedAt) } },
    }),
  );
}

/** Whether an id is that of a challenge. The table also records which passwords were given, by whom and when. */
function isChallenge(id: string): boolean {
  return !id.includes('#');
}

/** Reads a challenge; null where there is none. */
export async function readChallenge<Frozen>(
  { client, table }: ChallengeTable,
  id: string,
): Promise<Challenge<Frozen> | null> {
  if (!isChallenge(id)) return null;
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: { challengeId: { S: id } }, ConsistentRead: true }),
  );
  if (Item === undefined) return null;
  readable('challenges', Item);
  return {
    id,
    issuedAt: Number(Item['issuedAt']!.N),
    expiresAt: Number(Item['expiresAt']!.N),
    usedAt: Item['usedAt']?.N === undefined ? null : Number(Item['usedAt'].N),
    usedBy: Item['usedBy']?.S ?? null,
    frozen: JSON.parse(Item['frozen']!.S!) as Frozen,
  };
}

/**
 * Uses a challenge. True for the request that used it, also when repeated; false for every other request, and once
 * the challenge has expired.
 */
export async function useChallenge(
  { client, table }: ChallengeTable,
  id: string,
  at: number,
  by: string,
): Promise<boolean> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { challengeId: { S: id } },
        UpdateExpression: 'SET usedAt = :at, usedBy = :by',
        ConditionExpression: '(attribute_not_exists(usedBy) OR usedBy = :by) AND expiresAt >= :at',
        ExpressionAttributeValues: { ':at': { N: String(at) }, ':by': { S: by } },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/**
 * Records that a password was given for a challenge: the person's subject, and the second at which the identity
 * provider says that it asked for the password. False where that password was given for another challenge. Each
 * challenge needs its own password, so a second token from the same sign-in is not a second signature. Everything
 * decided under one challenge is one signing.
 */
export async function notePassword(
  { client, table }: ChallengeTable,
  { subject, givenAtSeconds }: { readonly subject: string; readonly givenAtSeconds: number },
  challenge: string,
): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          challengeId: { S: `password#${givenAtSeconds}#${subject}` },
          ...written,
          givenFor: { S: challenge },
          // By then no challenge that is still valid accepts a password given so long ago.
          forgottenAt: { N: String(givenAtSeconds + rememberedMs / 1000) },
        },
        ConditionExpression: 'attribute_not_exists(challengeId) OR givenFor = :c',
        ExpressionAttributeValues: { ':c': { S: challenge } },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
