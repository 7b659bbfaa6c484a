import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shipmentOf } from '../../src/shipments/ledger.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { beforeRequest } from '../support/before-request.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, otto, sara } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(noon));
  const rules = [{ ...warmProfile.rules[0]!, id: 'air-warm', judges: false }];
  await putProfile(api.account.database, { ...warmProfile, id: 'air', rules }, 'Ann');
});
afterAll(() => stopApi(api));

const plan = (shipment: string, more: Record<string, unknown> = {}) => ({
  shipment,
  goods: 'vaccine',
  origin: 'Cambridge',
  destination: 'Stansted',
  site: 'north',
  profile: 'warm',
  ...more,
});
const together = (shipments: unknown[], more: Record<string, unknown> = {}, key?: string) => ({
  body: { shipments, ...more },
  ...(key !== undefined && { key }),
});
const entriesOf = async (shipment: string) => (await readLedger(api.account.database, shipment)).entries;
const isThere = async (shipment: string) => (await entriesOf(shipment)).length > 0;
const listed = async () =>
  (await steps.done(lena, 'listShipments', { query: { limit: '100' } })).items.map(
    ({ shipment }) => shipment,
  );

describe('many shipments', () => {
  test('are planned by one request, each as if it were planned alone', async () => {
    const shipments = Array.from({ length: 100 }, (_, index) =>
      plan(`M-${String(index).padStart(3, '0')}`, { vehicle: `van ${index}` }),
    );
    const answer = await steps.done(lena, 'planShipments', together(shipments));
    expect(answer).toEqual({
      planned: shipments.map(({ shipment }) => ({ shipment, sequence: 1 })),
      problems: [],
    });
    await steps.plan('S-1', { vehicle: 'van 7' });
    const [alone, one] = [(await entriesOf('S-1'))[0]!, (await entriesOf('M-007'))[0]!];
    expect({ ...one, shipment: '', hash: '', request: '' }).toEqual({
      ...alone,
      shipment: '',
      hash: '',
      request: '',
    });
    expect((await steps.done(lena, 'showShipment', { path: { shipment: 'M-099' } })).plan?.vehicle).toBe(
      'van 99',
    );
    await steps.step('depart', 'M-042');
    expect((await entriesOf('M-042')).map(({ fact }) => fact.kind)).toEqual(['shipment-created', 'departed']);
  });

  test('are archived and listed when they are planned', async () => {
    await steps.done(lena, 'planShipments', together([plan('A-1'), plan('A-2')]));
    expect((await readLedger(api.account.database, 'A-2')).archivedUpTo).toBe(1);
    expect(await listed()).toEqual(expect.arrayContaining(['A-1', 'A-2']));
  });

  test('are not planned if anything is wrong with one, and everything that is wrong is said', async () => {
    await steps.plan('TAKEN');
    await steps.done(sara, 'createShipment', { body: plan('ELSEWHERE', { site: 'south' }) });
    const tom = { username: 'tom', groups: ['logistics', 'site:north'] };
    const shipments = [
      plan('B-1'),
      plan('B-2', { goods: '', vehical: 'van' }),
      'no plan',
      plan('TAKEN'),
      plan('TAKEN', { goods: 'other goods' }),
      plan('ELSEWHERE'),
      plan('B-3', { site: 'south' }),
      plan('B-4', { profile: 'none@7', ambientProfile: 'none' }),
      plan('B-5', { ambientProfile: 'warm' }),
      plan('B-6', { plannedDeparture: '2026-11-21T09:00:00Z', plannedArrival: '2026-11-21T08:00:00Z' }),
      plan('B-7', { destination: { name: 'x', circle: { latitude: 91, longitude: 0, radiusMeters: 1 } } }),
      plan('B-1', { ambientProfile: 'air' }),
    ];
    const problems = [
      [1, 'B-2', 'goods', 'must not be empty'],
      [1, 'B-2', '', 'unknown field "vehical"'],
      [2, null, '', 'must be an object'],
      [
        3,
        'TAKEN',
        'shipment',
        'shipment TAKEN is planned already, with this same plan; leave it out of the list',
      ],
      [4, 'TAKEN', 'shipment', 'TAKEN is in this list already, as item 4; give each shipment its own number'],
      [4, 'TAKEN', 'shipment', 'shipment TAKEN already exists with another plan; give this one another id'],
      [5, 'ELSEWHERE', 'shipment', 'The id ELSEWHERE is not available; give this shipment another.'],
      [6, 'B-3', 'site', 'You may plan shipments at north, not at south.'],
      [7, 'B-4', 'profile', 'profile none, version 7, does not exist; add it first'],
      [7, 'B-4', 'ambientProfile', 'profile none, version 1, does not exist; add it first'],
      [
        8,
        'B-5',
        'ambientProfile',
        'rule warm-20m of the ambient profile warm judges; a rule about the air around the goods may only warn: give it "judges": false',
      ],
      [9, 'B-6', '', 'plannedArrival must not be before plannedDeparture'],
      [10, 'B-7', 'destination.circle.latitude', 'must be between -90 and 90 degrees'],
      [11, 'B-1', 'shipment', 'B-1 is in this list already, as item 1; give each shipment its own number'],
    ].map(([item, shipment, field, message]) => ({ item, shipment, field, message }));
    const checked = await api.ask(tom, 'planShipments', together(shipments, { check: true }));
    expect(checked.status).toBe(200);
    expect(checked.body.planned).toEqual([]);
    expect(checked.body.problems).toEqual(problems);
    const { status, body } = await api.ask(tom, 'planShipments', together(shipments));
    expect([status, body.title, body.detail]).toEqual([
      422,
      'The request cannot be carried out',
      '11 of 12 shipments cannot be planned, so none was planned; "items" says what is wrong with which.',
    ]);
    expect(body['items']).toEqual(problems);
    for (const number of [1, 2, 3, 4, 5, 6, 7]) expect(await isThere(`B-${number}`)).toBe(false);
  });

  test('are checked without being planned', async () => {
    const answer = await steps.done(
      lena,
      'planShipments',
      together([plan('C-1'), plan('C-2')], { check: true }),
    );
    expect(answer).toEqual({ planned: [], problems: [] });
    expect([await isThere('C-1'), await isThere('C-2')]).toEqual([false, false]);
  });

  test('are 1 to 100, by people who may plan', async () => {
    const problemsOf = async (shipments: unknown) =>
      (await api.ask(lena, 'planShipments', { body: { shipments } })).body.problems;
    expect(await problemsOf([])).toEqual(['shipments: must have one shipment at least']);
    expect(await problemsOf(Array.from({ length: 101 }, (_, index) => plan(`H-${index}`)))).toEqual([
      'shipments: must have at most 100 shipments',
    ]);
    expect(await problemsOf('x')).toEqual(['shipments: must be a list']);
    expect((await api.ask(otto, 'planShipments', together([plan('O-1')]))).status).toBe(403);
    expect((await api.ask(sara, 'planShipments', together([plan('O-1')]))).status).toBe(422);
    expect(await isThere('O-1')).toBe(false);
  });

  test('that are too large together are refused', async () => {
    const corners = Array.from({ length: 500 }, (_, index) => ({
      latitude: 51 + index / 1e10,
      longitude: 1 / 7 + index,
    })).map(({ latitude, longitude }) => ({ latitude, longitude: longitude % 180 }));
    const wide = (shipment: string, count: number) =>
      plan(shipment, {
        waypoints: Array.from({ length: count }, (_, at) => ({ name: `w${at}`, polygon: { corners } })),
      });
    const detailOf = async (shipments: unknown[]) =>
      (await api.ask(lena, 'planShipments', together(shipments))).body.detail;
    expect(await detailOf([plan('W-1'), wide('W-2', 20)])).toMatch(/^None was planned: the plan of W-2 has /);
    const many = Array.from({ length: 30 }, (_, index) => wide(`W-${index}`, 6));
    expect(await detailOf(many)).toMatch(/^None was planned: these 30 plans have \d+ bytes together/);
    expect(await isThere('W-1')).toBe(false);
  });
});

