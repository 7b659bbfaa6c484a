import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { readPlanTable } from '../../src/planning/plan-table.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type SignedIn, signInAs } from '../support/api-client.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';

let run: LocalRun;
let lena: SignedIn;
let paul: SignedIn;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  [lena, paul] = await Promise.all([signInAs(run, 'lena'), signInAs(run, 'paul')]);
});
afterAll(() => run.stop());

const north = { path: { site: 'north' } };
const isThere = async (shipment: string) => (await readLedger(run.database, shipment)).entries.length > 0;
const plan = (shipment: string, more: object = {}) => ({
  shipment,
  goods: 'vaccine',
  origin: 'Cambridge',
  destination: 'Stansted',
  site: 'north',
  profile: 'controlled-cold',
  ...more,
});

/** The plans of a table, with what the API remembers. */
async function plansOf(table: string) {
  const { places, carriers } = await lena.do('getAddressBook', north);
  const { items: profiles } = await lena.do('listProfiles');
  const { rows } = await readPlanTable(table, 'pasted', {
    site: 'north',
    places,
    carriers,
    profiles,
    zone: 'Europe/London',
  });
  return rows;
}

describe('planning', { timeout: 60_000 }, () => {
  test('begins with what the site remembers', async () => {
    const circle = { latitude: 51.89, longitude: 0.26, radiusMeters: 800 };
    await lena.do('savePlace', { ...north, body: { place: { name: 'Stansted', circle } } });
    await lena.do('saveCarrier', { ...north, body: { name: 'Swift Carriers', phone: '+44 20 7946 0018' } });
    const fields = { goods: 'vaccine', origin: 'Cambridge', profile: 'controlled-cold' };
    await lena.do('saveTemplate', { ...north, body: { name: 'Weekly', plan: fields } });
    const { places, carriers, templates } = await paul.do('getAddressBook', north);
    const template = templates[0]!.plan;
    const [{ place }, { carrier }] = [places[0]!, carriers[0]!];
    const body = { shipment: 'PL-1', site: 'north', ...template, destination: place, carrier };
    await lena.do('createShipment', { body });
    const { plan: planned } = await paul.do('showShipment', { path: { shipment: 'PL-1' } });
    expect(planned).toMatchObject({ destination: { name: 'Stansted', circle }, carrier });
  });

  test('many at once goes from a table to the board, and a repeated request changes nothing', async () => {
    const rows = await plansOf(
      [
        'number\tgoods\tlots\tfrom\tto\tdeparts\tlimits\tcarrier',
        'PL-11\tvaccine\tA;B\tCambridge\tstansted\t2026-12-01 08:00\tcontrolled-cold\tswift carriers',
        'PL-12\tplasma\t\tEly\tStansted\t2026-12-02 08:00\tcontrolled-cold@1\t',
      ].join('\n'),
    );
    const shipments = rows.map((row) => row.plan);
    const checked = await lena.do('planShipments', { body: { check: true, shipments } });
    expect(checked).toEqual({ planned: [], problems: [] });
    expect(await isThere('PL-11')).toBe(false);
    const request = { body: { shipments }, key: 'import-0001' };
    const answer = await lena.do('planShipments', request);
    expect(answer.planned.map(({ shipment }) => shipment)).toEqual(['PL-11', 'PL-12']);
    expect(await lena.do('planShipments', request)).toEqual(answer);
    const board = (await paul.do('listBoard')).items.filter(({ shipment }) => shipment.startsWith('PL-1'));
    expect(board.map(({ shipment }) => shipment).toSorted()).toEqual(['PL-1', 'PL-11', 'PL-12']);
    const { plan: planned } = await paul.do('showShipment', { path: { shipment: 'PL-11' } });
    expect(planned).toMatchObject({
      lots: ['A', 'B'],
      plannedDeparture: '2026-12-01T08:00:00.000Z',
      carrier: { phone: '+44 20 7946 0018' },
    });
    expect((await readLedger(run.database, 'PL-12')).archivedUpTo).toBe(1);
    const other = await lena.ask('planShipments', { ...request, body: { shipments: shipments.slice(1) } });
    expect(other.status).toBe(422);
  });

  test('many at once with one bad line leaves nothing', async () => {
    const shipments = [plan('PL-21'), plan('PL-22', { profile: 'none' }), plan('PL-23')];
    const { status, body } = await lena.ask('planShipments', { body: { shipments } });
    expect([status, body]).toMatchObject([
      422,
      {
        items: [
          {
            item: 1,
            shipment: 'PL-22',
            field: 'profile',
            message: 'profile none, version 1, does not exist; add it first',
          },
        ],
      },
    ]);
    for (const { shipment } of shipments) expect(await isThere(shipment)).toBe(false);
  });

  test('by several people at the same time leaves the whole of one request, and nothing of the others', async () => {
    const requests = Array.from({ length: 5 }, (_, person) => [
      ...Array.from({ length: 8 }, (__, index) => plan(`PL-3${person}${index}`)),
      plan('PL-COMMON', { vehicle: `van ${person}` }),
    ]);
    const answers = await Promise.all(
      requests.map((shipments) => lena.ask('planShipments', { body: { shipments } })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(4);
    const winner = answers.findIndex(({ status }) => status === 200);
    for (const [person, shipments] of requests.entries())
      for (const { shipment } of shipments.slice(0, -1))
        expect(await isThere(shipment), shipment).toBe(person === winner);
    const { plan: planned } = await paul.do('showShipment', { path: { shipment: 'PL-COMMON' } });
    expect(planned.vehicle).toBe(`van ${winner}`);
  });

  test('one shipment while many are planned with its number leaves one plan', async () => {
    const many = Array.from({ length: 30 }, (_, index) => plan(`PL-4${index}`, { vehicle: 'many' }));
    const [together, ...alone] = await Promise.all([
      lena.ask('planShipments', { body: { shipments: many } }),
      ...[3, 17, 29].map((index) =>
        lena.ask('createShipment', { body: plan(`PL-4${index}`, { vehicle: 'alone' }) }),
      ),
    ]);
    const isTogether = together.status === 200;
    expect(isTogether ? [200] : [422]).toEqual([together.status]);
    if (isTogether) expect(alone.map(({ status }) => status)).toEqual([409, 409, 409]);
    else expect(alone.some(({ status }) => status === 200)).toBe(true);
    for (const { shipment } of many) {
      const { entries } = await readLedger(run.database, shipment);
      const isAlone = ['PL-43', 'PL-417', 'PL-429'].includes(shipment);
      expect(entries, shipment).toHaveLength(isTogether || isAlone ? 1 : 0);
    }
  });
});
