import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Somebody } from '../simulation/identity.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, paul } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const at = (minutes: number): string => new Date(noon + minutes * minute).toISOString();
const circle = (latitude: number) => ({ latitude, longitude: 0.1, radiusMeters: 500 });

let api: Api;
let steps: Steps;
let shipment = '';
let count = 0;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(noon));
  await putProfile(api.account.database, { ...warmProfile, version: 2 }, 'Ann');
});
beforeEach(async () => {
  vi.setSystemTime(noon);
  shipment = await steps.plan(`PC-${++count}`, {
    origin: { name: 'Cambridge', circle: circle(52.2) },
    destination: { name: 'Stansted', circle: circle(51.9) },
    waypoints: ['Ely', { name: 'Harlow', circle: circle(51.8) }],
    plannedArrival: at(180),
    lots: ['A1'],
  });
});
afterAll(() => stopApi(api));

const entriesOf = async () => (await readLedger(api.account.database, shipment)).entries;
const shown = () => steps.done(lena, 'showShipment', { path: { shipment } });
const change = (fields: object, reason = 'the order changed') =>
  steps.step('changePlan', shipment, { change: fields, reason });
async function refusal(id: 'changePlan' | 'cancelShipment', fields: object, requester: Somebody = lena) {
  const basedOn = await steps.basedOn(shipment);
  const { status, body } = await api.ask(requester, id, { path: { shipment }, body: { basedOn, ...fields } });
  expect(await steps.basedOn(shipment)).toBe(basedOn);
  return [status, body.problems ?? body.detail];
}

describe('a change of a plan', () => {
  test('is shown in the plan, and in what lists say', async () => {
    const carrier = { name: 'Swift', phone: '+44 20 7946 0018', email: null };
    await change({ lots: ['A1', 'A2'], carrier, plannedDeparture: at(10), destination: 'Luton' });
    const now = await shown();
    expect(now).toMatchObject({
      lots: ['A1', 'A2'],
      carrier,
      plannedDeparture: at(10),
      destination: 'Luton',
    });
    expect(now.plan).toMatchObject({
      destination: 'Luton',
      plannedArrival: at(180),
      waypoints: ['Ely', { name: 'Harlow', circle: circle(51.8) }],
    });
    expect(now.way.map(({ kind }) => kind)).toEqual(['origin', 'waypoint']);
    const { items } = await steps.done(lena, 'listShipments', { query: { status: 'planned' } });
    expect(items.find((each) => each.shipment === shipment)).toMatchObject({
      lots: ['A1', 'A2'],
      destination: 'Luton',
    });
  });

  test('that is sent as the plan was shown changes nothing', async () => {
    const { shipment: _, site: __, ...plan } = (await shown()).plan;
    await change(plan);
    expect(await entriesOf()).toHaveLength(1);
  });

  test('is executed once by its key', async () => {
    const asked = {
      path: { shipment },
      key: `once-${shipment}`,
      body: { basedOn: 1, reason: 'r', change: { goods: 'serum' } },
    };
    const first = await api.ask(lena, 'changePlan', asked);
    expect((await api.ask(lena, 'changePlan', asked)).body).toEqual(first.body);
    expect(await entriesOf()).toHaveLength(2);
  });

  test.each<[string, object, unknown]>([
    ['nothing', {}, [400, ['change: must name what to change, such as goods, lots or plannedArrival']]],
    [
      'a profile that does not exist',
      { profile: 'warm@9' },
      [422, 'profile warm has no version 9 here; it has 1, 2: say warm@2'],
    ],
    [
      'a site',
      { site: 'south' },
      [
        400,
        [
          'change: unknown field "site"',
          'change: must name what to change, such as goods, lots or plannedArrival',
        ],
      ],
    ],
    [
      'an arrival before the departure',
      { plannedDeparture: at(200) },
      [
        409,
        'the planned arrival 2026-11-20 15:00 UTC is before the planned departure 2026-11-20 15:20 UTC; change both together',
      ],
    ],
  ])('that names %s is refused', async (_, fields, expected) => {
    expect(await refusal('changePlan', { reason: 'r', change: fields })).toEqual(expected);
  });

  test('needs a reason, the current ledger, and a person of logistics at the site', async () => {
    const asked = { change: { goods: 'serum' }, reason: 'r' };
    expect((await refusal('changePlan', { ...asked, reason: undefined }))[0]).toBe(400);
    expect((await refusal('changePlan', { ...asked, basedOn: 7 }))[0]).toBe(409);
    expect(await refusal('changePlan', asked, paul)).toEqual([403, expect.any(String)]);
  });
});

