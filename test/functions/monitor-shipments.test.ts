import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { readMarker } from '../../src/monitoring/queue-marker.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { noteQueueProgress } from '../../src/storage/progress.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { monitorPartOf } from '../../src/storage/monitor-parts.ts';
import { partsOfFunction, monitoringFunctions } from '../../lib/constructs/monitoring-functions.ts';
import { allMonitorParts } from '../../src/storage/monitor-parts.ts';
import { type Account, openAccount } from '../proof/account.ts';
import { shapesOfTemplate } from '../proof/table-shapes.ts';
import { minute } from '../support/series.ts';
import { assignment, shipmentWith, warmProfile } from '../support/shipment.ts';

let account: Account;
beforeAll(async () => {
  account = await openAccount(shapesOfTemplate());
  await putProfile(account.database, warmProfile, 'test');
}, 60_000);
afterAll(() => account.close());
afterEach(() => {
  vi.useRealTimers();
});

const isOffline = async (shipment: string): Promise<boolean> =>
  (await readLedger(account.database, shipment)).entries.some(({ fact }) => fact.kind === 'contact-lost');

/** Two shipments of different parts, each with a device that never sent anything. */
async function twoOffline(name: string): Promise<[string, string]> {
  const one = `${name}-0`;
  const other = Array.from({ length: 50 }, (_, index) => `${name}-${index}`).find(
    (each) => monitorPartOf(each) !== monitorPartOf(one),
  )!;
  for (const shipment of [one, other]) await shipmentWith(account.database, shipment, [`of-${shipment}`]);
  await noteQueueProgress(account.database, Date.now());
  return [one, other];
}

test('every part belongs to exactly one function', () => {
  const all = Array.from({ length: monitoringFunctions }, (_, index) => partsOfFunction(index)).flat();
  expect(all.toSorted((a, b) => a - b)).toEqual(allMonitorParts);
});

test('an event names the parts to process', async () => {
  const [one, other] = await twoOffline('named');
  await account.invoke('monitor-shipments', { parts: [monitorPartOf(one)] });
  expect([await isOffline(one), await isOffline(other)]).toEqual([true, false]);
  await account.invoke('monitor-shipments', { parts: [monitorPartOf(other)] });
  expect(await isOffline(other)).toBe(true);
});

test('an event without parts means all of them', async () => {
  const [one, other] = await twoOffline('all');
  await account.invoke('monitor-shipments', { source: 'aws.events' });
  expect([await isOffline(one), await isOffline(other)]).toEqual([true, true]);
});

test('a part that fails does not stop the others', async () => {
  const [one, other] = await twoOffline('failing');
  const answer = account.tables.answer.bind(account.tables);
  account.tables.answer = (command, given, asOf) => {
    const { ExpressionAttributeValues: values } = given as {
      ExpressionAttributeValues?: Record<string, { S?: string }>;
    };
    if (values?.[':k']?.S === String(monitorPartOf(one))) throw new Error('this part cannot be listed');
    return answer(command, given, asOf);
  };
  await expect(
    account.invoke('monitor-shipments', { parts: [monitorPartOf(one), monitorPartOf(other)] }),
  ).rejects.toThrow('this part cannot be listed');
  expect([await isOffline(one), await isOffline(other)]).toEqual([false, true]);
  account.tables.answer = answer;
});

test('no work starts in the last ten seconds, in which running work finishes', async () => {
  const [one] = await twoOffline('ending');
  await account.invoke('monitor-shipments', { parts: [monitorPartOf(one)] }, 10_000);
  expect(await isOffline(one)).toBe(false);
  await account.invoke('monitor-shipments', { parts: [monitorPartOf(one)] }, 11_000);
  expect(await isOffline(one)).toBe(true);
});

test('each run with overdue devices sends one marker, the first of two that pass through the queue', async () => {
  const { queue } = account.services;
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  for (const shipment of ['overdue-0', 'overdue-1', 'overdue-2']) {
    await shipmentWith(account.database, shipment, []);
    const attached = { ...assignment(shipment), attachedAt: Date.now() };
    await attachDevice(account.database, `of-${shipment}`, attached, 'test');
  }
  // Longer than the maximum gap, and no queue progress is known.
  vi.setSystemTime(Date.now() + 31 * minute);
  const before = queue.length;
  const schedule = [Date.now(), Date.now() + minute];
  for (const sentAt of schedule) {
    vi.setSystemTime(sentAt);
    await account.invoke('monitor-shipments', {});
  }
  expect(queue.length - before).toBe(schedule.length);
  const markersAt = (now: number) => queue.receive(10, now).map(({ body }) => readMarker(body));
  for (const sentAt of schedule) {
    expect(markersAt(sentAt - 1)).toEqual([]);
    expect(markersAt(sentAt)).toEqual([{ sentAt, isSecond: false }]);
  }
});

test('a missing notification is requested once each minute', async () => {
  // Later than any time the functions have seen.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120 * minute });
  await shipmentWith(account.database, 'untold', ['of-untold']);
  await noteQueueProgress(account.database, Date.now());
  const { notifications } = account.services;
  const asked = vi.fn<(body: string) => void>();
  notifications.onSent = asked;
  const beganAt = Date.now();
  for (const seconds of [0, 20, 40, 61, 80, 121]) {
    vi.setSystemTime(beganAt + seconds * 1000);
    await account.invoke('monitor-shipments', { parts: [monitorPartOf('untold')] });
  }
  expect(asked.mock.calls.filter(([body]) => body === '{"shipment":"untold"}')).toHaveLength(3);
});
