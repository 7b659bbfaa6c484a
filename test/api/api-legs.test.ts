import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RouteId } from '../../src/api/routes/routes.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Answered, type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, paul, petra } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const at = (minutes: number): string => new Date(noon + minutes * minute).toISOString();
const gtin = '04012345123456';
const [ssccOne, ssccTwo] = ['376104250021234569', '376104250021234576'];

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(noon));
  await putProfile(api.account.database, budgeted, 'Ann');
});
beforeEach(() => {
  vi.setSystemTime(noon);
});
afterAll(() => stopApi(api));

/** Twelve hours above 8 °C in a unit's life, and one freeze-thaw cycle. */
const budgeted = {
  ...warmProfile,
  id: 'budgeted',
  rules: [],
  allowances: [{ id: 'warm-12h', above: 8, total: 'PT12H' }],
  freezeThaw: { freezesBelow: -2, thawsAbove: 0, cycles: 1 },
};
const vaccine = (more: object = {}) => ({
  id: 'vaccine',
  name: 'Vaccine',
  profile: 'budgeted',
  gtin,
  ...more,
});
const serum = { id: 'serum', name: 'Serum', profile: 'budgeted', lots: [{ number: 'S1' }] };

async function plan(shipment: string, products: object[], more: object = {}): Promise<string> {
  const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north' };
  await steps.done(lena, 'createShipment', { body: { shipment, ...places, products, ...more } });
  return shipment;
}

/** A leg from one time to another, in minutes from noon, at these temperatures in equal steps of ten minutes. */
async function travelled(shipment: string, from: number, celsius: readonly number[]): Promise<void> {
  vi.setSystemTime(noon + (from + 10 * celsius.length) * minute);
  const device = `lid-of-${shipment}`;
  await steps.step('attachDevice', shipment, { device, since: at(from) });
  await steps.step('depart', shipment, { at: at(from) });
  await steps.send(
    device,
    celsius.map((temperature, index) => ({ time: noon + (from + index * 10) * minute, temperature })),
  );
  const until = at(from + 10 * (celsius.length - 1));
  await steps.step('arrive', shipment, { at: until });
  await steps.step('detachDevice', shipment, { at: until }, { device });
}

const entriesOf = async (shipment: string) => (await readLedger(api.account.database, shipment)).entries;
const legsOf = async (shipment: string, product = 0) =>
  (await steps.done(lena, 'showLegs', { path: { shipment } })).items[product]!;
async function ask<Id extends RouteId>(
  id: Id,
  shipment: string,
  fields: object,
  requester: (typeof people)[keyof typeof people] = lena,
): Promise<Answered<Id>> {
  return api.ask(requester, id, {
    path: { shipment },
    body: { basedOn: await steps.basedOn(shipment), ...fields },
  });
}
const detail = ({ status, body }: { status: number; body: object }) => [
  status,
  'detail' in body ? body.detail : null,
];

