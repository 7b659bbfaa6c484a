import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { KeyReused, type NamedRequest } from './execute-action.ts';
import { written } from './schema-version.ts';

/** Where it is noted what each idempotency key was used for. */
export type RequestTable = { readonly client: DynamoDBClient; readonly table: string };

/** For so long a key is of one request; nobody sends a request again after a month. */
const rememberedSeconds = 30 * 86_400;

/**
 * Notes that an idempotency key is of this request, whatever comes of it: method, path and body. Throws `KeyReused` where
 * it is of another, be it of another path or of another shipment
 * (draft-ietf-httpapi-idempotency-key-header, section 2.7). `now` is epoch milliseconds.
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