describe('a repeated request', () => {
  test('is answered as before, also when the shipments have moved on', async () => {
    const request = together([plan('R-1'), plan('R-2')], {}, 'repeat-100');
    const answer = await steps.done(lena, 'planShipments', request);
    await steps.step('depart', 'R-2');
    expect(await steps.done(lena, 'planShipments', request)).toEqual(answer);
    expect(await entriesOf('R-1')).toHaveLength(1);
    expect(await entriesOf('R-2')).toHaveLength(2);
  });

  test('with the same key and another body is refused', async () => {
    const key = 'repeat-200';
    await steps.done(lena, 'planShipments', together([plan('R-3')], {}, key));
    const other = await api.ask(lena, 'planShipments', together([plan('R-4')], {}, key));
    expect([other.status, other.body.detail]).toEqual([
      422,
      'this idempotency key was used for another request; use a new one',
    ]);
    expect(await isThere('R-4')).toBe(false);
  });

  test('with another key is refused, because the shipments are there', async () => {
    await steps.done(lena, 'planShipments', together([plan('R-5')]));
    const { status, body } = await api.ask(lena, 'planShipments', together([plan('R-5'), plan('R-6')]));
    expect([status, body['items']]).toEqual([
      422,
      [
        {
          item: 0,
          shipment: 'R-5',
          field: 'shipment',
          message: 'shipment R-5 is planned already, with this same plan; leave it out of the list',
        },
      ],
    ]);
    expect(await isThere('R-6')).toBe(false);
  });

  test('completes one that died after the entries were recorded', async () => {
    const shipments = ['D-1', 'D-2', 'D-3'];
    const request = together(
      shipments.map((each) => plan(each)),
      {},
      'repeat-300',
    );
    beforeRequest(
      api.account.services,
      (command, input) => command === 'PutItemCommand' && input.includes('"TableName":"shipments"'),
      () => {
        throw new Error('died between the ledgers and the lists');
      },
    );
    expect((await api.ask(lena, 'planShipments', request)).status).toBe(500);
    for (const shipment of shipments) expect(await isThere(shipment)).toBe(true);
    const before = await listed();
    expect(shipments.every((shipment) => before.includes(shipment))).toBe(false);
    const { planned } = await steps.done(lena, 'planShipments', request);
    expect(planned.map(({ shipment }) => shipment)).toEqual(shipments);
    expect(await listed()).toEqual(expect.arrayContaining(shipments));
  });

  test('plans what one that died before the entries were recorded did not', async () => {
    const request = together([plan('E-1'), plan('E-2')], {}, 'repeat-400');
    beforeRequest(
      api.account.services,
      (command) => command === 'TransactWriteItemsCommand',
      () => {
        throw new Error('died before');
      },
    );
    expect((await api.ask(lena, 'planShipments', request)).status).toBe(500);
    expect([await isThere('E-1'), await isThere('E-2')]).toEqual([false, false]);
    await steps.done(lena, 'planShipments', request);
    expect([await isThere('E-1'), await isThere('E-2')]).toEqual([true, true]);
  });
});

