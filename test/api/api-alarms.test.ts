import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { putProfile } from '../../src/storage/store-profile.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { stepsIn } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, paul, petra } = people;
const eight = Date.parse('2026-11-20T08:00:00Z');
const at = (minutes: number): number => eight + minutes * minute;
const iso = (time: number): string => new Date(time).toISOString();

let api: Api;
let steps: ReturnType<typeof stepsIn>;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: eight });
  api = await apiInProcess();
  steps = stepsIn(api);
  const [rule] = warmProfile.rules;
  const hot = { id: 'hot', channel: 'temperature', above: 30, mode: 'instant', severity: 'critical' };
  const rules = [
    { ...rule!, clearAfter: 'PT10M' },
    { ...hot, clearAfter: 'PT10M' },
  ];
  await putProfile(api.account.database, { ...warmProfile, rules }, 'Ann');
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

/** A shipment with a sensor attached at eight. */
async function attachSensor(shipment: string): Promise<void> {
  vi.setSystemTime(eight);
  await steps.plan(shipment);
  await steps.step('attachDevice', shipment, { device: `lid-of-${shipment}`, since: iso(eight) });
}
/** The sensor reads a value at a minute and sends it immediately. */
async function read(shipment: string, minutes: number, ...celsius: number[]): Promise<void> {
  for (const [index, temperature] of celsius.entries()) {
    vi.setSystemTime(at(minutes + index * 10));
    await steps.send(`lid-of-${shipment}`, { time: Date.now(), temperature });
  }
}
const alarmsOf = async (shipment: string, query: Record<string, string> = {}) =>
  steps.done(lena, 'listShipmentAlarms', { path: { shipment }, query });
const figuresOf = async (shipment: string, query: Record<string, string> = {}) =>
  (await steps.done(lena, 'listAlarms', { query })).items.filter((each) => each.shipment === shipment);
const acknowledge = (shipment: string, rule: string, requester: typeof lena | typeof paul = lena) =>
  steps.step('acknowledgeAlarm', shipment, { comment: 'moved to the fridge' }, { rule }, requester);

describe('the alarms of a shipment', () => {
  test('are empty before the first alarm', async () => {
    await attachSensor('AL-1');
    expect(await alarmsOf('AL-1')).toEqual({ items: [], next: null });
    expect(await figuresOf('AL-1')).toEqual([]);
    expect(
      await api.ask(lena, 'acknowledgeAlarm', {
        path: { shipment: 'AL-1', rule: 'warm-20m' },
        body: { comment: 'seen', basedOn: 2 },
      }),
    ).toMatchObject({
      status: 409,
      body: { detail: 'no alarm of rule warm-20m was ever raised', title: 'Conflict' },
    });
  });

  test('say when each was raised, acknowledged and ended, since when in device time, and how severe it is', async () => {
    await attachSensor('AL-2');
    await read('AL-2', 0, 5, 9, 9, 9);
    const raised = {
      shipment: 'AL-2',
      rule: 'warm-20m',
      severity: 'major',
      raisedAt: iso(at(30)),
      since: iso(at(10)),
      until: null,
      endedAt: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      comment: null,
      escalations: 0,
    };
    expect(await alarmsOf('AL-2')).toEqual({ items: [raised], next: null });
    vi.setSystemTime(at(35));
    await acknowledge('AL-2', 'warm-20m');
    vi.setSystemTime(at(36));
    // A second acknowledgement changes nothing.
    await acknowledge('AL-2', 'warm-20m', paul);
    const answered = {
      ...raised,
      acknowledgedAt: iso(at(35)),
      acknowledgedBy: 'lena',
      comment: 'moved to the fridge',
    };
    expect((await alarmsOf('AL-2')).items).toEqual([answered]);
    const { by, why, fact } = (await readLedger(api.account.database, 'AL-2')).entries.at(-1)!;
    expect({ by, why, fact }).toEqual({
      by: 'lena',
      why: 'moved to the fridge',
      fact: { kind: 'alarm-acknowledged', rule: 'warm-20m', comment: 'moved to the fridge' },
    });
    await read('AL-2', 40, 31, 5, 5);
    const ended = { ...answered, until: iso(at(50)), endedAt: iso(at(60)) };
    const hot = {
      ...raised,
      rule: 'hot',
      severity: 'critical',
      raisedAt: iso(at(40)),
      since: iso(at(40)),
      until: iso(at(50)),
      endedAt: iso(at(60)),
    };
    expect((await alarmsOf('AL-2')).items).toEqual([ended, hot]);
    const first = await alarmsOf('AL-2', { limit: '1' });
    expect(first.items).toEqual([ended]);
    expect(await alarmsOf('AL-2', { limit: '1', cursor: first.next! })).toEqual({ items: [hot], next: null });
  });
});

