import { createHash } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { readablePayload } from '../model/readable-payload.ts';
import { dayOf } from './page-by-day.ts';
import { written } from './schema-version.ts';
import type { Database } from './tables.ts';

/** An unchanged message of which something was refused. `receivedAt` is epoch milliseconds. */
export type RefusedMessage = {
  readonly deviceId: string;
  readonly topic: string;
  readonly receivedAt: number;
  readonly payload: Uint8Array;
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
  /** Whether `payload` is the message; else it says only how large the message was, and its SHA-256. Default: true. */
  readonly isBodyStored?: boolean;
};

export const retentionDays = 30;
/** Reasons beyond this many are only counted. The payload is stored in full. */
const mostReasons = 100;
/** What the list across devices has of a message. */
const contentCharacters = 300;
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Stores a refused message with its reasons for thirty days. Storing the same message again writes the same item. */
export async function storeRefused({ client, tables }: Database, message: RefusedMessage): Promise<void> {
  const { deviceId, topic, receivedAt, payload, refused, isBodyStored = true } = message;
  await client.send(
    new PutItemCommand({
      TableName: tables.rejected,
      Item: {
        deviceId: { S: deviceId },
        day: { S: dayOf(receivedAt) },
        ...written,
        id: { S: ulid(receivedAt, payload) },
        topic: { S: topic },
        receivedAt: { N: String(receivedAt) },
        payload: { B: payload },
        content: { S: readablePayload(payload).slice(0, contentCharacters) },
        ...(!isBodyStored && { isBodyStored: { BOOL: false } }),
        refused: { S: JSON.stringify(refused.slice(0, mostReasons)) },
        refusals: { N: String(refused.length) },
        expiresAt: { N: String(Math.floor(receivedAt / 1000) + retentionDays * 86_400) },
      },
    }),
  );
}

/** A ULID whose random part is the content's hash, so that a message delivered twice is stored once. */
function ulid(at: number, content: Uint8Array): string {
  let time = '';
  for (let rest = at, digit = 0; digit < 10; digit++, rest = Math.floor(rest / 32))
    time = crockford[rest % 32]! + time;
  const hash = createHash('sha256').update(content).digest();
  return time + Array.from(hash.subarray(0, 16), (byte) => crockford[byte % 32]).join('');
}
