import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { saveSummary } from '../../src/storage/shipments.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { summarise } from '../../src/shipments/summary.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';

const { lena, otto, sara } = people;
const eight = Date.parse('2026-11-20T08:00:00Z');
const nine = eight + 60 * minute;
const iso = (at: number): string => new Date(at).toISOString();

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(nine));
});
afterAll(() => stopApi(api));

const noContact = {
  role: 'product',
  readAt: null,
  celsius: null,
  celsiusAt: null,
  unreadable: null,
  batteryPercent: null,
  latitude: null,
  longitude: null,
  allowance: null,
};

/** The sensors on the board of a shipment to which a device has been attached since eight. */
async function sensorsOf(shipment: string, ...payloads: unknown[]) {
  const device = `lid-of-${shipment}`;
  await steps.plan(shipment);
  await steps.step('attachDevice', shipment, { device, since: iso(eight) });
  for (const payload of payloads) await steps.send(device, payload);
  const { items } = await steps.done(lena, 'listBoard');
  const { sensors } = items.find((each) => each.shipment === shipment)!;
  return sensors.map(({ device: name, ...said }) => {
    expect(name).toBe(device);
    return said;
  });
}
const at = (minutes: number): number => eight + minutes * minute;

describe('the last values of a sensor on the board', () => {
  test('are null before the first reading', async () => {
    expect(await sensorsOf('B-1')).toEqual([noContact]);
  });

  test('are the newest value of each channel, by device time', async () => {
    expect(
      await sensorsOf(
        'B-2',
        { time: at(10), temperature: 5.5, battery: 87, latitude: 51.9, longitude: 0.25 },
        { time: at(0), temperature: 4, battery: 90, latitude: 50, longitude: 1 },
        { time: at(20), humidity: 40 },
      ),
    ).toEqual([
      {
        ...noContact,
        readAt: iso(at(20)),
        celsius: 5.5,
        celsiusAt: iso(at(10)),
        batteryPercent: 87,
        latitude: 51.9,
        longitude: 0.25,
      },
    ]);
  });

  test('include the text sent instead of a temperature, and since when', async () => {
    expect(
      await sensorsOf('B-3', [
        { time: at(0), temperature: 5 },
        { time: at(10), temperature: 'ERR' },
        { time: at(20), temperature: 'ERR' },
      ]),
    ).toEqual([
      {
        ...noContact,
        readAt: iso(at(20)),
        celsiusAt: iso(at(0)),
        unreadable: { text: 'ERR', since: iso(at(10)) },
      },
    ]);
  });

  test('include how much of an allowance is used', async () => {
    expect(
      await sensorsOf('B-4', [
        { time: at(40), temperature: 5 },
        { time: at(50), temperature: 9 },
      ]),
    ).toMatchObject([{ celsius: 9, allowance: { rule: 'warm-20m', used: 0.5 } }]);
  });

  test('leave out a sensor that was detached or moved to another shipment', async () => {
    const device = 'lid-of-B-5';
    await sensorsOf('B-5', { time: at(0), temperature: 5 });
    await steps.step('detachDevice', 'B-5', { at: iso(at(10)) }, { device });
    const { items } = await steps.done(lena, 'listBoard');
    const { devices, sensors } = items.find(({ shipment }) => shipment === 'B-5')!;
    expect({ devices, sensors }).toEqual({ devices: [], sensors: [] });
  });
});

describe('a board', () => {
  const board = async (
    requester: typeof lena | typeof otto | typeof sara,
    query: Record<string, string> = {},
  ) => {
    const { items, next, asOf } = await steps.done(requester, 'listBoard', { query });
    return { ids: items.map(({ shipment }) => shipment), next, asOf };
  };
  /** A shipment at site south that changed at a time. */
  const changed = async (shipment: string, changedAt: number): Promise<void> => {
    vi.setSystemTime(changedAt);
    await steps.plan(shipment, { site: 'south' });
  };
  const ten = nine + 60 * minute;
  beforeAll(async () => {
    await changed('D-1', ten);
    await changed('D-2', ten);
    await changed('D-3', ten + minute);
    await changed('D-4', ten + 2 * minute);
    const summary = summarise((await readLedger(api.account.database, 'D-4')).entries);
    await changed('D-5', ten + 3 * minute);
    // It is no longer monitored.
    await saveSummary(api.account.database, { ...summary, isWatched: false, sequence: 2 });
    vi.setSystemTime(ten + 10 * minute);
  });

  test('has its time and the monitored shipments of one’s own sites, ordered by last change', async () => {
    expect(await board(sara)).toEqual({
      ids: ['D-1', 'D-2', 'D-3', 'D-5'],
      next: null,
      asOf: iso(ten + 10 * minute),
    });
    expect((await board(lena)).ids.toSorted()).toEqual((await board(otto)).ids.toSorted());
    expect((await board(otto)).ids).toEqual(expect.arrayContaining(['B-1', 'D-1', 'D-5']));
  });

  test('of changes since a time reaches 15 seconds further back, and no more', async () => {
    const since = async (time: number) => (await board(sara, { since: iso(time) })).ids;
    expect(await since(ten + minute + 15_000)).toEqual(['D-3', 'D-5']);
    expect(await since(ten + minute + 15_001)).toEqual(['D-5']);
    expect(await since(Date.UTC(2000, 0))).toEqual(['D-1', 'D-2', 'D-3', 'D-5']);
  });

  test('continues after the last page, even if several shipments changed at the same moment', async () => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const { ids, next } = await board(sara, { limit: '1', ...(cursor !== undefined && { cursor }) });
      pages.push(ids);
      cursor = next ?? undefined;
    } while (cursor !== undefined);
    expect(pages).toEqual([['D-1'], ['D-2'], ['D-3'], ['D-5']]);
    const { ids, next } = await board(sara, { limit: '2' });
    expect(ids).toEqual(['D-1', 'D-2']);
    expect(JSON.parse(Buffer.from(next!, 'base64url').toString())).toEqual({
      at: ten,
      seen: ['D-1', 'D-2'],
    });
    expect((await board(sara, { limit: '4' })).next).toBeNull();
  });
});
