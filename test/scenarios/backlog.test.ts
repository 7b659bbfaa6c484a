import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reading } from '../../src/telemetry/payload-readings.ts';
import { parsePayload } from '../../src/telemetry/parse-payload.ts';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { readSegments } from '../../src/storage/journal.ts';
import type { Database } from '../../src/storage/tables.ts';
import { watched } from '../support/chaos.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { notifying, evaluating, shipmentWith } from '../support/shipment.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());

test('50 000 stored readings need only a few dozen writes', { timeout: 60_000 }, async () => {
  await shipmentWith(database, 'S-backlog', ['backlog']);
  let writes = 0;
  const counted = watched(database, ({ constructor: { name } }) => {
    if (/^(Put|Update)/.test(name)) writes++;
  });
  const { evaluate } = evaluating(counted);
  const receivedAt = start + 51_000 * minute;
  const stored = Array.from({ length: 50_000 }, (_, index) => ({
    time: start + index * minute,
    temperature: 4 + (index % 20) / 10,
  }));
  const slowest = { ms: 0 };
  for (let index = 0; index < stored.length;) {
    // As many readings as fit a message of 128 kB.
    let size = 3000;
    while (JSON.stringify(stored.slice(index, index + size)).length > serviceLimits.publishedBytes.limit)
      size -= 50;
    const payload = Buffer.from(JSON.stringify(stored.slice(index, index + size)));
    const begin = performance.now();
    const { readings, refused } = parsePayload(payload, receivedAt);
    expect(refused).toEqual([]);
    const deviceItem = await append(counted, 'backlog', [readings]);
    await evaluate(deviceItem, { asOf: receivedAt, processedUpTo: -Infinity });
    slowest.ms = Math.max(slowest.ms, performance.now() - begin);
    index += size;
  }
  const deviceItem = await readDeviceItem(database, 'backlog');
  const recorded = [
    ...(await readSegments(database, 'backlog', deviceItem.assignment)),
    ...readingsOf(deviceItem),
  ];
  expect(new Set(recorded.map(({ at }) => at)).size).toBe(50_000);
  console.log(`50 000 readings: ${writes} writes, slowest message ${slowest.ms.toFixed(0)} ms`);
  expect(writes).toBeLessThan(100);
  // The function times out after 30 s.
  expect(slowest.ms).toBeLessThan(30_000);
});

test('a second upload from a logger that changes part of a day is stored in addition to the first, evaluated and reported', async () => {
  await shipmentWith(database, 'S-rewritten', ['rewritten']);
  const { evaluate, subjects } = evaluating(database);
  const day = (celsius: (index: number) => number): Reading[] =>
    Array.from({ length: 36 }, (_, index) => ({
      channel: 'temperature',
      at: start + index * 10 * minute,
      value: celsius(index),
    }));
  const asOf = start + 400 * minute;
  await evaluate(await append(database, 'rewritten', [day(() => 5)]), { asOf, processedUpTo: -Infinity });
  expect(subjects()).toEqual([]);
  const rewritten = day((index) => (index >= 10 && index < 14 ? 9 : 5));
  await evaluate(await append(database, 'rewritten', [rewritten]), { asOf, processedUpTo: -Infinity });
  expect(subjects()).toEqual(['excursion-opened warm-20m']);
});

test('a refused publication blocks no other, and is sent once as soon as possible', async () => {
  await shipmentWith(database, 'S-refused', ['refused']);
  let refuses = true;
  const notified: string[] = [];
  const { requestNotification, tick } = notifying(database, async ({ notification }) => {
    if (refuses) throw new Error('Invalid parameter: Subject');
    notified.push(notification.kind);
  });
  const { evaluate } = deviceEvaluator(database, requestNotification);
  const reading = (minutes: number, value: number): Reading => ({
    channel: 'temperature',
    at: start + minutes * minute,
    value,
  });
  const deliver = async (...readings: Reading[]) =>
    evaluate(await append(database, 'refused', [readings]), {
      asOf: start + 90 * minute,
      processedUpTo: -Infinity,
    });
  await deliver(reading(0, 9), reading(20, 9));
  await deliver(reading(30, 5), reading(60, 5), reading(90, 5));
  expect(notified).toEqual([]);
  refuses = false;
  await tick();
  expect(notified).toContain('excursion-opened');
  expect(notified).toContain('alarm-cleared');
});
