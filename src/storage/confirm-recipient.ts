import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { confirmOwnAlert } from './own-alerts.ts';
import { type RecipientKey, type RecipientsTable, itemKey } from './recipients.ts';

/** Confirms a recipient, be it a person's own alert or somebody else's address; one that is gone stays gone. */
export async function confirmRecipient(
  recipients: RecipientsTable,
  key: RecipientKey,
  now: number,
): Promise<void> {
  if (key.audience.startsWith('person#')) {
    await confirmOwnAlert(recipients, key, now);
    return;
  }
  try {
    await recipients.client.send(
      new UpdateItemCommand({
        TableName: recipients.table,
        Key: itemKey(key),
        UpdateExpression:
          'SET confirmedAt = if_not_exists(confirmedAt, :now), revision = revision + :one REMOVE codeHash, codeEndsAt, codeTries',
        ConditionExpression: 'attribute_exists(content)',
        ExpressionAttributeValues: { ':now': { N: String(now) }, ':one': { N: '1' } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
