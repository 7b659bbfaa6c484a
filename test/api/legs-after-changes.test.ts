import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { legViews } from '../../src/api/handlers/show-legs.ts';
import type { ApiRequest } from '../../src/api/http/http-api.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';
import { answeredBy } from '../support/table-items.ts';

const { lena } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const at = (minutes: number): string => new Date(noon + minutes * minute).toISOString();
const gtin = '04012345123456';
const [ssccOne, ssccTwo] = ['376104250021234569', '376104250021234576'];

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(noon));
  await putProfile(
    api.account.database,
    {
      ...warmProfile,
      id: 'budgeted',
      rules: [],
      allowances: [{ id: 'warm-12h', above: 8, total: 'PT12H' }],
    },
    'Ann',
  );
});
beforeEach(() => {
  vi.setSystemTime(noon);
});
afterAll(() => stopApi(api));

const vaccine = (more: object = {}) => ({
  id: 'vaccine',
  name: 'Vaccine',
  profile: 'budgeted',
  gtin,
  ...more,
});

async function plan(shipment: string, more: object): Promise<void> {
  const places = { origin: 'Cambridge', destination: 'Stansted', site: 'north' };
  await steps.done(lena, 'createShipment', { body: { shipment, ...places, ...more } });
}

/** A leg at 9 °C from one time to another, in minutes from noon, before which nothing was used. */
async function travelled(shipment: string, from: number, product = 'vaccine'): Promise<void> {
  vi.setSystemTime(noon + (from + 40) * minute);
  const device = `lid-of-${shipment}`;
  await steps.step('attachDevice', shipment, { device, since: at(from) });
  await steps.step('depart', shipment, { at: at(from) });
  const readings = [0, 10, 20, 30].map((each) => ({ time: noon + (from + each) * minute, temperature: 9 }));
  await steps.send(device, readings);
  await steps.step('arrive', shipment, { at: at(from + 30) });
  await steps.step('detachDevice', shipment, { at: at(from + 30) }, { device });
  const opening = { kind: 'unused', source: 'batch record' };
  if (from === 0) await steps.step('enterOpening', shipment, { product, opening, reason: 'new goods' });
}

const change = (shipment: string, changed: object) =>
  steps.step('changePlan', shipment, { change: changed, reason: 'mistyped' });
const legsOf = async (shipment: string, product = 0) =>
  (await steps.done(lena, 'showLegs', { path: { shipment } })).items[product]!;
const unknownOf = async (shipment: string) => (await legsOf(shipment)).unknown;
const beforeOf = async (shipment: string) => (await legsOf(shipment)).allowances[0]!.before / minute;
const namedIn = async (shipment: string) =>
  (await readLedger(api.account.database, shipment)).entries.flatMap(({ fact }) =>
    fact.kind === 'predecessor-named' ? [[fact.shipment, fact.by]] : [],
  );

describe('serial numbers', () => {
  test('of some units leave the others unknown until they are matched too, or a person names the shipment', async () => {
    await plan('SU-1', { products: [vaccine({ serials: ['SER-000001'] })] });
    await travelled('SU-1', 0);
    await plan('SU-2', { products: [vaccine({ serials: ['SER-000001', 'SER-000002'] })] });
    expect(await namedIn('SU-2')).toEqual([['SU-1', 'serial']]);
    expect(await legsOf('SU-2')).toMatchObject({
      unknown: ['nothing is known of 1 unit: serial SER-000002 of SU-2'],
      allowances: [{ before: 30 * minute, outcome: 'note' }],
    });
    await plan('SU-3', { products: [vaccine({ serials: ['SER-000002'] })] });
    await travelled('SU-3', 0);
    expect(await namedIn('SU-2')).toEqual([
      ['SU-1', 'serial'],
      ['SU-3', 'serial'],
    ]);
    expect(await unknownOf('SU-2')).toEqual([]);
    await change('SU-2', { products: [vaccine({ serials: ['SER-000001', 'SER-000003'] })] });
    expect(await unknownOf('SU-2')).toEqual([
      'SU-3 was named by a serial number that the two no longer share',
      'nothing is known of 1 unit: serial SER-000003 of SU-2',
    ]);
    await steps.step('namePredecessor', 'SU-2', { product: 'vaccine', predecessor: 'SU-1', reason: 'note' });
    expect(await unknownOf('SU-2')).toEqual([]);
  });
});

