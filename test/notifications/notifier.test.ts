import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { receiver } from '../support/receiver.ts';
import { notifier } from '../../src/notifications/notifier.ts';
import type { Message } from '../../src/notifications/compose.ts';
import { noPace } from '../../src/notifications/pace.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { createdShipment, notifying, paceInMemory, warmProfile } from '../support/shipment.ts';

let database: Database;
beforeEach(async () => {
  ({ database } = await startDatabase('model'));
  await putProfile(database, warmProfile, 'test');
});
afterEach(() => {
  vi.useRealTimers();
});

/** A shipment whose ledger has unnotified entries: contact was lost with the given number of devices. */
async function withOffline(shipment: string, site: string, count = 1): Promise<void> {
  await createShipment(database, shipment, { ...createdShipment, audience: [`site:${site}`] }, 'test');
  await record(database, shipment, { by: 'test', now: Date.now }, (entries) =>
    entries.length > 1
      ? []
      : Array.from({ length: count }, (_, index) => ({
          why: 'test',
          fact: { kind: 'contact-lost' as const, device: `d${index}`, position: null, at: start },
        })),
  );
}

/** The given number of shipments with unnotified entries, by number. */
async function severalWithOffline(
  count: number,
  siteOf: (index: number) => string,
  entries = 1,
): Promise<string[]> {
  const shipments = Array.from({ length: count }, (_, index) => `N-${String(index).padStart(2, '0')}`);
  for (const [index, shipment] of shipments.entries()) await withOffline(shipment, siteOf(index), entries);
  return shipments;
}

const shipmentsOf = ({ notification: { id, together = [id] } }: Message): string[] =>
  together.map((each) => each.split('/')[0]!);

test('publications are spaced within an invocation, and from the last one of the previous invocation', async () => {
  const shipments = await severalWithOffline(4, (index) => `s${index}`);
  const times: number[] = [];
  const { notify } = notifying(database, async () => void times.push(performance.now()), {
    foldWithinMs: minute,
    betweenMs: 100,
  });
  await notify({ shipments: shipments.slice(0, 2), isTick: false });
  await notify({ shipments: shipments.slice(2), isTick: false });
  expect(times).toHaveLength(4);
  for (const [index, at] of times.slice(1).entries()) expect(at - times[index]!).toBeGreaterThan(90);
});

test('another instance’s fast clock delays a publication by one interval at most', async () => {
  const shipments = await severalWithOffline(1, () => 's');
  const inbox: Message[] = [];
  const paceStore = paceInMemory();
  await paceStore.write({ ...noPace, publishedAt: Date.now() + 10 * minute });
  const { notify } = notifying(database, async (message) => void inbox.push(message), { paceStore });
  await notify({ shipments, isTick: false });
  expect(inbox).toHaveLength(1);
});

test('entries published together are in the order in which they were recorded', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  for (const shipment of ['N-00', 'N-01', 'N-02']) {
    await withOffline(shipment, 'north');
    vi.setSystemTime(Date.now() + 1);
  }
  const inbox: Message[] = [];
  const { notify } = notifying(database, async (message) => void inbox.push(message), {
    foldWithinMs: minute,
  });
  await notify({ shipments: ['N-02', 'N-00', 'N-01'], isTick: true });
  expect(inbox.map(shipmentsOf)).toEqual([['N-00', 'N-01', 'N-02']]);
});

test('every shipment of a failed publication waits, since the last tick', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  const shipments = await severalWithOffline(3, () => 'north');
  const paceStore = paceInMemory();
  const { notify, tick } = notifying(database, async () => Promise.reject(new Error('throttled')), {
    foldWithinMs: minute,
    paceStore,
  });
  for (const ask of [() => notify({ shipments, isTick: false }), tick]) {
    const now = Date.now();
    await ask();
    expect(await paceStore.read()).toMatchObject({ waiting: shipments, waitingSince: now });
    vi.setSystemTime(now + 30_000);
  }
});

test('publishing ends in time to mark what was published; the rest follows with the next tick', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  const shipments = await severalWithOffline(4, (index) => `s${index}`);
  const inbox: Message[] = [];
  const { notify, tick } = notifying(
    database,
    async (message) => {
      inbox.push(message);
      vi.setSystemTime(Date.now() + 9000);
    },
    { foldWithinMs: minute },
  );
  await notify({ shipments, isTick: false });
  expect(inbox.flatMap(shipmentsOf)).toEqual(shipments.slice(0, 2));
  await tick();
  expect(inbox.flatMap(shipmentsOf)).toEqual(shipments);
});

test('reading ends in time to publish; a shipment whose ledger was not read waits', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  const shipments = await severalWithOffline(40, () => 'north');
  const client = Object.create(database.client, {
    send: {
      value: async (command: object) => {
        if (command instanceof QueryCommand && command.input.TableName === database.tables.ledger)
          vi.setSystemTime(Date.now() + 400);
        return database.client.send(command as never);
      },
    },
  }) as Database['client'];
  const inbox: Message[] = [];
  const paceStore = paceInMemory();
  const options = {
    publish: async (message: Message) => void inbox.push(message),
    requestDelivery: async () => undefined,
    receiver,
    paceStore,
  };
  const notify = notifier({ ...database, client }, { ...options, foldWithinMs: minute, betweenMs: 0 });
  await notify({ shipments, isTick: true });
  const { waiting } = (await paceStore.read())!;
  expect(waiting.length).toBeGreaterThan(0);
  expect([...inbox.flatMap(shipmentsOf), ...waiting].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(shipments);
});

test('no more entries are published than can be marked; the others follow with the next tick', async () => {
  const shipments = await severalWithOffline(36, () => 'north', 120);
  const { notify, tick } = notifying(database, async () => undefined, { foldWithinMs: minute });
  const notified = async (): Promise<number> => {
    let sum = 0;
    for (const shipment of shipments) sum += (await readLedger(database, shipment)).notified.size;
    return sum;
  };
  await notify({ shipments, isTick: true });
  const first = await notified();
  expect(first).toBeGreaterThanOrEqual(2500);
  expect(first).toBeLessThan(36 * 120);
  await tick();
  expect(await notified()).toBe(36 * 120);
});

test('single recipients are told each thing once, also when a publication fails and its group grows', async () => {
  const [first, second] = await severalWithOffline(2, () => 'north');
  const asked: string[][] = [];
  let [isDown, isQueueDown] = [true, true];
  const notify = notifier(database, {
    publish: async () => (isDown ? Promise.reject(new Error('throttled')) : undefined),
    requestDelivery: async (request) => {
      if (isQueueDown) throw new Error('no queue');
      asked.push('entries' in request ? request.entries.map(({ shipment }) => shipment) : []);
    },
    receiver,
    paceStore: paceInMemory(),
    foldWithinMs: minute,
    betweenMs: 0,
  });
  await notify({ shipments: [first!], isTick: true });
  isQueueDown = false;
  await notify({ shipments: [], isTick: true });
  await notify({ shipments: [second!], isTick: true });
  isDown = false;
  await notify({ shipments: [], isTick: true });
  expect(asked).toEqual([[first], [second]]);
  for (const shipment of [first!, second!])
    expect((await readLedger(database, shipment)).notified.size).toBe(1);
});
