import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { readable, written } from './schema-version.ts';

/**
 * Stores what the notifying function has published and what is waiting, in one item that is read and written whole.
 */
export type PaceStore<Pace> = {
  /** Null before anything was written. */
  readonly read: () => Promise<Pace | null>;
  readonly write: (pace: Pace) => Promise<void>;
};

const key = { name: { S: 'notifications' } };

/** The store backed by one item of a table. */
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