describe('two requests with a number in common', () => {
  test('leave the whole of one and nothing of the other', async () => {
    beforeRequest(
      api.account.services,
      (command) => command === 'TransactWriteItemsCommand',
      () => steps.done(lena, 'planShipments', together([plan('K-1', { goods: 'first' }), plan('COMMON')])),
    );
    const { status, body } = await api.ask(
      lena,
      'planShipments',
      together([plan('K-2'), plan('COMMON', { goods: 'second' })]),
    );
    expect([status, body['items']]).toEqual([
      422,
      [
        {
          item: 1,
          shipment: 'COMMON',
          field: 'shipment',
          message: 'shipment COMMON already exists with another plan; give this one another id',
        },
      ],
    ]);
    expect([await isThere('K-1'), await isThere('K-2')]).toEqual([true, false]);
    expect(shipmentOf(await entriesOf('COMMON')).goods).toBe('vaccine');
  });

  test('that are one request sent twice plan it once', async () => {
    const request = together([plan('K-3'), plan('K-4')], {}, 'repeat-500');
    let first: unknown;
    beforeRequest(
      api.account.services,
      (command) => command === 'TransactWriteItemsCommand',
      async () => {
        first = await steps.done(lena, 'planShipments', request);
      },
    );
    expect(await steps.done(lena, 'planShipments', request)).toEqual(first);
    expect(await entriesOf('K-3')).toHaveLength(1);
  });
});
