import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { legManagement } from '../../src/api/handlers/manage-legs.ts';
import { legViews } from '../../src/api/handlers/show-legs.ts';
import type { PredecessorNamed, TimeReadmitted } from '../../src/model/leg-event.ts';
import { type Product, fieldsOfProducts } from '../../src/model/product.ts';
import type { ShipmentPlan } from '../../src/model/shipment-plan.ts';
import type { Signature } from '../../src/shipments/signed-receipt.ts';
import { predecessorsRecorded } from '../../src/shipments/predecessors.ts';
import { namePredecessor } from '../../src/storage/leg-actions.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { legSources } from '../../src/storage/leg-sources.ts';
import { legsBehind, legsOfProducts } from '../../src/storage/legs-behind.ts';
import { readLegs } from '../../src/storage/read-legs.ts';
import { mayShowPredecessors, recordPredecessors } from '../../src/storage/record-predecessors.ts';
import { createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { arrived, at, cancelled, created, ledger, planChanged, signed, takenBack } from '../support/facts.ts';
import { hour, minute } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
  await putProfile(database, warmProfile, 'Ann');
});
afterAll(() => running.stop());

const gtin = '09506000134352';
const profile = { id: 'warm', version: 1 };
const product = (id: string, fields: Partial<Product> = {}): Product => ({
  id,
  name: id,
  profile,
  lots: [],
  ...fields,
});
const [a, b] = [product('a', { lots: [{ number: 'A1' }, { number: 'A2' }] }), product('b')];
async function plan(
  shipment: string,
  products: readonly Product[],
  fields: Partial<ShipmentPlan> = {},
): Promise<string> {
  const planned = { ...createdShipment, ...fieldsOfProducts(products), products, ...fields };
  await createShipment(database, shipment, planned, 'Ann');
  return shipment;
}
const named = (
  product_: string,
  shipment: string,
  fields: Partial<PredecessorNamed> = {},
): PredecessorNamed => ({
  kind: 'predecessor-named',
  product: product_,
  shipment,
  itsProduct: product_,
  lots: null,
  by: 'person',
  ...fields,
});
const name = (shipment: string, fact: PredecessorNamed) =>
  namePredecessor(database, shipment, fact, 'delivery note', 'Bea');
const entriesOf = async (shipment: string) => (await readLedger(database, shipment)).entries;
const earlierOf = async (shipment: string) =>
  predecessorsRecorded(await entriesOf(shipment)).map((each) => each.shipment);
/** A request of a pharmacist of the site. */
const asked = <Body>(shipment: string, body: Body) => ({
  person: { subject: 'p', username: 'paul', roles: ['pharmacist' as const], sites: ['north'] },
  action: 'name-predecessor' as const,
  path: { shipment },
  query: undefined,
  body: { basedOn: 0, ...body },
  session: '',
  actor: () => 'paul',
});
const legsOf = async (shipment: string) =>
  (
    await legViews(database).showLegs({
      ...asked(shipment, {}),
      action: 'read-shipment',
      query: {},
      body: {},
    } as never)
  ).items;

