import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { confirmOwnAlert } from './own-alerts.ts';
import { type RecipientKey, type RecipientsTable, itemKey } from './recipients.ts';

/**
 * Confirms a recipient, be it a person's own alert or somebody else's address. False if it is gone, or was asked too long
 * ago.
 */
export async function confirmRecipient(
  recipients: RecipientsTable,
  key: RecipientKey,
  now: number,
): Promise<boolean> {
  if (key.audience.startsWith('person#')) return (await confirmOwnAlert(recipients, key, now)) !== null;
  try {
    await recipients.client.send(
      new UpdateItemCommand({
        TableName: recipients.table,
        Key: itemKey(key),
        UpdateExpression:
          'SET confirmedAt = if_not_exists(confirmedAt, :now), revision = revision + :one REMOVE codeHash, codeEndsAt, codeTries, expiresAt',
        // An item that has ended may be there for another two days.
        ConditionExpression:
          'attribute_exists(content) AND (attribute_not_exists(expiresAt) OR expiresAt > :seconds)',
        ExpressionAttributeValues: {
          ':now': { N: String(now) },
          ':seconds': { N: String(Math.floor(now / 1000)) },
          ':one': { N: '1' },
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