test('an earlier shipment that no serial number proves any more may be named again by its lot', async () => {
  const lots = [{ number: 'A1' }];
  await plan('SP-1', { products: [vaccine({ lots, serials: ['SER-000011'] })] });
  await travelled('SP-1', 0);
  await plan('SP-2', { products: [vaccine({ lots, serials: ['SER-000011'] })] });
  expect((await legsOf('SP-2')).proposals).toEqual([]);
  await change('SP-2', { products: [vaccine({ lots, serials: ['SER-000012'] })] });
  expect((await legsOf('SP-2')).proposals).toMatchObject([{ shipment: 'SP-1', lots: ['A1'], by: 'lot' }]);
});

describe('an SSCC', () => {
  test('that the earlier shipment no longer has proves nothing, until it has it again', async () => {
    await plan('SC-1', { products: [vaccine()], sscc: ssccOne });
    await travelled('SC-1', 0);
    await plan('SC-2', { products: [vaccine()], sscc: ssccOne });
    expect(await beforeOf('SC-2')).toBe(30);
    await change('SC-1', { sscc: ssccTwo });
    expect(await unknownOf('SC-2')).toEqual([`SC-1 was named by SSCC ${ssccOne}, which it no longer has`]);
    expect(await beforeOf('SC-2')).toBe(0);
    await change('SC-1', { sscc: ssccOne });
    expect(await unknownOf('SC-2')).toEqual([]);
    expect(await namedIn('SC-2')).toHaveLength(1);
  });

  test('that a change of either plan makes the same is followed at the change', async () => {
    const code = '376104250021234583';
    await plan('SD-1', { products: [vaccine()], sscc: code });
    await travelled('SD-1', 0);
    await plan('SD-2', { products: [vaccine()] });
    expect(await namedIn('SD-2')).toEqual([]);
    await change('SD-2', { sscc: code });
    expect(await namedIn('SD-2')).toEqual([['SD-1', 'sscc']]);
    await plan('SD-3', { products: [vaccine()] });
    await travelled('SD-3', 0);
    await change('SD-1', { sscc: null });
    await change('SD-3', { sscc: code });
    expect(await namedIn('SD-2')).toEqual([
      ['SD-1', 'sscc'],
      ['SD-3', 'sscc'],
    ]);
    expect(await legsOf('SD-2')).toMatchObject({ unknown: [], allowances: [{ before: 30 * minute }] });
  });
});

describe('goods of an earlier shipment that named products replace', () => {
  test('are followed where there is one, and are unknown among several', async () => {
    const code = '376104250021234590';
    await plan('GO-1', { goods: 'Vaccine', profile: 'budgeted', sscc: code });
    await travelled('GO-1', 0, 'goods');
    await plan('GO-2', { goods: 'Vaccine', profile: 'budgeted', sscc: code });
    expect(await beforeOf('GO-2')).toBe(30);
    await change('GO-1', { products: [vaccine({ lots: [{ number: 'A1' }] })] });
    expect(await legsOf('GO-2')).toMatchObject({ unknown: [], allowances: [{ before: 30 * minute }] });
    await change('GO-2', { products: [vaccine({ lots: [{ number: 'A1' }] })] });
    expect(await legsOf('GO-2')).toMatchObject({ unknown: [], allowances: [{ before: 30 * minute }] });
    await plan('GO-3', { goods: 'Vaccine', profile: 'budgeted' });
    await plan('GO-4', { products: [vaccine()] });
    const named = { product: 'vaccine', predecessor: 'GO-3', reason: 'delivery note' };
    await steps.step('namePredecessor', 'GO-4', named);
    await change('GO-3', { products: ['x', 'y'].map((id) => vaccine({ id, gtin: null })) });
    expect(await unknownOf('GO-4')).toEqual(['GO-3 no longer has the product goods']);
    await steps.step('namePredecessor', 'GO-4', { ...named, itsProduct: 'y' });
    expect((await unknownOf('GO-4')).join()).not.toContain('no longer');
  });
});