describe('an earlier shipment', () => {
  test('with the same SSCC is recorded when the later one is planned, in both ledgers, once', async () => {
    await plan('SC-1', [vaccine({ lots: [{ number: 'A1' }] })], { sscc: ssccOne });
    await travelled('SC-1', 0, [5, 9, 9, 9, 9, 9, 9, 5]);
    await plan('SC-2', [vaccine({ lots: [{ number: 'A1' }] }), serum], { sscc: ssccOne });
    const named = { kind: 'predecessor-named', product: 'vaccine', shipment: 'SC-1', itsProduct: 'vaccine' };
    expect((await entriesOf('SC-2')).slice(1)).toMatchObject([
      { by: 'coldwatch', why: 'same SSCC', fact: { ...named, lots: null, by: 'sscc' } },
    ]);
    expect((await entriesOf('SC-1')).at(-1)?.fact).toEqual({
      kind: 'followed-by',
      shipment: 'SC-2',
      product: 'vaccine',
      ofProduct: 'vaccine',
    });
    const before = [(await entriesOf('SC-1')).length, (await entriesOf('SC-2')).length];
    await steps.step('depart', 'SC-2', { at: at(80) });
    expect([(await entriesOf('SC-1')).length, (await entriesOf('SC-2')).length]).toEqual([
      before[0],
      before[1]! + 1,
    ]);
    const legs = await legsOf('SC-2');
    expect(legs).toMatchObject({
      predecessors: [{ shipment: 'SC-1', by: 'sscc', isOfAnotherSite: false, arrivedAt: at(70) }],
      proposals: [],
      allowances: [
        { lot: 'A1', allowance: 'warm-12h', total: 12 * 60 * minute, before: 60 * minute, readmitted: 0 },
        { lot: 'A1', allowance: null, total: 1, before: 0 },
      ],
    });
    expect(legs.unknown.join()).toContain('SC-1');
    expect(await legsOf('SC-2', 1)).toMatchObject({ predecessors: [], proposals: [] });
  });

  test('that is withdrawn with a reason is not recorded again, and is proposed', async () => {
    const out = { product: 'vaccine', predecessor: 'SC-1' };
    expect(await ask('withdrawPredecessor', 'SC-2', { ...out, reason: 'label used twice' })).toMatchObject({
      status: 200,
    });
    vi.setSystemTime(noon + 120 * minute);
    await steps.step('arrive', 'SC-2', { at: at(105) });
    expect(await legsOf('SC-2')).toMatchObject({
      predecessors: [],
      proposals: [{ shipment: 'SC-1', by: 'sscc' }],
    });
    expect(detail(await ask('withdrawPredecessor', 'SC-2', { ...out, reason: 'again' }))).toEqual([
      409,
      'the product vaccine is not said to have come from vaccine of SC-1',
    ]);
  });

  test('with the same serial number is recorded once its arrival is declared, also after the departure', async () => {
    await plan('SN-1', [vaccine({ serials: ['SER-000041', 'SER-000042'] })]);
    await plan('SN-2', [vaccine({ serials: ['SER-000042', 'SER-000043'] })]);
    vi.setSystemTime(noon + 60 * minute);
    await steps.step('depart', 'SN-2', { at: at(30) });
    expect(await legsOf('SN-2')).toMatchObject({ predecessors: [], proposals: [] });
    await steps.step('arrive', 'SN-1', { at: at(20) });
    expect((await entriesOf('SN-2')).at(-1)).toMatchObject({
      why: 'same serial number',
      fact: { kind: 'predecessor-named', shipment: 'SN-1', by: 'serial' },
    });
  });

  test('with the same trade item number and lot is only proposed', async () => {
    await plan('LO-1', [vaccine({ lots: [{ number: 'L7' }] })]);
    await travelled('LO-1', 0, [5, 5]);
    await plan('LO-2', [vaccine({ lots: [{ number: 'L7' }, { number: 'L8' }] })]);
    expect(await legsOf('LO-2')).toMatchObject({
      predecessors: [],
      proposals: [{ shipment: 'LO-1', itsProduct: 'vaccine', lots: ['L7'], by: 'lot' }],
    });
  });

  test('of another site is said to be one, without what it carried', async () => {
    const products = [vaccine({ lots: [{ number: 'X9' }] })];
    await plan('AS-1', products, { site: 'south', sscc: ssccTwo });
    await travelled('AS-1', 0, [5, 5]);
    await plan('AS-2', [...products, serum], { sscc: ssccTwo });
    await plan('AS-3', [vaccine({ gtin: null, lots: [{ number: 'X9' }] })]);
    const { items } = await steps.done(paul, 'showLegs', { path: { shipment: 'AS-2' } });
    const hidden = { isOfAnotherSite: true, goods: null, departedAt: null, arrivedAt: null };
    expect(items[0]!.predecessors).toMatchObject([
      { shipment: null, name: 'a shipment of another site', sequence: 2, ...hidden },
    ]);
    const out = { product: 'vaccine', reason: 'no' };
    for (const [product, predecessor] of [
      ['vaccine', 1],
      ['serum', 2],
    ])
      expect(
        detail(await ask('withdrawPredecessor', 'AS-2', { ...out, product, predecessor }, paul)),
      ).toEqual([409, `entry ${predecessor} names no earlier shipment of the product ${product}`]);
    expect((await ask('withdrawPredecessor', 'AS-2', { ...out, predecessor: 2 }, paul)).status).toBe(200);
    const again = await steps.done(paul, 'showLegs', { path: { shipment: 'AS-2' } });
    expect(again.items[0]!.proposals).toEqual([
      { shipment: null, itsProduct: null, lots: null, by: 'sscc', ...hidden },
    ]);
    expect(
      detail(
        await ask(
          'namePredecessor',
          'AS-2',
          { product: 'vaccine', predecessor: 'AS-1', itsProduct: 'x', reason: 'r' },
          paul,
        ),
      ),
    ).toEqual([409, 'a shipment of another site has no product x']);
    expect((await api.ask(petra, 'showLegs', { path: { shipment: 'AS-2' } })).status).toBe(404);
  });

  test('is named by a person, for some lots, and refused where a circle would close', async () => {
    const lots = [{ number: 'C1' }, { number: 'C2' }];
    for (const shipment of ['CI-1', 'CI-2', 'CI-3']) await plan(shipment, [vaccine({ lots }), serum]);
    const named = { product: 'vaccine', reason: 'delivery note' };
    expect(
      await ask('namePredecessor', 'CI-2', { ...named, predecessor: 'CI-1', lots: ['C1'] }, paul),
    ).toMatchObject({
      status: 200,
    });
    expect((await ask('namePredecessor', 'CI-3', { ...named, predecessor: 'CI-2' })).status).toBe(200);
    const length = await steps.basedOn('CI-3');
    expect((await ask('namePredecessor', 'CI-3', { ...named, predecessor: 'CI-2' })).status).toBe(200);
    expect(await steps.basedOn('CI-3')).toBe(length);
    expect(detail(await ask('namePredecessor', 'CI-1', { ...named, predecessor: 'CI-3' }))).toEqual([
      409,
      'CI-3 comes later already: its goods went CI-1, then CI-2, then CI-3; a shipment cannot lie before itself',
    ]);
    expect(detail(await ask('namePredecessor', 'CI-1', { ...named, predecessor: 'CI-9' }))).toEqual([
      409,
      'there is no shipment CI-9',
    ]);
    expect(
      detail(await ask('namePredecessor', 'CI-2', { ...named, predecessor: 'CI-3', lots: ['S1'] })),
    ).toEqual([409, 'lot S1 is not of the product vaccine; its lots are C1, C2']);
    expect((await ask('namePredecessor', 'CI-2', { ...named, predecessor: 'CI-1' }, petra)).status).toBe(404);
  });

  test('says with which later shipment each of its products travels on', async () => {
    await plan('ON-1', [vaccine({ lots: [{ number: 'V1' }, { number: 'V2' }] }), serum]);
    await plan('ON-2', [vaccine({ lots: [{ number: 'V1' }] })]);
    const named = { product: 'vaccine', predecessor: 'ON-1', lots: ['V1'], reason: 'delivery note' };
    expect((await ask('namePredecessor', 'ON-2', named)).status).toBe(200);
    const path = { shipment: 'ON-1' };
    expect(await steps.done(lena, 'showLegs', { path })).toMatchObject({
      items: [{ followedBy: [{ shipment: 'ON-2', name: 'ON-2', lots: ['V1'] }] }, { followedBy: [] }],
      followedBy: [],
    });
    // Older entries do not say of which product.
    const older = { kind: 'followed-by', shipment: 'ON-2', product: 'vaccine' } as const;
    await record(api.account.database, 'ON-1', { by: 'coldwatch', now: Date.now }, () => [
      { why: 'named', fact: older },
    ]);
    expect(await steps.done(lena, 'showLegs', { path })).toMatchObject({
      items: [{ followedBy: [{ shipment: 'ON-2' }] }, { followedBy: [] }],
      followedBy: [{ shipment: 'ON-2', name: 'ON-2', lots: null }],
    });
    // Of all lots, if one entry does not say which.
    expect((await ask('namePredecessor', 'ON-2', { ...named, lots: null })).status).toBe(200);
    expect((await legsOf('ON-1')).followedBy).toMatchObject([{ shipment: 'ON-2', lots: null }]);
  });

  test('says no longer that its product travels on with a shipment that withdrew it, until that names it again', async () => {
    for (const shipment of ['WD-1', 'WD-2']) await plan(shipment, [vaccine(), serum]);
    const named = { product: 'vaccine', predecessor: 'WD-1', reason: 'delivery note' };
    for (const product of ['vaccine', 'serum'])
      expect((await ask('namePredecessor', 'WD-2', { ...named, product })).status).toBe(200);
    const followedBy = async () =>
      (await steps.done(lena, 'showLegs', { path: { shipment: 'WD-1' } })).items.map((each) =>
        each.followedBy.map(({ name }) => name),
      );
    expect(await followedBy()).toEqual([['WD-2'], ['WD-2']]);
    expect((await ask('withdrawPredecessor', 'WD-2', { ...named, reason: 'mistyped' })).status).toBe(200);
    expect(await followedBy()).toEqual([[], ['WD-2']]);
    expect((await ask('namePredecessor', 'WD-2', named)).status).toBe(200);
    expect(await followedBy()).toEqual([['WD-2'], ['WD-2']]);
  });

  test('leaves unknown what was used before where nothing came with it: it only was planned, was cancelled or departed later', async () => {
    const unknownOf = async (shipment: string) => {
      const { predecessors, allowances, unknown } = await legsOf(shipment);
      const [{ outcome } = { outcome: null }] = allowances;
      return [predecessors.map(({ notProven }) => notProven), outcome, unknown];
    };
    await plan('NT-1', [vaccine()]);
    // A person says that its goods were fresh, so that its own time is all that is not known.
    const opening = { kind: 'unused', source: 'the maker' };
    const entered = { product: 'vaccine', opening, reason: 'fresh from the line' };
    expect((await ask('enterOpening', 'NT-1', entered)).status).toBe(200);
    await plan('NT-2', [vaccine()]);
    await travelled('NT-2', -100, [9, 9, 9]);
    vi.setSystemTime(noon + 60 * minute);
    const named = { product: 'vaccine', predecessor: 'NT-1', reason: 'mistyped' };
    expect((await ask('namePredecessor', 'NT-2', named)).status).toBe(200);
    expect(await unknownOf('NT-2')).toEqual([[null], 'fail', ['nothing is known of the time with NT-1']]);
    await steps.step('attachDevice', 'NT-1', { device: 'lid-of-NT-1', since: at(10) });
    await steps.step('depart', 'NT-1', { at: at(10) });
    const later = 'departed later than the shipment with which its goods are said to have gone on';
    expect(await unknownOf('NT-2')).toEqual([[later], 'fail', [`NT-1 ${later}`]]);
    await plan('NT-3', [vaccine()]);
    await plan('NT-4', [vaccine()]);
    await travelled('NT-4', 80, [9, 9, 9]);
    expect((await ask('namePredecessor', 'NT-4', { ...named, predecessor: 'NT-3' })).status).toBe(200);
    await steps.step('cancelShipment', 'NT-3', { reason: 'ordered twice' });
    expect(await unknownOf('NT-4')).toEqual([['was cancelled'], 'fail', ['NT-3 was cancelled']]);
  });

  test('does not make anybody who decides on it look again', async () => {
    await plan('ST-1', [vaccine()]);
    const basedOn = await steps.basedOn('ST-1');
    await plan('ST-2', [vaccine()]);
    await ask('namePredecessor', 'ST-2', { product: 'vaccine', predecessor: 'ST-1', reason: 'r' });
    expect(await steps.basedOn('ST-1')).toBe(basedOn + 1);
    const depart = { path: { shipment: 'ST-1' }, body: { basedOn, at: at(0) } };
    expect((await api.ask(lena, 'depart', depart)).status).toBe(200);
  });
});

