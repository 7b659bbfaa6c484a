import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { saveSummary } from '../../src/storage/shipments.ts';
import { putProfile } from '../../src/storage/profiles.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { summarise } from '../../src/shipments/summary.ts';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { stepsIn } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, otto, sara } = people;
const eight = Date.parse('2026-11-20T08:00:00Z');
const nine = eight + 60 * minute;
const iso = (at: number): string => new Date(at).toISOString();

let api: Api;
let steps: ReturnType<typeof stepsIn>;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: nine });
  api = await apiInProcess();
  steps = stepsIn(api);
  await putProfile(api.account.database, warmProfile, 'Ann');
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

const nothingHeard = {
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

/** What the board says of the sensors of a shipment that a device watches since eight. */
async function heard(shipment: string, ...payloads: unknown[]) {
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

describe('what a sensor last said', () => {
  test('is nothing before its first reading', async () => {
    expect(await heard('B-1')).toEqual([nothingHeard]);
  });

  test('is the newest value of each channel, in its own time', async () => {
    expect(
      await heard(
        'B-2',
        { time: at(10), temperature: 5.5, battery: 87, latitude: 51.9, longitude: 0.25 },
        { time: at(0), temperature: 4, battery: 90, latitude: 50, longitude: 1 },
        { time: at(20), humidity: 40 },
      ),
    ).toEqual([
      {
        ...nothingHeard,
        readAt: iso(at(20)),
        celsius: 5.5,
        celsiusAt: iso(at(10)),
        batteryPercent: 87,
        latitude: 51.9,
        longitude: 0.25,
      },
    ]);
  });

  test('is the text that stands in place of a temperature, and since when', async () => {
    expect(
      await heard('B-3', [
        { time: at(0), temperature: 5 },
        { time: at(10), temperature: 'ERR' },
        { time: at(20), temperature: 'ERR' },
      ]),
    ).toEqual([
      {
        ...nothingHeard,
        readAt: iso(at(20)),
        celsiusAt: iso(at(0)),
        unreadable: { text: 'ERR', since: iso(at(10)) },
      },
    ]);
  });

  test('is how much of an allowance is used', async () => {
    expect(
      await heard('B-4', [
        { time: at(40), temperature: 5 },
        { time: at(50), temperature: 9 },
      ]),
    ).toMatchObject([{ celsius: 9, allowance: { rule: 'warm-20m', used: 0.5 } }]);
  });

  test('is of no sensor that was detached, or went on to another shipment', async () => {
    const device = 'lid-of-B-5';
    await heard('B-5', { time: at(0), temperature: 5 });
    await steps.step('detachDevice', 'B-5', { at: iso(at(10)) }, { device });
    const { items } = await steps.done(lena, 'listBoard');
    const { devices, sensors } = items.find(({ shipment }) => shipment === 'B-5')!;
    expect({ devices, sensors }).toEqual({ devices: [], sensors: [] });
  });
});

describe('a board', () => {
  const board = async (who: typeof lena | typeof otto | typeof sara, query: Record<string, string> = {}) => {
    const { items, next, asOf } = await steps.done(who, 'listBoard', { query });
    return { ids: items.map(({ shipment }) => shipment), next, asOf };
  };
  /** A shipment of the south that changed at a time. */
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
    // Nothing may happen to it by itself any more.
    await saveSummary(api.account.database, { ...summary, isWatched: false, sequence: 2 });
    vi.setSystemTime(ten + 10 * minute);
  });

  test('says the time as of which it is, and holds what is watched at one’s own sites, by its change', async () => {
    expect(await board(sara)).toEqual({
      ids: ['D-1', 'D-2', 'D-3', 'D-5'],
      next: null,
      asOf: iso(ten + 10 * minute),
    });
    expect((await board(lena)).ids.toSorted()).toEqual((await board(otto)).ids.toSorted());
    expect((await board(otto)).ids).toEqual(expect.arrayContaining(['B-1', 'D-1', 'D-5']));
  });

  test('of what changed since a time looks a quarter of a minute further back, and no further', async () => {
    const since = async (time: number) => (await board(sara, { since: iso(time) })).ids;
    expect(await since(ten + minute + 15_000)).toEqual(['D-3', 'D-5']);
    expect(await since(ten + minute + 15_001)).toEqual(['D-5']);
    expect(await since(Date.UTC(2000, 0))).toEqual(['D-1', 'D-2', 'D-3', 'D-5']);
  });

  test('goes on behind what was seen, also where several changed at one moment', async () => {
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
      changedAt: ten,
      seen: ['D-1', 'D-2'],
    });
    expect((await board(sara, { limit: '4' })).next).toBeNull();
  });
});
