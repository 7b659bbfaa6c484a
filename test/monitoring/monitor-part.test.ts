import { beforeEach, expect, test, vi } from 'vitest';
import { metrics } from '../../src/runtime/observability.ts';
import { partMonitor } from '../../src/monitoring/monitor-part.ts';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import { noteQueueProgress, readQueueProgress } from '../../src/storage/progress.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import type { Database } from '../../src/storage/tables.ts';
import { monitorPartOf } from '../../src/storage/monitor-parts.ts';
import { watched } from '../support/chaos.ts';
import { startDatabase } from '../support/database.ts';
import { shipmentWith } from '../support/shipment.ts';

const deadlines = { info: null, minor: null, major: null, critical: null };
const requestNotification = async (): Promise<boolean> => true;
/** They were attached long ago and never sent anything, so each is offline when first evaluated. */
const shipments = Array.from({ length: 4000 }, (_, index) => `B-${index}`)
  .filter((shipment) => monitorPartOf(shipment) === 3)
  .slice(0, 40);

let database: Database;
beforeEach(async () => {
  ({ database } = await startDatabase('model'));
  for (const shipment of shipments) await shipmentWith(database, shipment, [`of-${shipment}`]);
  await noteQueueProgress(database, Date.now());
});

function partMonitorOf(own = database) {
  const runPart = partMonitor(
    {
      database: own,
      requestNotification,
      deadlines,
      deviceEvaluator: deviceEvaluator(own, requestNotification),
    },
    3,
  );
  return (endsAt: number) =>
    runPart({ endsAt, sendMarker: async () => undefined, queueProgress: () => readQueueProgress(own) });
}

/** The device that a request names. */
function keyIn({ Key }: Record<string, unknown>) {
  return (Key as { deviceId?: { S: string } } | undefined)?.deviceId;
}

async function offlineShipments(): Promise<string[]> {
  const found = [];
  for (const shipment of shipments) {
    const { entries } = await readLedger(database, shipment);
    if (entries.some(({ fact }) => fact.kind === 'contact-lost')) found.push(shipment);
  }
  return found;
}

test('a part that has time evaluates all of its devices', async () => {
  await partMonitorOf()(Date.now() + 60_000);
  expect(await offlineShipments()).toEqual(shipments);
});

test('a part without time left starts nothing, and reports a count instead of an error', async () => {
  const counted = vi.spyOn(metrics, 'addMetric');
  await partMonitorOf()(Date.now() - 1);
  // Their shipments are postponed too.
  expect(counted.mock.calls).toContainEqual(['PostponedEvaluations', 'Count', 2 * shipments.length]);
  counted.mockRestore();
  expect(await offlineShipments()).toEqual([]);
});

test('what a run leaves comes first in the next, so every device has its turn however short the runs', async () => {
  // A run ends after the given number of device items.
  let left = 0;
  let endsAt = 0;
  const now = Date.now;
  const runPart = partMonitorOf(
    watched(database, (command) => {
      if (command.constructor.name === 'GetItemCommand' && --left === 0) Date.now = () => endsAt;
    }),
  );
  let runs = 0;
  try {
    for (; runs < 40 && (await offlineShipments()).length < shipments.length; runs++) {
      Date.now = now;
      endsAt = Date.now() + 60_000;
      left = 12;
      await runPart(endsAt);
    }
  } finally {
    Date.now = now;
  }
  expect(await offlineShipments()).toEqual(shipments);
  expect(runs).toBeGreaterThan(2);
});

test('a device that fails stops no other, and is reported at the end', async () => {
  const failing = watched(database, ({ input }) => {
    if (keyIn(input)?.S === `of-${shipments[7]}`) throw new Error('cannot be read');
  });
  // Both the device and its shipment failed.
  await expect(partMonitorOf(failing)(Date.now() + 60_000)).rejects.toThrow(
    '2 devices or shipments of part 3',
  );
  expect(await offlineShipments()).toEqual(shipments.filter((_, index) => index !== 7));
});

test('the queue’s progress is read before any device', async () => {
  const asked: string[] = [];
  const own = watched(database, ({ input }) => {
    if (keyIn(input)?.S.startsWith('of-') || input['RequestItems'] !== undefined) asked.push('device');
    else if (input['TableName'] === 'devices') asked.push('progress');
  });
  await partMonitorOf(own)(Date.now() + 60_000);
  expect(asked.length).toBeGreaterThan(shipments.length);
  expect(asked.lastIndexOf('progress')).toBeLessThan(asked.indexOf('device'));
});

test('entries of which nobody was notified within five minutes are counted, one by one', async () => {
  const runPart = partMonitorOf();
  await runPart(Date.now() + 60_000);
  const counted = vi.spyOn(metrics, 'addMetric');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 });
  try {
    await runPart(Date.now() + 60_000);
    expect(counted.mock.calls).toContainEqual(['UnnotifiedEntries', 'Count', shipments.length]);
  } finally {
    vi.useRealTimers();
    counted.mockRestore();
  }
});
