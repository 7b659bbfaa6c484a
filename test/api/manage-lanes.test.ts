import { afterAll, beforeAll, expect, test } from 'vitest';
import { laneManagement } from '../../src/api/handlers/manage-lanes.ts';
import type { ApiRequest } from '../../src/api/http/http-api.ts';
import { unsubscribingToken } from '../../src/storage/end-by-link.ts';
import { saveLaneSubscriber } from '../../src/storage/lane-subscribers.ts';
import { saveOwnAlert } from '../../src/storage/own-alerts.ts';
import { readRecipient } from '../../src/storage/recipients.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';

const wanted = {
  channel: 'email',
  address: 'ward@example.org',
  form: 'plain',
  routingKey: null,
  severity: 'major',
  quietHours: null,
  zone: 'UTC',
} as const;

let running: TestDatabase;
beforeAll(async () => (running = await startDatabase('model')));
afterAll(() => running.stop());

test('a link confirms its own subscription of a lane; an own alert is confirmed by its code alone', async () => {
  const { database } = running;
  const recipients = { client: database.client, table: 'recipients' };
  const lanes = laneManagement({ recipients, mailFrom: null, request: async () => {} });
  const confirm = async (token: string) =>
    lanes.confirmLaneByLink({ path: { token } } as unknown as ApiRequest<'confirmLaneByLink'>);
  const lane = { origin: 'Leeds', destination: 'York', name: null, cleanArrivals: true, addedBy: 'ann' };
  const { stored } = await saveLaneSubscriber(recipients, 'north', { ...wanted, ...lane }, Date.now());
  const alert = await saveOwnAlert(recipients, 'ann', {
    ...wanted,
    sites: null,
    digestAt: null,
    allowed: null,
  });
  const confirmedAt = async (key: typeof alert | typeof stored) =>
    (await readRecipient(recipients, key))?.confirmedAt;
  for (const token of [unsubscribingToken(alert), `${unsubscribingToken(stored)}x`, 'x'])
    await expect(confirm(token)).rejects.toThrow('This link confirms nothing');
  expect([await confirmedAt(stored), await confirmedAt(alert)]).toEqual([null, null]);
  expect(await confirm(unsubscribingToken(stored))).toEqual({ origin: 'Leeds', destination: 'York' });
  expect([await confirmedAt(stored), await confirmedAt(alert)]).toEqual([expect.any(Number), null]);
});
