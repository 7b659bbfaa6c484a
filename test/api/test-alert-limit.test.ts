import { beforeEach, expect, test } from 'vitest';
import { ownAlertManagement } from '../../src/api/handlers/manage-own-alerts.ts';
import type { ApiRequest } from '../../src/api/http/http-api.ts';
import type { DeliveryRequest } from '../../src/notifications/delivery-request.ts';
import { type StoredAlert, confirmOwnAlert, saveOwnAlert } from '../../src/storage/own-alerts.ts';
import { mostTestsOfDay } from '../../src/storage/sent-on-demand.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from '../support/database.ts';

const alert: StoredAlert = {
  channel: 'sms',
  address: '+491701234567',
  form: 'plain',
  routingKey: null,
  severity: 'major',
  sites: null,
  quietHours: null,
  zone: 'Europe/Berlin',
  digestAt: null,
  allowed: null,
};

let database: Database;
beforeEach(async () => {
  ({ database } = await startDatabase('model'));
});

test('a person has at most so many test messages sent on a day, whichever of their addresses they go to', async () => {
  const recipients = { client: database.client, table: 'recipients' };
  const asked: DeliveryRequest[] = [];
  const request = async (each: DeliveryRequest): Promise<void> => void asked.push(each);
  const desk = ownAlertManagement({ recipients, mailFrom: null, request });
  const of = async (subject: string, address: string) => {
    const saved = await saveOwnAlert(recipients, subject, { ...alert, address });
    await confirmOwnAlert(recipients, saved, 1);
    const path = { alert: saved.recipient.slice('alert#'.length) };
    return { person: { subject }, path } as unknown as ApiRequest<'testAlert'>;
  };
  const [first, second] = [await of('ann', '+491701234567'), await of('ann', '+491709876543')];
  for (let index = 0; index < mostTestsOfDay; index++) await desk.testAlert(index % 2 === 0 ? first : second);
  await expect(desk.testAlert(first)).rejects.toThrow(
    'you asked for 20 test messages today, which is the most; test again tomorrow',
  );
  await desk.testAlert(await of('bob', '+491701234567'));
  expect(asked).toHaveLength(mostTestsOfDay + 1);
});