describe('a geofence that is moved while the goods are under way', () => {
  test('is the one that a warm function compares positions with', async () => {
    await steps.step('attachDevice', shipment, { device: `box-${shipment}`, since: at(0) });
    const send = async (minutes: number, latitude: number): Promise<void> => {
      vi.setSystemTime(noon + minutes * minute);
      await steps.send(`box-${shipment}`, { time: at(minutes), temperature: 5, latitude, longitude: 0.1 });
    };
    for (const minutes of [0, 10]) await send(minutes, 52.2);
    for (const minutes of [20, 30, 40]) await send(minutes, 52.1);
    expect((await shown()).inferredDepartedAt).toBe(at(20));
    await change({ destination: { name: 'Luton', circle: circle(52) } }, 'the clinic has no power');
    for (const minutes of [50, 60, 70]) await send(minutes, 52);
    expect(await shown()).toMatchObject({ status: 'in-transit', inferredArrivedAt: at(50) });
    await change({ destination: { name: 'Stansted', circle: circle(51.9) } }, 'the power is back');
    await send(80, 52);
    expect((await shown()).inferredArrivedAt).toBeNull();
    const kinds = (await entriesOf()).map(({ fact }) =>
      'detectedBy' in fact ? `${fact.kind} by positions` : fact.kind,
    );
    expect(kinds).toEqual([
      'shipment-created',
      'device-attached',
      'departed by positions',
      'plan-changed',
      'arrived by positions',
      'plan-changed',
      'milestone-withdrawn by positions',
    ]);
  });
});

describe('a cancellation', () => {
  test('is shown with who, when and why, and everything else is refused', async () => {
    await steps.step('attachDevice', shipment, { device: `box-${shipment}` });
    await steps.step('cancelShipment', shipment, { reason: 'the order was withdrawn' });
    expect(await shown()).toMatchObject({
      status: 'cancelled',
      devices: [],
      sensors: [],
      cancellation: { at: at(0), by: 'lena', reason: 'the order was withdrawn' },
    });
    const { items } = await steps.done(lena, 'listShipments', { query: { status: 'cancelled' } });
    expect(items.map((each) => each.shipment)).toContain(shipment);
    const board = await steps.done(lena, 'listBoard');
    expect(board.items.map((each) => each.shipment)).not.toContain(shipment);
    const why =
      'the shipment was cancelled 2026-11-20 12:00 UTC by lena (the order was withdrawn); plan another one with a copy of its plan';
    expect(await refusal('changePlan', { reason: 'r', change: { goods: 'serum' } })).toEqual([409, why]);
    expect(await refusal('cancelShipment', { reason: 'r' })).toEqual([409, why]);
    const basedOn = await steps.basedOn(shipment);
    for (const [id, fields] of [
      ['attachDevice', { device: 'other' }],
      ['depart', {}],
      ['arrive', {}],
      ['handOver', { to: 'x' }],
    ] as const) {
      const { status, body } = await api.ask(lena, id, { path: { shipment }, body: { ...fields, basedOn } });
      expect([id, status, body.detail]).toEqual([id, 409, why]);
    }
    const file = { name: 'a.csv', bytes: 10, sha256: 'a'.repeat(64) };
    const announced = await api.ask(lena, 'announceFile', { path: { shipment }, body: file });
    expect([announced.status, announced.body.detail]).toEqual([409, why]);
    const receipts = [{ shipment, basedOn, decision: 'released' }];
    const challenge = await api.ask(paul, 'challengeReceipt', { body: { receipts } });
    expect([challenge.status, challenge.body.detail]).toEqual([409, `${shipment}: ${why}`]);
  });

  test('is refused after the departure', async () => {
    await steps.step('depart', shipment);
    expect((await refusal('cancelShipment', { reason: 'r' }))[0]).toBe(409);
  });
});