describe('goods of a shipment between that named products replace', () => {
  test('lead on to where they came from', async () => {
    const goods = { goods: 'Vaccine', profile: 'budgeted' };
    for (const shipment of ['GB-1', 'GB-2', 'GB-3']) await plan(shipment, goods);
    await travelled('GB-1', 0, 'goods');
    // Without a logger, so that its goods may still be called something else.
    await steps.step('depart', 'GB-2', { at: at(32) });
    await steps.step('arrive', 'GB-2', { at: at(36) });
    for (const [shipment, predecessor] of [
      ['GB-2', 'GB-1'],
      ['GB-3', 'GB-2'],
    ])
      await steps.step('namePredecessor', shipment!, { product: 'goods', predecessor, reason: 'note' });
    expect(await unknownOf('GB-3')).toEqual([]);
    await change('GB-2', { products: [vaccine()] });
    expect(await unknownOf('GB-3')).toEqual([]);
  });
});

describe('legs of two products', () => {
  test('are read once for both, each ledger and each record', async () => {
    const products = [vaccine(), { id: 'serum', name: 'Serum', profile: 'budgeted' }];
    await plan('RO-1', { products });
    await travelled('RO-1', 0);
    await plan('RO-2', { products });
    for (const { id } of products)
      await steps.step('namePredecessor', 'RO-2', { product: id, predecessor: 'RO-1', reason: 'note' });
    const reads: string[] = [];
    const watched = answeredBy(api.account.database, async ({ input }, send) => {
      const said = JSON.stringify(input);
      const isLedger = said.includes('"RO-1"') && 'KeyConditionExpression' in input;
      if (isLedger || said.includes('lid-of-RO-1')) reads.push(said);
      return send();
    });
    const path = { shipment: 'RO-2' };
    const person = { subject: 's', username: 'lena', roles: ['logistics'], sites: ['north'] };
    const asked = { person, action: 'read-shipment', path } as unknown as ApiRequest<'showLegs'>;
    const { items } = await legViews(watched).showLegs(asked);
    expect(items.map(({ allowances }) => allowances[0]!.before)).toEqual([30 * minute, 30 * minute]);
    expect(reads.length).toBeGreaterThan(1);
    expect(reads.toSorted()).toEqual([...new Set(reads)].toSorted());
  });
});

describe('a sensor that goes on with the goods', () => {
  test('leaves no gap where two earlier shipments meet', async () => {
    const device = 'lid-that-goes-on';
    const meet = at(45);
    for (const shipment of ['SE-1', 'SE-2', 'SE-3']) await plan(shipment, { products: [vaccine()] });
    const opening = { kind: 'unused', source: 'batch record' };
    await steps.step('enterOpening', 'SE-1', { product: 'vaccine', opening, reason: 'new goods' });
    for (const [shipment, predecessor] of [
      ['SE-2', 'SE-1'],
      ['SE-3', 'SE-2'],
    ])
      await steps.step('namePredecessor', shipment!, { product: 'vaccine', predecessor, reason: 'note' });
    const send = (times: readonly number[]) =>
      steps.send(
        device,
        times.map((each) => ({ time: noon + each * minute, temperature: 5 })),
      );
    vi.setSystemTime(noon + 45 * minute);
    await steps.step('attachDevice', 'SE-1', { device, since: at(0) });
    await send([0, 10, 20, 30]);
    await steps.step('detachDevice', 'SE-1', { at: meet }, { device });
    await steps.step('attachDevice', 'SE-2', { device, since: meet });
    await steps.step('arrive', 'SE-1', { at: meet });
    vi.setSystemTime(noon + 100 * minute);
    // The sensor's last reading on the first leg is 25 minutes before its first one on the second.
    await send([55, 65, 75, 85]);
    await steps.step('arrive', 'SE-2', { at: at(85) });
    await steps.step('detachDevice', 'SE-2', { at: at(85) }, { device });
    expect((await legsOf('SE-3')).allowances).toMatchObject([{ before: 0 }]);
  });
});
