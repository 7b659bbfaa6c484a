import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { readable, written } from './schema-version.ts';

/** Where the function that notifies remembers what it published and what waits: one item, read and written whole. */
export type PaceStore<Pace> = {
  /** Null before anything was written. */
  readonly read: () => Promise<Pace | null>;
  readonly write: (pace: Pace) => Promise<void>;
};

const key = { name: { S: 'notifications' } };

/** The item in its table. */
export function paceIn<Pace>(client: DynamoDBClient, table: string): PaceStore<Pace> {
  return {
    async read() {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }),
      );
      return Item === undefined ? null : (JSON.parse(readable('pace', Item)['pace']!.S!) as Pace);
    },
    async write(pace) {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...key, ...written, pace: { S: JSON.stringify(pace) } },
        }),
      );
    },
  };
}
