import { createHash, randomBytes } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { laneId } from '../model/lane.ts';
import type { LaneSubscriber } from '../model/lane-subscriber.ts';
import { Attempts } from './attempts.ts';
import type { Item } from './device-item.ts';
import {
  type RecipientKey,
  type RecipientsTable,
  type StoredRecipient,
  itemKey,
  pagesOfAudience,
  readRecipient,
  recipientOf,
} from './recipients.ts';
import { written } from './schema-version.ts';

/** A subscriber of a lane as it is stored; `addedBy` is a username. */
export type StoredSubscriber = LaneSubscriber & { readonly addedBy: string };
type Stored = StoredRecipient<StoredSubscriber>;

/** How many subscribers the lanes of one site may have together. */
export const mostSubscribers = 200;
/** For how long somebody who was asked may confirm, before the subscription is forgotten. */
const confirmWithinSeconds = 7 * 86_400;

/** The site has as many subscribers as are allowed. */
export class TooManySubscribers extends Error {
  constructor() {
    super(`the lanes of this site have ${mostSubscribers} subscribers, which is the most; remove one first`);
  }
}

/** The key of a subscriber: one channel and address on one lane are one subscriber. */
export function subscriberKey(site: string, id: string): RecipientKey {
  return { audience: `lane:${site}`, recipient: id };
}

/** The id of a subscriber at a site. It begins with that of the lane, so that those of a lane are found together. */
export function subscriberId(
  subscriber: Pick<LaneSubscriber, 'origin' | 'destination' | 'channel' | 'address'>,
) {
  const { channel, address } = subscriber;
  const who = createHash('sha256').update(`${channel} ${address}`).digest('hex').slice(0, 16);
  return `${laneId(subscriber)}-${who}`;
}

/** All subscribers of the lanes of a site, or of one lane by its id, confirmed or not, those of a lane together. */
export async function readLaneSubscribers(
  recipients: RecipientsTable,
  site: string,
  lane?: string,
): Promise<readonly Stored[]> {
  const pages = await Array.fromAsync(
    pagesOfAudience(recipients, `lane:${site}`, lane === undefined ? '' : `${lane}-`),
  );
  return pages.flat().map((item) => recipientOf<StoredSubscriber>(item));
}

/**
 * Saves a subscriber of a lane; one of the same lane, channel and address keeps its confirmation, its secret and, where
 * none is given, its routing key. One that is not confirmed is asked at `now` (epoch milliseconds), and forgotten after a
 * week. Returns what was stored before too; null if nothing was.
 * @throws {TooManySubscribers} when the site has as many as are allowed.
 */
export async function saveLaneSubscriber(
  recipients: RecipientsTable,
  site: string,
  subscriber: StoredSubscriber,
  now: number,
): Promise<{ readonly stored: Stored; readonly before: Stored | null }> {
  const key = subscriberKey(site, subscriberId(subscriber));
  const attempts = new Attempts(`the subscriber ${key.recipient}`);
  for (;;) {
    const before = await readRecipient<StoredSubscriber>(recipients, key);
    if (before === null && (await readLaneSubscribers(recipients, site)).length >= mostSubscribers)
      throw new TooManySubscribers();
    const isConfirmed = before !== null && before.confirmedAt !== null;
    const routingKey = subscriber.routingKey ?? before?.content.routingKey ?? null;
    const stored = await write(recipients, key, { ...subscriber, routingKey }, isConfirmed ? null : now);
    if (stored !== null) return { stored, before };
    await attempts.next();
  }
}

/** Removes a subscriber; one that is not there is a no-op. */
export async function removeLaneSubscriber(
  { client, table }: RecipientsTable,
  site: string,
  id: string,
): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName: table, Key: itemKey(subscriberKey(site, id)) }));
}

/** Writes a subscriber that is confirmed (null) or asked now; null if it is no longer so. */
async function write(
  { client, table }: RecipientsTable,
  key: RecipientKey,
  subscriber: StoredSubscriber,
  askedAt: number | null,
): Promise<Stored | null> {
  const set = [
    'content = :content, severity = :severity, v = :v, revision = if_not_exists(revision, :none) + :one',
    'linkKey = if_not_exists(linkKey, :linkKey)',
    ...(subscriber.channel === 'webhook' ? ['secret = if_not_exists(secret, :secret)'] : []),
    ...(askedAt === null ? [] : ['codeAskedAt = :askedAt, expiresAt = :expiresAt']),
  ].join(', ');
  const values: Item = {
    ':content': { S: JSON.stringify(subscriber) },
    ':severity': { S: subscriber.severity },
    ':v': written.v,
    ':none': { N: '0' },
    ':one': { N: '1' },
    ':linkKey': { S: randomBytes(16).toString('base64url') },
    ...(subscriber.channel === 'webhook' && {
      ':secret': { S: `coldwatch_${randomBytes(32).toString('base64url')}` },
    }),
    ...(askedAt !== null && {
      ':askedAt': { N: String(askedAt) },
      ':expiresAt': { N: String(Math.floor(askedAt / 1000) + confirmWithinSeconds) },
    }),
  };
  try {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: itemKey(key),
        UpdateExpression: `SET ${set}`,
        ConditionExpression: `${askedAt === null ? 'attribute_exists' : 'attribute_not_exists'}(confirmedAt)`,
        ExpressionAttributeValues: values,
        ReturnValues: 'ALL_NEW',
      }),
    );
    return recipientOf<StoredSubscriber>(Attributes!);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}
