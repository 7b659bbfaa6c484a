import { DeleteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Properties } from './template.ts';

/** A table of the template whose items expire: by which attribute, and what names an item. */
export type ExpiringTable = {
  readonly name: string;
  readonly attribute: string;
  readonly keys: readonly string[];
};

/** A table as its properties say that its items expire; null where they do not. */
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
 * Deletes what has expired by `now` (epoch milliseconds), which the embedded engine does not do by itself. DynamoDB does
 * so within a few days: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html.
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
        // Written again meanwhile, with a later end.
        .catch((error: Error) => {
          if (error.name !== 'ConditionalCheckFailedException') throw error;
        });
    }
}