describe('the figures of alarms', () => {
  test('count the alarms of each rule of a shipment, with the mean time to acknowledgement', async () => {
    await attachSensor('AL-3');
    await read('AL-3', 0, 5, 31, 5, 5);
    const hot = {
      shipment: 'AL-3',
      rule: 'hot',
      alarms: 1,
      standing: 0,
      endedSoon: 1,
      acknowledged: 0,
      meanAcknowledgedAfterSeconds: null,
      severity: 'critical',
    };
    expect(await figuresOf('AL-3')).toEqual([hot]);
    await read('AL-3', 40, 9, 9, 9);
    const warm = { ...hot, rule: 'warm-20m', standing: 1, endedSoon: 0, severity: 'major' };
    expect(await figuresOf('AL-3')).toEqual([hot, warm]);
    vi.setSystemTime(at(60) + 90_500);
    await acknowledge('AL-3', 'warm-20m');
    expect(await figuresOf('AL-3')).toEqual([
      hot,
      { ...warm, acknowledged: 1, meanAcknowledgedAfterSeconds: 90.5 },
    ]);
    // A second alarm of the rule, acknowledged after a longer time.
    await read('AL-3', 70, 5, 5, 5, 9, 9, 9);
    vi.setSystemTime(at(120) + 30_500);
    await acknowledge('AL-3', 'warm-20m');
    const both = { ...warm, alarms: 2, acknowledged: 2, meanAcknowledgedAfterSeconds: 60.5 };
    expect(await figuresOf('AL-3')).toEqual([hot, both]);
    // `since` is inclusive.
    const since = (time: number) => figuresOf('AL-3', { since: iso(time) });
    expect(await since(at(10))).toEqual([hot, both]);
    const second = { ...both, alarms: 1, acknowledged: 1, meanAcknowledgedAfterSeconds: 30.5 };
    for (const time of [at(10) + 1, at(120)])
      expect((await since(time)).find(({ rule }) => rule === 'warm-20m')).toEqual(
        time === at(120) ? second : both,
      );
    expect(await since(at(120) + 1)).toEqual([]);
    expect(await since(at(120) + 30_501)).toEqual([]);
  });

  test('cover the shipments that changed since a time, at the requested site and status', async () => {
    await attachSensor('AL-4');
    await read('AL-4', 0, 5, 31);
    const last = at(10);
    expect(await figuresOf('AL-4', { since: iso(last) })).toHaveLength(1);
    expect(await figuresOf('AL-4', { site: 'north', status: 'planned' })).toHaveLength(1);
    expect(await figuresOf('AL-4', { site: 'south' })).toEqual([]);
    expect(await figuresOf('AL-4', { status: 'arrived' })).toEqual([]);
    expect((await steps.done(petra, 'listAlarms')).items).toEqual([]);
  });

  test('come in pages of 25 shipments unless fewer are requested', async () => {
    for (let index = 10; index < 40; index++) await steps.plan(`AM-${index}`, { site: 'south' });
    const { next } = await steps.done(petra, 'listAlarms');
    const place = JSON.parse(Buffer.from(next!, 'base64url').toString()) as { after: string };
    expect(place.after).toBe('AM-34');
    expect((await steps.done(petra, 'listAlarms', { query: { cursor: next! } })).next).toBeNull();
    const fewer = await steps.done(petra, 'listAlarms', { query: { limit: '3' } });
    expect(JSON.parse(Buffer.from(fewer.next!, 'base64url').toString())).toMatchObject({ after: 'AM-12' });
  });
});
