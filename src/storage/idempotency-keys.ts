import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { KeyReused, type NamedRequest } from './execute-action.ts';
import { written } from './schema-version.ts';

/** The table that records the request of each idempotency key. */
type RequestTable = { readonly client: DynamoDBClient; readonly table: string };

/** How long a key belongs to one request. Nobody repeats a request after a month. */
const rememberedSeconds = 30 * 86_400;

/**
 * Records that an idempotency key belongs to this request (method, path and body), whatever the outcome. `now` is
 * epoch milliseconds. See draft-ietf-httpapi-idempotency-key-header, section 2.7.
 * @throws {KeyReused} when the key belongs to another request, be it of another path or another shipment.
 */
export async function claimKey(
  { client, table }: RequestTable,
  { key, content }: NamedRequest,
  now: number,
): Promise<void> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          requestKey: { S: key },
          ...written,
          content: { S: content },
          forgottenAt: { N: String(Math.floor(now / 1000) + rememberedSeconds) },
        },
        ConditionExpression: 'attribute_not_exists(requestKey) OR content = :c',
        ExpressionAttributeValues: { ':c': { S: content } },
      }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new KeyReused();
    throw error;
  }
}
