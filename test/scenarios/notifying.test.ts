import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import { receiver } from '../support/receiver.ts';
import { notifier } from '../../src/notifications/notifier.ts';
import type { Message } from '../../src/notifications/compose.ts';
import type { Pace } from '../../src/notifications/pace.ts';
import { append } from '../../src/storage/append.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { paceIn } from '../../src/storage/notification-pace.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { createdShipment, notifying, paceInMemory, shipmentWith } from '../support/shipment.ts';

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());
afterEach(() => {
  vi.useRealTimers();
});

/** Creates a shipment whose ledger contains lost contact with these devices, of which nobody was notified. */
async function loseContact(
  shipment: string,
  devices: readonly string[],
  audience = ['site:north'],
): Promise<void> {
  await createShipment(database, shipment, { ...createdShipment, audience }, 'test');
  await record(database, shipment, { by: 'test', now: Date.now }, (entries) =>
    entries.length > 1
      ? []
      : devices.map((device) => ({
          why: 'test',
          fact: { kind: 'contact-lost' as const, device, position: null, at: start },
        })),
  );
}

test('nothing is notified twice, however often it is requested', async () => {
  await shipmentWith(database, 'N-twice', ['twice']);
  const inbox: Message[] = [];
  // Ingest and monitoring may find the same entry at the same time.
  const { requestNotification } = notifying(database, async (message) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    inbox.push(message);
  });
  const warm = [0, 10, 20].map((minutes) => ({
    channel: 'temperature' as const,
    at: start + minutes * minute,
    value: 9,
  }));
  const deviceItem = await append(database, 'twice', [warm]);
  const options = { asOf: start + 20 * minute, processedUpTo: -Infinity };
  await Promise.all(
    Array.from({ length: 6 }, () =>
      deviceEvaluator(database, requestNotification).evaluate(deviceItem, options),
    ),
  );
  expect(inbox.map(({ notification }) => notification.kind)).toEqual(['excursion-opened']);
});

test('another instance knows of delayed notifications, and sends them after a minute even without a tick', async () => {
  for (const shipment of ['N-1', 'N-2', 'N-3']) await loseContact(shipment, ['a'], ['site:waits']);
  const inbox: Message[] = [];
  const paceStore = paceIn<Pace>(database.client, 'pace');
  const instance = () =>
    notifier(database, {
      publish: async (message) => void inbox.push(message),
      requestDelivery: async () => undefined,
      receiver,
      paceStore,
      foldWithinMs: minute,
      betweenMs: 0,
    });
  for (const shipment of ['N-1', 'N-2', 'N-3']) await instance()({ shipments: [shipment], isTick: false });
  expect(inbox.map(({ subject }) => subject)).toEqual(['No signal: a, N-1 vaccine']);
  vi.useFakeTimers({ now: Date.now() + minute, toFake: ['Date'] });
  await instance()({ shipments: [], isTick: false });
  expect(inbox[1]!.notification.together).toEqual(['N-2/2', 'N-3/2']);
  expect((await paceStore.read())!.waiting).toEqual([]);
});

test('a notification that cannot be published waits for the next tick without delaying others', async () => {
  await loseContact('N-refused', ['a'], ['site:refused']);
  await loseContact('N-taken', ['a'], ['site:taken']);
  const inbox: string[] = [];
  let refuses = true;
  const { notify, tick } = notifying(
    database,
    async ({ subject, audience }) => {
      if (refuses && audience.includes('site:refused')) throw new Error('throttled');
      inbox.push(subject);
    },
    { foldWithinMs: minute },
  );
  await notify({ shipments: ['N-refused', 'N-taken'], isTick: false });
  await tick();
  refuses = false;
  await tick();
  await tick();
  expect(inbox).toEqual(['No signal: a, N-taken vaccine', 'No signal: a, N-refused vaccine']);
});

test('an entry that cannot be described in detail is notified in general words', async () => {
  await createShipment(database, 'N-plain', createdShipment, 'test');
  const at = { device: 'a', position: null, rule: 'nobody knows it', at: start };
  await record(database, 'N-plain', { by: 'test', now: Date.now }, (entries) =>
    entries.length > 1
      ? []
      : [
          // It escalates an alarm of a rule that its profile does not have.
          {
            why: 'test',
            fact: { kind: 'alarm-escalated', ...at, severity: 'critical', to: 'on-call' },
          },
        ],
  );
  const inbox: Message[] = [];
  const { notify } = notifying(database, async (message) => void inbox.push(message));
  await notify({ shipments: ['N-plain'], isTick: false });
  expect(inbox.map(({ subject, audience }) => [subject, audience])).toEqual([
    ['Not acknowledged: N-plain vaccine', ['on-call']],
  ]);
  expect(inbox[0]!.email).toContain('Audit trail: entry 2,');
  expect([...(await readLedger(database, 'N-plain')).notified]).toEqual([2]);
});

test.each([
  ['delays the notification', 'N-unread', 0, 'No signal: a, N-unread vaccine'],
  ['that stays so for an hour is read once more', 'N-late', 3, 'No signal: a, N-late vaccine'],
  [
    'that stays so for an hour and at the last attempt delays the notification no longer',
    'N-unreadable',
    Infinity,
    'No signal: N-unreadable vaccine',
  ],
])('a temporarily unreadable profile %s', async (_, shipment, failures, subject) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  await loseContact(shipment, ['a']);
  const inbox: Message[] = [];
  let fails = Infinity;
  const client = Object.create(database.client, {
    send: {
      value: async (command: { constructor: { name: string }; input: { TableName?: string } }) => {
        if (command.input.TableName === 'profiles' && fails-- > 0) throw new Error('throttled');
        return database.client.send(command as never);
      },
    },
  }) as Database['client'];
  const { notify, tick } = notifying({ ...database, client }, async (message) => void inbox.push(message));
  await notify({ shipments: [shipment], isTick: false });
  vi.setSystemTime(Date.now() + 60 * minute);
  await tick();
  expect(inbox).toEqual([]);
  vi.setSystemTime(Date.now() + 1);
  fails = failures;
  await tick();
  expect(inbox.map((each) => each.subject)).toEqual([subject]);
});

test('if the pace cannot be read or written, everything is sent at once', async () => {
  await loseContact('N-paceless', ['a', 'b']);
  const inbox: Message[] = [];
  const fail = async (): Promise<never> => {
    throw new Error('throttled');
  };
  const { notify } = notifying(database, async (message) => void inbox.push(message), {
    foldWithinMs: minute,
    paceStore: { ...paceInMemory(), read: fail, write: fail },
  });
  await notify({ shipments: ['N-paceless'], isTick: false });
  expect(inbox.map(({ notification }) => notification.together)).toEqual([['N-paceless/2', 'N-paceless/3']]);
});
