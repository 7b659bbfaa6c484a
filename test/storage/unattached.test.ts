import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { deleteExpired, expiringTable } from '../../local/item-expiry.ts';
import type { Properties } from '../../local/template.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import type { Item } from '../../src/storage/device-item.ts';
import { readSegmentPages, readSegments, unattachedDays } from '../../src/storage/journal.ts';
import { keepLastValues, flushToJournal } from '../../src/storage/flush-to-journal.ts';
import type { Database } from '../../src/storage/tables.ts';
import { engines, startDatabase, templateTables } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment, evaluating, shipmentWith } from '../support/shipment.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

const day = 86_400_000;
const celsius = (minutes: number, value = 5): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});

afterEach(() => {
  vi.useRealTimers();
});

async function segmentsOf(database: Database, device: string): Promise<Item[]> {
  const { Items = [] } = await database.client.send(new ScanCommand({ TableName: database.tables.journal }));
  return Items.filter(({ deviceId, segment }) => deviceId!.S === device && !segment!.S!.startsWith('assign'));
}

async function timesOf(database: Database, device: string): Promise<number[]> {
  const deviceItem = await readDeviceItem(database, device);
  const all = [...(await readSegments(database, device, deviceItem.assignment)), ...readingsOf(deviceItem)];
  return [...new Set(all.map(({ at }) => (at - start) / minute))].sort((a, b) => a - b);
}

describe.each(engines)('readings of a device that is not attached, on %s', (engine) => {
  let database: Database;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ database, stop } = await startDatabase(engine));
  });
  afterAll(() => stop());

  /** Sends a message every ten minutes while the device is not attached. */
  async function speak(device: string, count: number): Promise<void> {
    const { evaluate } = evaluating(database);
    for (let index = 0; index < count; index++) {
      const deviceItem = await append(database, device, [[celsius(10 * index)]]);
      await evaluate(deviceItem, { asOf: start, processedUpTo: -Infinity });
    }
  }

  test('readings of a device that is not attached expire after ninety days; those of a shipment never do', async () => {
    const before = Date.now() / 1000;
    await speak('stray', 100);
    await append(database, 'stray', [Array.from({ length: 300 }, (_, index) => celsius(2000 + index))]);
    await shipmentWith(database, `U-${engine}`, []);
    await attachDevice(database, 'stray', assignment(`U-${engine}`), 'test');
    await detachDevice(database, 'stray', start + 2100 * minute, 'test');
    const segments = await segmentsOf(database, 'stray');
    const expiries = (isWaiting: boolean) =>
      segments
        .filter(({ segment }) => segment!.S!.startsWith('-#') === isWaiting)
        .map(({ expiresAt }) => expiresAt?.N);
    expect(expiries(true).length).toBeGreaterThan(2);
    for (const expiry of expiries(true)) {
      expect(Number(expiry)).toBeGreaterThanOrEqual(before + unattachedDays * 86_400);
      expect(Number(expiry)).toBeLessThan(before + unattachedDays * 86_400 + 60);
    }
    expect(expiries(false).length).toBeGreaterThan(0);
    expect(new Set(expiries(false))).toEqual(new Set([undefined]));
  });

  test('readings are not lost where the device is attached in time', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    await speak('in-time', 100);
    vi.setSystemTime(Date.now() + (unattachedDays - 1) * day);
    await expireIn(database);
    await shipmentWith(database, `V-${engine}`, []);
    await attachDevice(database, 'in-time', assignment(`V-${engine}`), 'test');
    vi.setSystemTime(Date.now() + (unattachedDays + 1) * day);
    await expireIn(database);
    expect((await segmentsOf(database, 'in-time')).some(({ segment }) => segment!.S!.startsWith('-#'))).toBe(
      false,
    );
    expect(await timesOf(database, 'in-time')).toEqual(Array.from({ length: 100 }, (_, index) => 10 * index));
  });

  test('readings are gone after that, and the device continues', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    await speak('too-late', 100);
    vi.setSystemTime(Date.now() + (unattachedDays + 1) * day);
    await expireIn(database);
    expect(await segmentsOf(database, 'too-late')).toEqual([]);
    await append(database, 'too-late', [[celsius(2000)]]);
    await shipmentWith(database, `W-${engine}`, []);
    await attachDevice(database, 'too-late', assignment(`W-${engine}`), 'test');
    const times = await timesOf(database, 'too-late');
    expect(times.at(-1)).toBe(2000);
    expect(times.length).toBeLessThan(100);
  });

  /** DynamoDB expires items by itself; the model does so on request, and the local run by a timer. */
  async function expireIn({ client, tables }: Database): Promise<void> {
    if (engine === 'model') return;
    const [, properties] = templateTables().find(([name]) => name === 'journal')!;
    const expiring = expiringTable(tables.journal, properties as unknown as Properties);
    await deleteExpired(client, expiring!, Date.now());
  }
});

describe('a device that was not attached for a long time', () => {
  /** Each text fills its 24 characters, so that some tens of thousands exceed one page of a query. */
  const unreadable = (index: number): Reading => ({
    channel: 'temperature',
    at: start + index * 1000,
    offScale: null,
    bound: null,
    text: `sensor fault number ${String(index % 10_000).padStart(4, '0')}`,
  });

  test(
    'the device is read in pages, and attached with more than one item or page can contain',
    { timeout: 60_000 },
    async () => {
      const { database } = await startDatabase('model');
      const count = 60_000;
      for (let from = 0; from < count; from += 2000)
        await append(database, 'long-away', [
          Array.from({ length: 2000 }, (_, index) => unreadable(from + index)),
        ]);
      const pages = await Array.fromAsync(readSegmentPages(database, 'long-away', null));
      expect(pages.length).toBeGreaterThan(1);
      await shipmentWith(database, 'L-1', []);
      await attachDevice(database, 'long-away', assignment('L-1'), 'test');
      const { assignment: now } = await readDeviceItem(database, 'long-away');
      const own = await readSegments(database, 'long-away', now);
      expect(new Set(own.map(({ at }) => at)).size).toBe(count);
    },
  );

  test('the device keeps its latest values, whatever arrives late', async () => {
    const { database } = await startDatabase('model');
    await append(database, 'late', [Array.from({ length: 300 }, (_, index) => celsius(10 * index))]);
    await append(database, 'late', [[celsius(5, 7)]]);
    const deviceItem = await append(database, 'late', [[celsius(9000, 6)]]);
    const flushed = await flushToJournal(database, deviceItem, keepLastValues);
    expect(flushed.state.last.temperature).toMatchObject({ at: start + 9000 * minute });
    const again = await append(database, 'late', [[celsius(5, 7)]]);
    await flushToJournal(database, again, keepLastValues);
    const times = (await readSegments(database, 'late', null)).map(({ at }) => at);
    expect(times.length).toBe(302);
  });
});