test('what people say of earlier shipments is not refused because the goods travelled meanwhile', async () => {
  for (const shipment of ['MW-1', 'MW-2']) await plan(shipment, [vaccine()]);
  const basedOn = await steps.basedOn('MW-2');
  await steps.step('handOver', 'MW-2', { to: 'Swift Carriers' });
  const named = { product: 'vaccine', predecessor: 'MW-1', reason: 'delivery note', basedOn };
  expect((await ask('namePredecessor', 'MW-2', named)).status).toBe(200);
  const { status, body } = await ask('namePredecessor', 'MW-2', { ...named, predecessor: 'SC-1' });
  expect([status, 'type' in body && body.type]).toEqual([409, 'urn:coldwatch:problem:stale']);
});

describe('what was used before', () => {
  const spent = { kind: 'spent', spent: { 'warm-12h': 'PT3H40M' }, cycles: 0, source: 'batch record' };
  const fields = { product: 'vaccine', reason: 'from the manufacturer' };

  test('is entered with source and reason, and may be taken back', async () => {
    await plan('OP-1', [vaccine({ lots: [{ number: 'O1' }] })]);
    expect((await legsOf('OP-1')).unknown).toHaveLength(1);
    expect((await ask('enterOpening', 'OP-1', { ...fields, opening: spent }, paul)).status).toBe(200);
    expect(await legsOf('OP-1')).toMatchObject({
      opening: {
        kind: 'spent',
        spent: { 'warm-12h': 220 * minute },
        cycles: 0,
        source: 'batch record',
        reason: 'from the manufacturer',
        recordedBy: 'paul',
      },
      allowances: [{ before: 220 * minute }, { before: 0 }],
      unknown: [],
    });
    const unknown = { ...fields, opening: { kind: 'unknown' } };
    expect((await ask('enterOpening', 'OP-1', unknown)).status).toBe(200);
    expect((await legsOf('OP-1')).unknown).toHaveLength(1);
  });

  test('counts in what is recommended: while it is unknown, what was used on the journey forbids a release', async () => {
    await plan('OP-2', [vaccine({ lots: [{ number: 'O2' }] })]);
    await travelled('OP-2', 0, [5, 9, 9, 5, 5, 5]);
    const verdict = () => steps.done(lena, 'getVerdict', { path: { shipment: 'OP-2' } });
    const unknown = await verdict();
    expect(unknown.recommendation).toBe('quarantine');
    expect(unknown.reasons[0]).toMatch(/unknown/);
    await ask('enterOpening', 'OP-2', { ...fields, opening: spent }, paul);
    expect(await verdict()).toMatchObject({ recommendation: 'release' });
    const nearly = { ...spent, spent: { 'warm-12h': 'PT11H50M' } };
    await ask('enterOpening', 'OP-2', { ...fields, opening: nearly }, paul);
    expect((await verdict()).recommendation).toBe('quarantine');
  });

  test('may be nothing of one allowance, which is known then', async () => {
    await plan('OP-3', [vaccine()]);
    const nothing = { ...spent, spent: { 'warm-12h': 'PT0M' } };
    expect((await ask('enterOpening', 'OP-3', { ...fields, opening: nothing }, paul)).status).toBe(200);
    expect(await legsOf('OP-3')).toMatchObject({
      opening: { spent: { 'warm-12h': 0 } },
      allowances: [{ before: 0, outcome: 'pass' }, { before: 0 }],
      unknown: [],
    });
  });

  test('is refused where it is less than nothing', async () => {
    const opening = { ...spent, cycles: -1 };
    const { status, body } = await ask('enterOpening', 'OP-1', { ...fields, opening });
    expect([status, body.problems]).toEqual([400, ['opening.cycles: must be at least 0']]);
    const { status: ofDuration } = await ask('enterOpening', 'OP-1', {
      ...fields,
      opening: { ...spent, spent: { 'warm-12h': '-PT1H' } },
    });
    expect(ofDuration).toBe(400);
  });

  test('is refused of an allowance that the storage limits do not have', async () => {
    const other = { ...spent, spent: { cold: 'PT1H' } };
    expect(detail(await ask('enterOpening', 'OP-1', { ...fields, opening: other }))).toEqual([
      409,
      'the storage limits of vaccine have no allowance cold; they have warm-12h',
    ]);
  });
});