describe('where units came from is recorded', () => {
  const ago = (minutes: number): number => Date.now() - minutes * minute;
  async function travelled(shipment: string, serials: readonly string[], from: number, until: number) {
    await plan(shipment, [product('a', { gtin, serials })]);
    await declareMilestone(database, shipment, 'departed', ago(from), 'Ann');
    await declareMilestone(database, shipment, 'arrived', ago(until), 'Ann');
  }

  test('of each unit by its own last shipment', async () => {
    await travelled('SU-1', ['SER-1', 'SER-2'], 400, 300);
    await travelled('SU-2', ['SER-2'], 200, 100);
    await plan('SU-3', [product('a', { gtin, serials: ['SER-1', 'SER-2'] })]);
    await recordPredecessors(database, 'SU-3');
    expect(await earlierOf('SU-3')).toEqual(['SU-1', 'SU-2']);
  });

  test('not of a shipment that departed later, as far as is known', async () => {
    const label = { sscc: '376104250021234583' };
    await plan('DL-1', [a], label);
    await declareMilestone(database, 'DL-1', 'arrived', ago(60), 'Ann');
    await plan('DL-2', [a], label);
    await declareMilestone(database, 'DL-2', 'departed', ago(30), 'Ann');
    await recordPredecessors(database, 'DL-2');
    expect(await earlierOf('DL-2')).toEqual([]);
    await declareMilestone(database, 'DL-1', 'departed', ago(90), 'Ann');
    await recordPredecessors(database, 'DL-2');
    expect(await earlierOf('DL-2')).toEqual(['DL-1']);
  });

  test('by the SSCC alone where a serial number shows it too, and by that once the SSCC is another', async () => {
    const label = { sscc: '376104250021234590' };
    const own = product('a', { gtin, serials: ['SER-9'] });
    await plan('SS-1', [own], label);
    await declareMilestone(database, 'SS-1', 'departed', ago(90), 'Ann');
    await declareMilestone(database, 'SS-1', 'arrived', ago(60), 'Ann');
    await plan('SS-2', [own], label);
    await recordPredecessors(database, 'SS-2');
    await recordPredecessors(database, 'SS-2');
    const namedBy = async () => predecessorsRecorded(await entriesOf('SS-2')).map(({ by }) => by);
    expect(await namedBy()).toEqual(['sscc']);
    const relabelled = planChanged({ products: [own], sscc: '376104250021234606' });
    await record(database, 'SS-1', { by: 'Ann', now: Date.now }, () => [
      { why: 'mistyped', fact: relabelled },
    ]);
    await recordPredecessors(database, 'SS-2');
    expect(await namedBy()).toEqual(['sscc', 'serial']);
  });

  test('again when a milestone is taken back, for a day, and not of a cancelled shipment', () => {
    const entries = ledger(created({ sscc: '340123450000000017' }), arrived(at(1)), [
      at(3000),
      takenBack('arrived', at(1)),
    ]);
    const day = 24 * hour;
    expect(mayShowPredecessors(entries, at(3000))).toBe(true);
    expect(mayShowPredecessors(entries, at(3000) + day - 1)).toBe(true);
    expect(mayShowPredecessors(entries, at(3000) + day)).toBe(false);
    expect(mayShowPredecessors(ledger(created()), at(0))).toBe(false);
    expect(mayShowPredecessors([...entries, ...ledger(cancelled).slice(1)], at(3000))).toBe(false);
  });
});

async function readBehind(shipment: string, id: string) {
  const entries = await entriesOf(shipment);
  return readLegs(legSources(database, entries), entries, id);
}

describe('legs behind a product', () => {
  test('are its own, not those of another product', async () => {
    for (const each of ['LB-1', 'LB-2', 'LB-3']) await plan(each, [a, b]);
    await name('LB-3', named('a', 'LB-1'));
    await name('LB-3', named('b', 'LB-2'));
    const shipmentsBehind = async (of: string) =>
      (await readBehind('LB-3', of)).legs.map(({ entries }) => entries[0]!.shipment);
    expect(await shipmentsBehind('a')).toEqual(['LB-3', 'LB-1']);
    expect(await shipmentsBehind('b')).toEqual(['LB-3', 'LB-2']);
  });

  test(
    'are forty; what lies beyond is said to be unknown, and cannot be named',
    { timeout: 60_000 },
    async () => {
      await plan('MA-0', [a]);
      await plan('MA-1', [a]);
      for (let index = 1; index <= 41; index++) await plan(`MB-${index}`, [a]);
      for (let index = 1; index <= 40; index++) await name('MA-0', named('a', `MB-${index}`));
      const readAll = async () => readBehind('MA-0', 'a');
      expect(await readAll()).toMatchObject({ isCut: false, legs: { length: 41 } });
      const tooMany = 'more than 40 earlier shipments lead here; the others are not followed';
      expect((await legsOf('MA-0'))[0]!.unknown).not.toContain(tooMany);
      await name('MA-0', named('a', 'MB-41'));
      expect(await readAll()).toMatchObject({ isCut: true, legs: { length: 41 } });
      expect((await legsOf('MA-0'))[0]!.unknown).toContain(tooMany);
      await expect(name('MA-1', named('a', 'MA-0'))).rejects.toThrow(
        'more than 40 shipments lie before MA-0; enter what was used before instead',
      );
    },
  );

  test('have what each of the links to them does not prove', async () => {
    const label = { sscc: '376104250021234606' };
    await plan('NP-1', [a]);
    for (const shipment of ['NP-2', 'NP-3']) await plan(shipment, [a], label);
    await name('NP-2', named('a', 'NP-1', { by: 'sscc' }));
    await name('NP-3', named('a', 'NP-1', { by: 'sscc' }));
    await name('NP-3', named('a', 'NP-2'));
    const { legs } = await legsBehind(database, await entriesOf('NP-3'), 'a', Date.now());
    const first = legs.find(({ shipment }) => shipment === 'NP-1')!;
    expect(first.notProven?.map(({ shipment, proves }) => [shipment, proves]).toSorted()).toEqual([
      ['NP-2', 'nothing'],
      ['NP-3', 'nothing'],
    ]);
  });

  test('that could not all be searched for are said to be unknown', async () => {
    const lots = (count: number) => Array.from({ length: count }, (_, index) => ({ number: `LOT-${index}` }));
    await plan('CU-1', [product('a', { gtin, lots: lots(100) })]);
    await plan('CU-2', [product('a', { gtin, lots: lots(101) })]);
    const cut = 'not every serial number and lot could be searched for among other shipments';
    expect((await legsOf('CU-1'))[0]!.unknown).not.toContain(cut);
    expect((await legsOf('CU-2'))[0]!.unknown).toContain(cut);
  });
});

