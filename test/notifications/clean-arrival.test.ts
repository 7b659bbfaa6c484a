import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deliverArrival, deliverCleanArrival } from '../../src/notifications/deliver/deliver-arrival.ts';
import type { Delivery } from '../../src/notifications/deliver/delivery.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { arrivalsDue } from '../../src/storage/awaited-arrivals.ts';
import { confirmRecipient } from '../../src/storage/confirm-recipient.ts';
import { type StoredSubscriber, saveLaneSubscriber } from '../../src/storage/lane-subscribers.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import type { StoredRecipient } from '../../src/storage/recipients.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { arrived, at, departed, opened } from '../support/facts.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';

let running: TestDatabase;
let delivery: Delivery;
let subscriber: StoredRecipient<StoredSubscriber>;
const webhook = vi.fn(async () => {});
beforeEach(async () => {
  webhook.mockClear();
  running = await startDatabase('model');
  const { database } = running;
  await putProfile(database, warmProfile, 'Ann');
  delivery = {
    database,
    recipients: { client: database.client, table: 'recipients' },
    senders: { mail: null, sms: async () => {}, webhook },
    compose: async () => [],
    request: async () => {},
    pageAddress: 'https://cold.example',
  };
  const { origin, destination, site } = createdShipment;
  const lane = { origin, destination, name: null, addedBy: 'ann', cleanArrivals: true, zone: 'UTC' };
  const hook = { channel: 'webhook', address: 'https://example.org/hook', form: 'plain' } as const;
  const preferences = { routingKey: null, severity: 'critical', quietHours: null } as const;
  const wanted = { ...lane, ...hook, ...preferences };
  ({ stored: subscriber } = await saveLaneSubscriber(delivery.recipients, site, wanted, Date.now()));
});
afterEach(async () => {
  vi.useRealTimers();
  await running.stop();
});

const confirm = () => confirmRecipient(delivery.recipients, subscriber, Date.now());
const add = (shipment: string, fact: LedgerEvent) =>
  record(running.database, shipment, { by: 'ann', now: Date.now }, () => [{ why: 'test', fact }]);

async function arrivedShipment(shipment: string): Promise<void> {
  await createShipment(running.database, shipment, createdShipment, 'test');
  for (const fact of [departed(at(10)), arrived(at(300))]) await add(shipment, fact);
}

test('an excursion that is known by the time of sending is never said to have arrived clean', async () => {
  const { audience, recipient } = subscriber;
  const ask = (shipment: string) =>
    deliverCleanArrival(delivery, {
      kind: 'clean-arrival',
      to: { audience, recipient },
      shipment,
      sequence: 3,
    });
  for (const shipment of ['C-1', 'C-2']) await arrivedShipment(shipment);
  // Nothing but the question is sent before the address is confirmed.
  await ask('C-1');
  expect(webhook).not.toHaveBeenCalled();
  await confirm();
  await ask('C-1');
  expect(webhook).toHaveBeenCalledTimes(1);
  // What a logger had stored comes between the judgement and the message.
  await add('C-2', opened());
  expect((await readLedger(running.database, 'C-2')).entries).toHaveLength(4);
  await ask('C-2');
  expect(webhook).toHaveBeenCalledTimes(1);
});

test.each<[string, LedgerEvent | null]>([
  ['two days have passed', null],
  ['there is an excursion', opened()],
  ['it is taken back', { kind: 'milestone-withdrawn', milestone: 'arrived', at: at(300), detectedBy: null }],
])('an arrival is looked at again every half hour until %s', async (_, fact) => {
  vi.useFakeTimers({ toFake: ['Date'], now: at(400) });
  const hour = 60 * 60_000;
  await confirm();
  await arrivedShipment('C-3');
  const dueAfter = async (ms: number) => {
    vi.setSystemTime(at(400) + ms);
    await deliverArrival(delivery, { shipment: 'C-3', sequence: 3 });
    const due = (by: number) => Array.fromAsync(arrivalsDue(delivery.recipients, by));
    expect(await due(Date.now() + hour / 2 - 1)).toEqual([]);
    return due(Date.now() + hour / 2);
  };
  for (const ms of [0, hour / 2, 48 * hour - 1])
    expect(await dueAfter(ms)).toEqual([{ shipment: 'C-3', sequence: 3 }]);
  if (fact !== null) await add('C-3', fact);
  expect(await dueAfter(48 * hour - (fact === null ? 0 : 1))).toEqual([]);
});
