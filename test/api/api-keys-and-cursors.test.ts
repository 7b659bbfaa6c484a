import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteId } from '../../src/api/routes/routes.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, paul, sara } = people;
let api: Api;
beforeAll(async () => {
  api = await apiInProcess();
  await putProfile(api.account.database, warmProfile, 'Ann');
});
afterAll(() => api.account.close());

let count = 0;
const plan = (site = 'north', shipment = `S-${++count}`) => ({
  shipment,
  goods: 'vaccine',
  origin: 'Cambridge',
  destination: 'Stansted',
  site,
  profile: 'warm',
});

/** Plans a shipment and returns its id. */
async function planned(site?: string): Promise<string> {
  const body = plan(site);
  expect(await api.ask(lena, 'createShipment', { body })).toMatchObject({ status: 200 });
  return body.shipment;
}
const entriesOf = async (shipment: string) => (await readLedger(api.account.database, shipment)).entries;
const depart = (shipment: string, key: string, at = '2026-11-20T08:00:00Z') =>
  api.ask(lena, 'depart', { path: { shipment }, body: { at, basedOn: 1 }, key });

// draft-ietf-httpapi-idempotency-key-header, section 2.7
describe('an idempotency key', () => {
  const reused = {
    status: 422,
    body: { detail: 'this idempotency key was used for another request; use a new one' },
  };

  test('makes a repeated request execute once and return the same response', async () => {
    const shipment = await planned();
    const first = await depart(shipment, 'again-0001');
    expect(first).toMatchObject({ status: 200, body: { sequence: 2 } });
    expect(await depart(shipment, 'again-0001')).toMatchObject({ status: 200, body: first.body });
    expect(await entriesOf(shipment)).toHaveLength(2);
  });

  test('is refused for a request with another body', async () => {
    const shipment = await planned();
    await depart(shipment, 'body-00001');
    expect(await depart(shipment, 'body-00001', '2026-11-20T09:00:00Z')).toMatchObject(reused);
    expect(await entriesOf(shipment)).toHaveLength(2);
  });

  test('is refused for a request on another path, even with the same body', async () => {
    const shipment = await planned();
    const body = { at: '2026-11-20T08:00:00Z', basedOn: 1 };
    const request = { path: { shipment }, body, key: 'path-00001' };
    expect(await api.ask(lena, 'depart', request)).toMatchObject({ status: 200 });
    expect(await api.ask(lena, 'arrive', request)).toMatchObject(reused);
    expect(await entriesOf(shipment)).toHaveLength(2);
  });

  test('is refused for a request on another shipment, even with the same body', async () => {
    const [one, other] = [await planned(), await planned()];
    expect(await depart(one, 'shipment-1')).toMatchObject({ status: 200 });
    expect(await depart(other, 'shipment-1')).toMatchObject(reused);
    expect(await entriesOf(other)).toHaveLength(1);
  });

  test('that begins with another key is a different key', async () => {
    const shipment = await planned();
    expect(await depart(shipment, 'prefix-0001')).toMatchObject({ status: 200 });
    for (const [basedOn, key] of [
      [2, 'prefix-000'],
      [3, 'prefix-00012'],
    ] as const) {
      const request = { path: { shipment }, body: { to: key, basedOn }, key };
      expect(await api.ask(lena, 'handOver', request)).toMatchObject({ status: 200 });
    }
    expect((await entriesOf(shipment)).map(({ fact }) => fact.kind)).toEqual([
      'shipment-created',
      'departed',
      'handed-over',
      'handed-over',
    ]);
  });

  test('of one person is independent of the same key of another', async () => {
    const shipment = await planned('south');
    expect(await depart(shipment, 'person-001')).toMatchObject({ status: 200 });
    const body = { to: 'the pharmacy', basedOn: 2 };
    expect(await api.ask(sara, 'handOver', { path: { shipment }, body, key: 'person-001' })).toMatchObject({
      status: 200,
    });
  });

  test.each(['', 'short', 'x'.repeat(81), 'with spaces', 'with/slash'])(
    'is refused if it is %j',
    async (key) => {
      const shipment = await planned();
      expect(await depart(shipment, key)).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining('Every write needs a header "Idempotency-Key"') as unknown },
      });
      expect(await entriesOf(shipment)).toHaveLength(1);
    },
  );
});

describe('a cursor', () => {
  const cursorOf = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');
  const lists: [RouteId, Record<string, string>][] = [
    ['listBoard', {}],
    ['listShipments', {}],
    ['listProfiles', {}],
    ['listLedger', { shipment: 'S-1' }],
    ['listShipmentAlarms', { shipment: 'S-1' }],
    ['getReadingsCsv', { shipment: 'S-1' }],
  ];
  const places = [
    1e300,
    -1,
    1.5,
    null,
    'x',
    [],
    {},
    { changedAt: 1e300, seen: [] },
    { changedAt: 8.64e15 + 1, seen: [] },
    { changedAt: -1, seen: [] },
    { changedAt: 1, seen: [1] },
    { list: 1e300, after: null },
    { list: -1, after: null },
    { list: 0, after: 'x'.repeat(65) },
    { id: 'warm', version: 1e300 },
    { id: '../x', version: 1 },
    { __proto__: null },
  ];

  test.each(lists)('of %s that the API never returned is refused or ends the list', async (id, path) => {
    for (const cursor of [...places.map(cursorOf), '', '%', '!!', 'eyJ', 'a'.repeat(5000)]) {
      const { status, body } = await api.ask(lena, id, { path, query: { cursor } });
      expect([cursor.slice(0, 80), status], JSON.stringify(body)).toEqual([
        cursor.slice(0, 80),
        status === 200 || status === 400 || status === 404 ? status : 'neither answered nor refused',
      ]);
    }
  });

  test('with a number beyond the latest time is refused by name', async () => {
    for (const changedAt of [1e300, 8.64e15 + 2])
      expect(
        await api.ask(lena, 'listBoard', { query: { cursor: cursorOf({ changedAt, seen: [] }) } }),
      ).toMatchObject({
        status: 400,
        body: { detail: 'cursor: must be the "next" of the page before' },
      });
  });
});

describe('a shipment id that is taken', () => {
  test('at one’s own site is refused with what to do', async () => {
    const shipment = await planned();
    expect(
      await api.ask(lena, 'createShipment', { body: { ...plan('north', shipment), goods: 'other' } }),
    ).toMatchObject({
      status: 409,
      body: { detail: `shipment ${shipment} already exists with another plan; give this one another id` },
    });
  });

  test('at another site discloses nothing about that shipment, whatever is requested', async () => {
    const shipment = await planned('north');
    const refusals = await Promise.all(
      [plan('south', shipment), { ...plan('south', shipment), goods: 'guess' }].map((body) =>
        api.ask(sara, 'createShipment', { body }),
      ),
    );
    for (const { status, body } of refusals)
      expect([status, body.detail]).toEqual([
        409,
        `The id ${shipment} is not available; give this shipment another.`,
      ]);
    expect(await entriesOf(shipment)).toHaveLength(1);
    expect(await api.ask(sara, 'showShipment', { path: { shipment } })).toMatchObject({ status: 404 });
    expect(await api.ask(paul, 'showShipment', { path: { shipment } })).toMatchObject({ status: 200 });
  });
});
