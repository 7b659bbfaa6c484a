import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './device-item.ts';
import { readable, written } from './schema-version.ts';

// The table `shares`, with the secrets of links: partition `share`, `link#` or `session#` and the SHA-256 of the token
// or the session. Neither is stored, and a PIN only as its HMAC under the token, so that whoever reads the table can
// open nothing. What a link permits, its end and its revocation are in the ledger alone.

/** The table of the secrets of links. */
export type SharesTable = { readonly client: DynamoDBClient; readonly table: string };

/** The link that a secret belongs to. */
export type OfLink = { readonly shipment: string; readonly link: string };

/** How many wrong PINs lock a link. */
export const mostWrongPins = 5;

/** Stores the secrets of a link. They are forgotten once it has ended, at `endsAt` (epoch milliseconds). */
export async function putLink(
  shares: SharesTable,
  { token, pin, endsAt, ...of }: OfLink & { token: string; pin: string; endsAt: number },
): Promise<void> {
  const secrets: Item = {
    pin: { S: macOf(token, pin).toString('base64url') },
    begun: { N: '0' },
    wrong: { N: '0' },
  };
  await put(shares, keyOf('link', token), of, endsAt, secrets);
}

/** What became of a PIN. A link that is not known or is locked gets the same answer as one that never was. */
export type PinTried = ({ readonly kind: 'right' } | { readonly kind: 'wrong'; readonly isLast: boolean }) &
  OfLink;

/**
 * Tries a PIN. The attempt is counted before the PIN is looked at, on the condition that fewer than five are used up,
 * so that however many come at once, five at most are ever compared; a right one is given back. Null where there is no
 * such link, or its attempts are used up; `isLast` for the fifth wrong one.
 */
export async function tryPin(shares: SharesTable, token: string, pin: string): Promise<PinTried | null> {
  const item = await count(shares, token, 'begun', 1);
  if (item === null) return null;
  const of = { shipment: item['shipment']!.S!, link: item['link']!.S! };
  const known = Buffer.from(item['pin']!.S!, 'base64url');
  if (timingSafeEqual(known, macOf(token, pin))) {
    await count(shares, token, 'begun', -1);
    return { kind: 'right', ...of };
  }
  const counted = await count(shares, token, 'wrong', 1);
  return { kind: 'wrong', isLast: counted?.['wrong']?.N === String(mostWrongPins), ...of };
}

/** Stores a session, which ends at `endsAt` (epoch milliseconds). */
export async function putSession(
  shares: SharesTable,
  { session, endsAt, ...of }: OfLink & { session: string; endsAt: number },
): Promise<void> {
  await put(shares, keyOf('session', session), of, endsAt, { endsAt: { N: String(endsAt) } });
}

/** The link of a session as it is now; null where there is none, or it has ended at `now` (epoch milliseconds). */
export async function readSession(
  { client, table }: SharesTable,
  session: string,
  now: number,
): Promise<OfLink | null> {
  const { Item: item } = await client.send(
    new GetItemCommand({ TableName: table, Key: keyOf('session', session), ConsistentRead: true }),
  );
  if (item === undefined || Number(readable('shares', item)['endsAt']!.N) <= now) return null;
  return { shipment: item['shipment']!.S!, link: item['link']!.S! };
}

async function put(
  { client, table }: SharesTable,
  key: Item,
  { shipment, link }: OfLink,
  endsAt: number,
  more: Item,
): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: {
        ...key,
        ...written,
        shipment: { S: shipment },
        link: { S: link },
        expiresAt: { N: String(Math.ceil(endsAt / 1000)) },
        ...more,
      },
    }),
  );
}

/**
 * Changes a count of a link that is known, within 0 and the most. Returns the item after it; null where there is no
 * such link, or the count would leave these bounds.
 */
async function count(
  { client, table }: SharesTable,
  token: string,
  name: 'begun' | 'wrong',
  by: 1 | -1,
): Promise<Item | null> {
  try {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: keyOf('link', token),
        UpdateExpression: 'SET #c = #c + :by',
        ConditionExpression: '#c BETWEEN :least AND :most',
        ExpressionAttributeNames: { '#c': name },
        ExpressionAttributeValues: {
          ':by': { N: String(by) },
          ':least': { N: String(by === 1 ? 0 : 1) },
          ':most': { N: String(by === 1 ? mostWrongPins - 1 : mostWrongPins) },
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return readable('shares', Attributes!);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}

function keyOf(kind: 'link' | 'session', secret: string): Item {
  return { share: { S: `${kind}#${createHash('sha256').update(secret).digest('hex')}` } };
}

/** A PIN under its token: without the token, which is stored nowhere, no PIN can be found by trying all of them. */
function macOf(token: string, pin: string): Buffer {
  return createHmac('sha256', token).update(pin).digest();
}
