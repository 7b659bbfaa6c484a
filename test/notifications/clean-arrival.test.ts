import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deliverCleanArrival } from '../../src/notifications/deliver/deliver-arrival.ts';
import type { Delivery } from '../../src/notifications/deliver/delivery.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { confirmRecipient } from '../../src/storage/confirm-recipient.ts';
import { saveLaneSubscriber } from '../../src/storage/lane-subscribers.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { arrived, at, departed, opened } from '../support/facts.ts';
import { createdShipment } from '../support/shipment.ts';

let running: TestDatabase;
beforeAll(async () => (running = await startDatabase('model')));
afterAll(() => running.stop());

test('an excursion that is known by the time of sending is never said to have arrived clean', async () => {
  const { database } = running;
  const webhook = vi.fn(async () => {});
  const recipients = { client: database.client, table: 'recipients' };
  const { origin, destination, site } = createdShipment;
  const { stored } = await saveLaneSubscriber(
    recipients,
    site,
    {
      origin,
      destination,
      name: null,
      addedBy: 'ann',
      cleanArrivals: true,
      zone: 'UTC',
      channel: 'webhook',
      address: 'https://example.org/hook',
      form: 'plain',
      routingKey: null,
      severity: 'critical',
      quietHours: null,
    },
    Date.now(),
  );
  const delivery: Delivery = {
    database,
    recipients,
    senders: { mail: null, sms: async () => {}, webhook },
    compose: async () => [],
    request: async () => {},
    pageAddress: 'https://cold.example',
  };
  const { audience, recipient } = stored;
  const ask = (shipment: string) =>
    deliverCleanArrival(delivery, {
      kind: 'clean-arrival',
      to: { audience, recipient },
      shipment,
      sequence: 3,
    });
  for (const shipment of ['C-1', 'C-2']) {
    await createShipment(database, shipment, createdShipment, 'test');
    for (const fact of [departed(at(10)), arrived(at(300))])
      await record(database, shipment, { by: 'ann', now: Date.now }, () => [{ why: 'test', fact }]);
  }
  // Nothing but the question is sent before the address is confirmed.
  await ask('C-1');
  expect(webhook).not.toHaveBeenCalled();
  await confirmRecipient(recipients, stored, Date.now());
  await ask('C-1');
  expect(webhook).toHaveBeenCalledTimes(1);
  // What a logger had stored comes between the judgement and the message.
  await record(database, 'C-2', { by: 'coldwatch', now: Date.now }, () => [{ why: 'test', fact: opened() }]);
  expect((await readLedger(database, 'C-2')).entries).toHaveLength(4);
  await ask('C-2');
  expect(webhook).toHaveBeenCalledTimes(1);
});
