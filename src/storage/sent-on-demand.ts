import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type RecipientsTable, itemKey } from './recipients.ts';
import { written } from './schema-version.ts';

/** How many codes one owner may have sent on a day, so that nobody floods a stranger's telephone. */
export const mostCodesOfDay = 20;
/** How many test messages one person may have sent on a day: text messages cost, and a channel may be shared. */
export const mostTestsOfDay = 20;

/** Counts a code that an owner asks for; false if they asked for too many on this day (UTC). */
export function countCode(recipients: RecipientsTable, owner: string, now: number): Promise<boolean> {
  return countOnDay(recipients, `codes#${owner}`, mostCodesOfDay, now);
}

/** Counts a test message that a person asks for; false if they asked for too many on this day (UTC). */
export function countTest(recipients: RecipientsTable, owner: string, now: number): Promise<boolean> {
  return countOnDay(recipients, `tests#${owner}`, mostTestsOfDay, now);
}

async function countOnDay(
  { client, table }: RecipientsTable,
  audience: string,
  most: number,
  now: number,
): Promise<boolean> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: itemKey({ audience, recipient: new Date(now).toISOString().slice(0, 10) }),
        UpdateExpression: 'SET asked = if_not_exists(asked, :none) + :one, expiresAt = :e, v = :v',
        ConditionExpression: 'attribute_not_exists(asked) OR asked < :most',
        ExpressionAttributeValues: {
          ':one': { N: '1' },
          ':none': { N: '0' },
          ':e': { N: String(Math.floor(now / 1000) + 2 * 86_400) },
          ':v': written.v,
          ':most': { N: String(most) },
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
