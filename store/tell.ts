import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { writeTold } from './head-format.ts';
import { type Head, type Told, headAttributes, headOf } from './head.ts';
import type { Database } from './tables.ts';

/**
 * Notes in the head what the ledger has been told, and returns the head as it then is: a message that came meanwhile
 * is in it, and one that comes later finds the note.
 */
export async function noteTold({ client, tables }: Database, deviceId: string, told: Told): Promise<Head> {
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: tables.devices,
      Key: { deviceId: { S: deviceId } },
      UpdateExpression: 'SET #t = :t',
      ExpressionAttributeNames: { '#t': headAttributes.told },
      ExpressionAttributeValues: { ':t': { S: writeTold(told) } },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return headOf(Attributes!);
}
