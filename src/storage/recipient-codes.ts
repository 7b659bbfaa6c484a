import { randomInt } from 'node:crypto';
import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { sha256 } from '../model/digest.ts';
import { type RecipientKey, type RecipientsTable, itemKey } from './recipients.ts';

/** For how long a code confirms an address. */
export const codeLastsMs = 15 * 60_000;
/** How many codes may be entered before a new one is needed. */
export const mostTries = 5;

/** The outcome of entering a code. */
export type CodeEntered = 'right' | 'wrong' | 'ended';

/** Stores a new code for a recipient in place of the one before, and returns it; null if the recipient is gone or confirmed. */
export async function newCode(
  { client, table }: RecipientsTable,
  key: RecipientKey,
  now: number,
): Promise<string | null> {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const isStored = await succeeds(
    client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: itemKey(key),
        UpdateExpression: 'SET codeHash = :h, codeEndsAt = :e, codeTries = :zero',
        ConditionExpression: 'attribute_exists(content) AND attribute_not_exists(confirmedAt)',
        ExpressionAttributeValues: {
          ':h': { S: hashOf(key, code) },
          ':e': { N: String(now + codeLastsMs) },
          ':zero': { N: '0' },
        },
      }),
    ),
  );
  return isStored ? code : null;
}

/**
 * Counts a try and compares a code with the one that was sent. `ended`: no code was sent, it is too old, or it was
 * entered wrongly too often. Each try is counted before it is compared, so that many at once are no more.
 */
export async function enterCode(
  { client, table }: RecipientsTable,
  key: RecipientKey,
  code: string,
  now: number,
): Promise<CodeEntered> {
  try {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: itemKey(key),
        UpdateExpression: 'SET codeTries = codeTries + :one',
        ConditionExpression: 'attribute_exists(codeHash) AND codeEndsAt > :now AND codeTries < :most',
        ExpressionAttributeValues: {
          ':one': { N: '1' },
          ':now': { N: String(now) },
          ':most': { N: String(mostTries) },
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes!['codeHash']!.S === hashOf(key, code) ? 'right' : 'wrong';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'ended';
    throw error;
  }
}

/** A code belongs to its recipient: the same digits have another hash elsewhere. */
function hashOf({ audience, recipient }: RecipientKey, code: string): string {
  return sha256(JSON.stringify([audience, recipient, code]));
}

/** False where the condition of a write was not met. */
async function succeeds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
