import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

import { readable, written } from './schema-version.ts';

/** Where challenges are kept. */
export type ChallengeTable = { readonly client: DynamoDBClient; readonly table: string };

/** A challenge to sign, as it was issued. Times are epoch milliseconds; `frozen` is what will be signed. */
export type Challenge<Frozen> = {
  readonly id: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  /** Names the request that used it up. */
  readonly usedBy: string | null;
  readonly frozen: Frozen;
};

/** An expired challenge is remembered for a day, so that who comes late is told so. */
const rememberedMs = 86_400_000;

/** Keeps a new challenge. */
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
      // An answer that was lost is asked for again: the same challenge is no other's.
      ConditionExpression: 'attribute_not_exists(challengeId) OR issuedAt = :i',
      ExpressionAttributeValues: { ':i': { N: String(issuedAt) } },
    }),
  );
}

/** Whether a name is one of a challenge: in the table stand also passwords, by whom and when they were given. */
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

/** Uses a challenge up. True for the request that did, also where it asks again; false for every other. */
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
 * Notes that a password was given for a challenge: the person's subject, and the second at which the identity provider
 * says that it was asked for. False where it was given for another challenge already, since a person gives it once for
 * each: a second token of one sign-in is no second signature. What is decided under one challenge is one signing.
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
          // No challenge that lives so long accepts a password given before it.
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
