import { DeleteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Properties } from './template.ts';

/** A table of the template with expiring items: its expiry attribute and its key attributes. */
export type ExpiringTable = {
  readonly name: string;
  readonly attribute: string;
  readonly keys: readonly string[];
};

/** Reads from a table's properties how its items expire; null where they do not. */
export function expiringTable(
  name: string,
  { TimeToLiveSpecification, KeySchema }: Properties,
): ExpiringTable | null {
  const { AttributeName, Enabled } = (TimeToLiveSpecification ?? {}) as Properties;
  if (Enabled !== true) return null;
  const keys = (KeySchema as Properties[]).map((key) => String(key['AttributeName']));
  return { name, attribute: String(AttributeName), keys };
}

/**
 * Deletes items that have expired by `now` (epoch milliseconds), because the embedded engine does not. DynamoDB itself
 * deletes them within a few days: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html.
 */
export async function deleteExpired(
  client: DynamoDBClient,
  { name, attribute, keys }: ExpiringTable,
  now: number,
): Promise<void> {
  const condition = {
    ExpressionAttributeNames: { '#e': attribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
  };
  const pages = paginateScan({ client }, { TableName: name, FilterExpression: '#e < :now', ...condition });
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      const Key = Object.fromEntries(keys.map((key) => [key, item[key]!]));
      await client
        .send(new DeleteItemCommand({ TableName: name, Key, ConditionExpression: '#e < :now', ...condition }))
        // The item was rewritten in the meantime with a later expiry.
        .catch((error: Error) => {
          if (error.name !== 'ConditionalCheckFailedException') throw error;
        });
    }
}