test('legs are read of a product with an allowance or a limit of cycles, and of no other one', async () => {
  const freezeThaw = { freezesBelow: -2, thawsAbove: 0, cycles: 1 };
  const allowances = [{ id: 'warm-1h', above: 8, total: 'PT1H' }];
  await putProfile(database, { ...warmProfile, id: 'frozen', freezeThaw }, 'Ann');
  await putProfile(database, { ...warmProfile, id: 'budgeted', allowances }, 'Ann');
  const by = (id: string) => product(id, { profile: { id, version: 1 } });
  await plan('OP-1', [by('warm'), by('frozen'), by('budgeted')]);
  const legs = await legsOfProducts(database, await entriesOf('OP-1'), Date.now());
  expect(legs.map((each) => each.product)).toEqual(['frozen', 'budgeted']);
});

test('legs are read of a product that an earlier decision did not release, and not for its own decision', async () => {
  const decide = (shipment: string) =>
    record(database, shipment, { by: 'paul', now: Date.now }, () => [
      { why: 'spilt', fact: signed({ decision: 'quarantined' }) },
    ]);
  await plan('OD-1', [a]);
  await plan('OD-2', [a]);
  await name('OD-2', named('a', 'OD-1'));
  const productsOf = async () =>
    (await legsOfProducts(database, await entriesOf('OD-2'), Date.now())).map((each) => each.product);
  await decide('OD-2');
  expect(await productsOf()).toEqual([]);
  await decide('OD-1');
  expect(await productsOf()).toEqual(['a']);
});

describe('an earlier leg', () => {
  test('may be named once more for other lots', async () => {
    await plan('NL-1', [a]);
    await plan('NL-2', [a]);
    await name('NL-2', named('a', 'NL-1', { lots: ['A1'] }));
    await name('NL-2', named('a', 'NL-1', { lots: ['A1'] }));
    await name('NL-2', named('a', 'NL-1', { lots: ['A2'] }));
    expect(predecessorsRecorded(await entriesOf('NL-2')).map(({ lots }) => lots)).toEqual([['A1'], ['A2']]);
  });

  test('of which two products are named is withdrawn by its product', async () => {
    await plan('WD-1', [a, b]);
    await plan('WD-2', [a]);
    await name('WD-2', named('a', 'WD-1'));
    await name('WD-2', named('a', 'WD-1', { itsProduct: 'b' }));
    const withdraw = (itsProduct: string | null) =>
      legManagement(database).withdrawPredecessor(
        asked('WD-2', { product: 'a', predecessor: 'WD-1', itsProduct, reason: 'another box' }),
      );
    await expect(withdraw(null)).rejects.toThrow('say which product of WD-1 is meant: a or b');
    await withdraw('b');
    expect(predecessorsRecorded(await entriesOf('WD-2')).map(({ itsProduct }) => itsProduct)).toEqual(['a']);
    await withdraw(null);
    expect(await earlierOf('WD-2')).toEqual([]);
  });
});

test('what was re-admitted is shown with the product that it is for', async () => {
  await plan('RA-1', [a, b]);
  const signature: Signature = {
    challenge: 'c',
    signer: { subject: 'p', username: 'paul', name: 'Paul Okafor' },
    signedAt: at(0),
    tokenExpiresAt: at(5),
    tokenSha256: '',
    keyThumbprint: '',
  };
  const fact: TimeReadmitted<Signature> = {
    kind: 'time-readmitted',
    product: 'b',
    lots: null,
    readmitted: { cycles: 1 },
    document: 'QA-12',
    reason: 'stability data',
    ledger: { sequence: 1, hash: '' },
    signature,
  };
  await record(database, 'RA-1', { by: 'paul', now: Date.now }, () => [{ why: fact.reason, fact }]);
  expect((await legsOf('RA-1')).map(({ readmissions }) => readmissions.length)).toEqual([0, 1]);
});
