import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { notifiableAmong } from '../../src/shipments/notifiable-entries.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { noteQueueProgress } from '../../src/storage/progress.ts';
import { type Api, apiInProcess } from '../support/api-in-process.ts';
import { receiptsIn } from '../support/receipts.ts';
import { minute } from '../support/series.ts';

let eight = Date.parse('2026-11-20T08:00:00Z');
const at = (minutes: number): number => eight + minutes * minute;

let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: eight });
  api = await apiInProcess();
  receipts = receiptsIn(api);
  await receipts.approveProfile();
});
/** Each test has a day of its own. */
beforeEach(() => {
  eight += 24 * 60 * minute;
  vi.setSystemTime(eight);
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

/** A shipment with a sensor attached at a minute. */
async function withSensor(shipment: string, minutes = 0, device = `lid-of-${shipment}`): Promise<string> {
  await receipts.plan(shipment);
  await receipts.step('attachDevice', shipment, { device, since: new Date(at(minutes)).toISOString() });
  return device;
}
/** A device sends temperatures, read every ten minutes from one minute on, together at another minute. */
async function send(device: string, from: number, celsius: readonly number[], sentAt: number): Promise<void> {
  vi.setSystemTime(at(sentAt));
  await receipts.send(
    device,
    celsius.map((temperature, index) => ({ time: at(from + index * 10), temperature })),
  );
}
async function monitorAt(minutes: number): Promise<void> {
  vi.setSystemTime(at(minutes));
  await noteQueueProgress(api.account.database, Date.now());
  await api.account.monitorOnce();
}
/** The entries that coldwatch recorded: minute, kind, and other properties in short. */
async function found(shipment: string) {
  const { entries } = await readLedger(api.account.database, shipment);
  return entries.flatMap(({ fact, by, recordedAt }) => {
    if (by !== 'coldwatch') return [];
    const minutes = (time: number | null): number | null => (time === null ? null : (time - eight) / minute);
    const more =
      'excursion' in fact
        ? [
            minutes(fact.excursion.from),
            minutes(fact.excursion.to),
            minutes(fact.excursion.firedAt),
            fact.excursion.observedMs / minute,
            fact.excursion.peak,
            fact.excursion.severity,
          ]
        : 'at' in fact
          ? [minutes(fact.at)]
          : [];
    return [[minutes(recordedAt), fact.kind, ...more]];
  });
}

describe('an excursion', () => {
  test('is recorded when its rule fires, and again when it ends', async () => {
    const device = await withSensor('SE-1');
    await send(device, 0, [5, 9, 9], 25);
    expect(await found('SE-1')).toEqual([]);
    await send(device, 30, [10], 30);
    const opened = [30, 'excursion-opened', 10, null, 30, 20, 10, 'major'];
    expect(await found('SE-1')).toEqual([opened]);
    await send(device, 40, [11], 40);
    expect(await found('SE-1')).toEqual([opened]);
    // While the span continues, readings stay in the device item until it is full.
    expect((await readDeviceItem(api.account.database, device)).messages.size).toBe(3);
    await send(device, 50, [8], 50);
    expect(await found('SE-1')).toEqual([opened, [50, 'excursion-closed', 10, 50, 30, 40, 11, 'major']]);
  });

  test('that fires with time alone is recorded by monitor-shipments in that minute', async () => {
    const device = await withSensor('SE-2');
    await send(device, 0, [5, 9], 10);
    // A reading is valid up to the maximum gap, so the rule fires once its allowance is used up.
    await send(device, 20, [9], 20);
    await monitorAt(29);
    expect(await found('SE-2')).toEqual([]);
    await monitorAt(30);
    expect(await found('SE-2')).toEqual([[30, 'excursion-opened', 10, null, 30, 20, 9, 'major']]);
  });

  test('that later readings refute is withdrawn, with its figures', async () => {
    const device = await withSensor('SE-3');
    await send(device, 0, [5, 9, 9, 9], 30);
    const opened = [30, 'excursion-opened', 10, null, 30, 20, 9, 'major'];
    expect(await found('SE-3')).toEqual([opened]);
    vi.setSystemTime(at(31));
    await receipts.send(
      device,
      [15, 25].map((minutes) => ({ time: at(minutes), temperature: 5 })),
    );
    const { entries } = await readLedger(api.account.database, 'SE-3');
    expect((await found('SE-3')).map(([when, kind]) => [when, kind])).toEqual([
      [30, 'excursion-opened'],
      [31, 'excursion-withdrawn'],
    ]);
    expect(entries.at(-1)!.why).not.toBe('');
  });
});

describe('readings of another time', () => {
  test('before the attachment belong to no shipment, and after the detachment to the next one', async () => {
    const device = await withSensor('SE-4');
    await send(device, -30, [9, 9, 9], 0);
    expect(await found('SE-4')).toEqual([]);
    await send(device, 0, [5, 5, 5], 20);
    vi.setSystemTime(at(40));
    await receipts.step('detachDevice', 'SE-4', { at: new Date(at(30)).toISOString() }, { device });
    await withSensor('SE-5', 30.001, device);
    await send(device, 31, [9, 9, 9], 60);
    expect(await found('SE-4')).toEqual([]);
    expect(await found('SE-5')).toEqual([[60, 'excursion-opened', 31, null, 51, 29, 9, 'major']]);
    // What was read for the current assignment stays in the device item, whatever the device did before.
    expect((await readDeviceItem(api.account.database, device)).messages.size).toBe(1);
  });

  test('from an ended assignment are evaluated for its shipment, up to the detachment', async () => {
    const device = await withSensor('SE-6');
    await send(device, 0, [5], 0);
    vi.setSystemTime(at(55));
    await receipts.step('detachDevice', 'SE-6', { at: new Date(at(40)).toISOString() }, { device });
    await withSensor('SE-7', 41, device);
    await send(device, 10, [9, 9, 9, 9, 9], 60);
    // The excursion ended with the detachment, and its alarm immediately, because no more readings will follow.
    expect(await found('SE-6')).toEqual([
      [60, 'excursion-opened', 10, 40, 30, 30, 9, 'major'],
      [60, 'excursion-closed', 10, 40, 30, 30, 9, 'major'],
      [60, 'alarm-cleared', 40],
    ]);
    expect(await found('SE-7')).toEqual([]);
    const { assignment } = await readDeviceItem(api.account.database, device);
    expect(assignment!.shipment).toBe('SE-7');
  });
});

describe('contact', () => {
  test('is lost once the gap is exceeded, and restored by the next reading, with the late readings', async () => {
    const device = await withSensor('SE-8');
    await send(device, 0, [5], 0);
    await monitorAt(30);
    expect(await found('SE-8')).toEqual([]);
    await monitorAt(31);
    expect(await found('SE-8')).toEqual([[31, 'contact-lost', 0]]);
    await monitorAt(32);
    await send(device, 10, [5, 5, 5, 5, 5], 50);
    expect(await found('SE-8')).toEqual([
      [31, 'contact-lost', 0],
      [50, 'contact-restored', 50],
    ]);
    const { fact } = (await readLedger(api.account.database, 'SE-8')).entries.at(-1)!;
    expect(fact).toMatchObject({ late: { readings: 4, from: at(10), to: at(40) } });
    const { syncMark } = await readDeviceItem(api.account.database, device);
    expect(syncMark.offlineSince).toBeNull();
  });

  test('is not recorded as lost while the queue’s progress is unknown, nor after the arrival', async () => {
    const device = await withSensor('SE-9');
    await send(device, 0, [5], 0);
    vi.setSystemTime(at(60));
    await api.account.invoke('monitor-shipments', {});
    expect(await found('SE-9')).toEqual([]);
    await receipts.step('arrive', 'SE-9', { at: new Date(at(20)).toISOString() });
    await monitorAt(61);
    expect(await found('SE-9')).toEqual([]);
  });
});

describe('messages that come after their day was counted', () => {
  /** The counts that the ledger has of a day, each with the minute of its entry. */
  async function counted(shipment: string) {
    const { entries } = await readLedger(api.account.database, shipment);
    return entries.flatMap(({ fact, recordedAt }) =>
      'finding' in fact && fact.finding.kind === 'messages-not-understood'
        ? [
            [
              (recordedAt - eight) / minute,
              fact.kind,
              fact.finding.messages!.refused,
              fact.finding.messages!.misplaced,
            ],
          ]
        : [],
    );
  }
  const refused = () => ({ time: 'yesterday', temperature: 5 });
  const misplaced = () => ({ time: at(-40 * 24 * 60), temperature: 5 });
  const midnight = 16 * 60;
  const received = async (device: string, payload: unknown, receivedAt: number, heardAt: number) => {
    vi.setSystemTime(at(heardAt));
    await receipts.send(device, payload, at(receivedAt));
  };

  test.each([
    ['refused after a refused one', 'SE-10', refused, refused, [2, 0], 90],
    ['misplaced after a misplaced one', 'SE-11', misplaced, misplaced, [0, 2], 90],
    ['misplaced, received before a refused one', 'SE-12', refused, misplaced, [1, 1], 20],
    ['refused, received before a misplaced one', 'SE-13', misplaced, refused, [1, 1], 20],
  ] as const)(
    '%s: they are counted by a further entry, once, and nobody is told again',
    async (_, shipment, first, late, counts, lateAt) => {
      const device = await withSensor(shipment);
      await received(device, first(), 60, 60);
      await monitorAt(midnight);
      const [refusals, misplacements] = first === refused ? [1, 0] : [0, 1];
      const before = [
        [60, 'finding-opened', refusals, misplacements],
        [midnight, 'finding-closed', refusals, misplacements],
      ];
      expect(await counted(shipment)).toEqual(before);
      await received(device, late(), lateAt, midnight + 30);
      await monitorAt(midnight + 31);
      const after = [...before, [midnight + 30, 'finding-closed', ...counts]];
      expect(await counted(shipment)).toEqual(after);
      await monitorAt(midnight + 90);
      expect(await counted(shipment)).toEqual(after);
      const { entries } = await readLedger(api.account.database, shipment);
      const notified = entries.filter(({ sequence }) => notifiableAmong(entries).has(sequence));
      expect(notified.filter(({ fact }) => 'finding' in fact).map(({ fact }) => fact.kind)).toEqual([
        'finding-opened',
      ]);
    },
  );

  test('of which none was known are notified and counted at once', async () => {
    const device = await withSensor('SE-14');
    await send(device, 0, [5], 0);
    await monitorAt(midnight);
    await received(device, refused(), 60, midnight + 30);
    expect(await counted('SE-14')).toEqual([
      [midnight + 30, 'finding-opened', 1, 0],
      [midnight + 30, 'finding-closed', 1, 0],
    ]);
  });

  test('are counted once their day has ended, also where a message of another day came after them', async () => {
    const device = await withSensor('SE-15');
    await received(device, misplaced(), 60, 60);
    // It is more than a day old, but not from long before the sensor was attached.
    await received(device, { time: at(10 - 24 * 60), temperature: 5 }, 70, 70);
    expect(await counted('SE-15')).toEqual([[60, 'finding-opened', 0, 1]]);
    // Its silence is recorded long before, so that nothing but the day itself is a reason to look at midnight.
    await monitorAt(240);
    await monitorAt(midnight);
    expect(await counted('SE-15')).toEqual([
      [60, 'finding-opened', 0, 1],
      [midnight, 'finding-closed', 0, 1],
    ]);
  });
});
