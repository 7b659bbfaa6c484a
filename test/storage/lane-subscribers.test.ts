import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { laneAudience, laneId } from '../../src/model/lane.ts';
import { confirmRecipient } from '../../src/storage/confirm-recipient.ts';
import { arrivalsDue, awaitArrival, forgetArrival } from '../../src/storage/awaited-arrivals.ts';
import { endByLink, recipientByLink, unsubscribingToken } from '../../src/storage/end-by-link.ts';
import {
  type StoredSubscriber,
  readLaneSubscribers,
  removeLaneSubscriber,
  saveLaneSubscriber,
} from '../../src/storage/lane-subscribers.ts';
import { type RecipientsTable, itemKey, placeOfAudience } from '../../src/storage/recipients.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';

const ward: StoredSubscriber = {
  origin: 'Leeds',
  destination: 'York',
  name: null,
  channel: 'webhook',
  address: 'https://ward.example.org/hook',
  form: 'plain',
  routingKey: null,
  severity: 'major',
  quietHours: null,
  zone: 'UTC',
  cleanArrivals: true,
  addedBy: 'ann',
};
const now = Date.now();
const day = 86_400_000;

test('a lane is the same however its places are written, and another in the other direction', () => {
  const lane = { site: 'north|1', origin: 'Leeds', destination: 'York' };
  expect(laneId({ ...lane, origin: ' LEEDS ' })).toBe(laneId(lane));
  expect(laneId({ origin: 'York', destination: 'Leeds' })).not.toBe(laneId(lane));
  expect(placeOfAudience(laneAudience(lane))).toEqual({
    audience: 'lane:north|1',
    prefix: `${laneId(lane)}-`,
  });
});

describe('with the model of the engine', () => {
  let running: TestDatabase;
  let recipients: RecipientsTable;
  beforeAll(async () => {
    running = await startDatabase('model');
    recipients = { client: running.database.client, table: 'recipients' };
  });
  afterAll(() => running.stop());

  test('a subscriber keeps confirmation and secret when it is saved again, and is one of its lane alone', async () => {
    const routingKey = 'k'.repeat(32);
    const { stored, before } = await saveLaneSubscriber(recipients, 'a', { ...ward, routingKey }, now);
    expect(before).toBeNull();
    expect(await confirmRecipient(recipients, stored, now)).toBe(true);
    await saveLaneSubscriber(recipients, 'a', { ...ward, destination: 'Hull' }, now);
    const again = await saveLaneSubscriber(recipients, 'a', { ...ward, severity: 'critical' }, now);
    expect(again.stored).toMatchObject({
      confirmedAt: now,
      secret: stored.secret,
      linkKey: stored.linkKey,
      content: { severity: 'critical', routingKey },
    });
    expect(stored.secret).toMatch(/^coldwatch_/);
    expect(await readLaneSubscribers(recipients, 'a')).toHaveLength(2);
    expect(await readLaneSubscribers(recipients, 'a', laneId(ward))).toEqual([again.stored]);
    expect(await readLaneSubscribers(recipients, 'b')).toEqual([]);
    await removeLaneSubscriber(recipients, 'a', stored.recipient);
    expect(await readLaneSubscribers(recipients, 'a', laneId(ward))).toEqual([]);
  });

  test('whoever does not confirm within a week cannot confirm any more', async () => {
    const { stored } = await saveLaneSubscriber(recipients, 'late', ward, now);
    await recipients.client.send(
      new UpdateItemCommand({
        TableName: recipients.table,
        Key: itemKey(stored),
        UpdateExpression: 'SET expiresAt = :e',
        // The engine has not removed it yet.
        ExpressionAttributeValues: { ':e': { N: String(Math.floor((now + day) / 1000)) } },
      }),
    );
    expect(await confirmRecipient(recipients, stored, now + 2 * day)).toBe(false);
    expect(await confirmRecipient(recipients, stored, now)).toBe(true);
    expect(await confirmRecipient(recipients, stored, now + 2 * day)).toBe(true);
  });

  test('a link is of its subscriber alone, and ends the subscription', async () => {
    const { stored } = await saveLaneSubscriber(recipients, 'link', ward, now);
    const token = unsubscribingToken(stored);
    expect(await recipientByLink(recipients, token)).toEqual(stored);
    expect(await recipientByLink(recipients, `${token.slice(0, -1)}~`)).toBeNull();
    expect(await endByLink(recipients, token)).toBe(true);
    expect(await recipientByLink(recipients, token)).toBeNull();
  });

  test('an arrival is due when it is to be looked at again, and forgotten once', async () => {
    const arrival = { shipment: 'S-1', sequence: 7 };
    await awaitArrival(recipients, arrival, { againAt: now + 1000, until: now + day });
    expect(await Array.fromAsync(arrivalsDue(recipients, now))).toEqual([]);
    expect(await Array.fromAsync(arrivalsDue(recipients, now + 1000))).toEqual([arrival]);
    await forgetArrival(recipients, arrival);
    expect(await Array.fromAsync(arrivalsDue(recipients, now + 1000))).toEqual([]);
  });
});
