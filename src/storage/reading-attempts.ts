import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { FilesTable } from './attached-files.ts';
import { versionName, written } from './schema-version.ts';

/**
 * Counts attempts at reading files that ended neither well nor with an error: the function was ended meanwhile, by its
 * time or its memory.
 */
export type ReadingAttempts = {
  /** Notes that an attempt begins. Resolves to how many attempts at this message began before and never ended. */
  begin(messageId: string): Promise<number>;
  /** Notes that the attempt ended, and with it those before. */
  end(messageId: string): Promise<void>;
};

/** Counts in the table of files, apart from the shipments: no id of a shipment has this character. */
export function readingAttemptsIn({ client, table }: FilesTable): ReadingAttempts {
  const keyOf = (messageId: string) => ({ shipmentId: { S: '#attempts' }, sha256: { S: messageId } });
  return {
    async begin(messageId) {
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf(messageId),
          UpdateExpression: 'SET #v = :v ADD attempts :one',
          ExpressionAttributeNames: { '#v': versionName },
          ExpressionAttributeValues: { ':v': written[versionName], ':one': { N: '1' } },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Number(Attributes!['attempts']!.N) - 1;
    },
    async end(messageId) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(messageId) }));
    },
  };
}
