import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type RecipientKey, type RecipientsTable, itemKey } from './recipients.ts';
import { written } from './schema-version.ts';

/** Longer than a message stays in the queue and then in the dead-letter queue: 14 days each. */
const rememberedSeconds = 30 * 86_400;
/** A sender that has not finished by then has died; longer than a function runs. */
const leaseMs = 60_000;

/** Another invocation is sending the same message to the same recipient. */
export class BeingSent extends Error {}

/**
 * Claims the sending of a message (`id`) to a recipient, so that it is sent once. False if it was sent before. Only if a
 * sender dies after sending and before noting it may a message be sent again.
 * @throws {BeingSent} when another one is sending it now.
 */
export async function claimSending(
  { client, table }: RecipientsTable,
  id: string,
  to: RecipientKey,
  now: number,
): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          ...markKey(id, to),
          ...written,
          leaseUntil: { N: String(now + leaseMs) },
          expiresAt: { N: String(Math.floor(now / 1000) + rememberedSeconds) },
        },
        ConditionExpression:
          'attribute_not_exists(audience) OR (attribute_not_exists(sentAt) AND leaseUntil < :now)',
        ExpressionAttributeValues: { ':now': { N: String(now) } },
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: markKey(id, to), ConsistentRead: true }),
    );
    if (Item?.['sentAt'] !== undefined) return false;
    throw new BeingSent(`the message ${id} is being sent`, { cause: error });
  }
}

/** Notes that a claimed message was sent. */
export async function noteSent(
  { client, table }: RecipientsTable,
  id: string,
  to: RecipientKey,
  now: number,
): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: markKey(id, to),
      UpdateExpression: 'SET sentAt = :now',
      ExpressionAttributeValues: { ':now': { N: String(now) } },
    }),
  );
}

/** Gives up the claim on a message that could not be sent, so that it can be tried again at once. */
export async function releaseSending(
  { client, table }: RecipientsTable,
  id: string,
  to: RecipientKey,
): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName: table, Key: markKey(id, to) }));
}

function markKey(id: string, { audience, recipient }: RecipientKey) {
  return itemKey({ audience: `sent#${id}`, recipient: `${audience} ${recipient}` });
}
