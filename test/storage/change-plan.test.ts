import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Product, fieldsOfProducts } from '../../src/model/product.ts';
import type { Route } from '../../src/model/route.ts';
import { profileOfSensor } from '../../src/model/sensor-profile.ts';
import type { ShipmentPlan } from '../../src/model/shipment-plan.ts';
import { shipmentOf } from '../../src/shipments/ledger.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { readAssignments } from '../../src/storage/assignments.ts';
import { changePlan } from '../../src/storage/change-plan.ts';
import { evaluationContextsFrom } from '../../src/storage/evaluation-contexts.ts';
import type { Actor } from '../../src/storage/execute-action.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { hour, start } from '../support/series.ts';
import { assignment, createdShipment, evaluating, warmProfile } from '../support/shipment.ts';
import { answeredBy, listened } from '../support/table-items.ts';

const place = (name: string, latitude: number) =>
  ({ name, area: { kind: 'circle', latitude, longitude: 0.1, radiusMeters: 300 } }) as const;
const route = (latitude: number): Route => ({
  origin: null,
  destination: place('Stansted', latitude),
  waypoints: [],
  plan: { departureAt: null, arrivalAt: null },
});
const there = { ...createdShipment, route: route(51.9) };

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
  await putProfile(database, warmProfile, 'Ann');
  await putProfile(database, { ...warmProfile, version: 2 }, 'Ann');
});
afterAll(() => running.stop());

const entriesOf = async (shipment: string) => (await readLedger(database, shipment)).entries;
const to = (fields: Partial<ShipmentPlan>) => (plan: ShipmentPlan) => ({ ...plan, ...fields });
const change = (shipment: string, fields: Partial<ShipmentPlan>, actor: Actor = 'Bea') =>
  changePlan(database, shipment, to(fields), 'the order changed', actor);

describe('a change of a plan', () => {
  test('is recorded with its reason, as the whole plan', async () => {
    await createShipment(database, 'C-1', there, 'Ann');
    await change('C-1', { lots: ['A1'], vehicle: 'van' });
    const entries = await entriesOf('C-1');
    expect(entries.at(-1)).toMatchObject({ sequence: 2, by: 'Bea', why: 'the order changed' });
    expect(shipmentOf(entries)).toEqual({ kind: 'shipment-created', ...there, lots: ['A1'], vehicle: 'van' });
  });

  test('that changes nothing records nothing, and one that is repeated by its key is recorded once', async () => {
    await createShipment(database, 'C-2', there, 'Ann');
    await change('C-2', { goods: there.goods, lots: [], carrier: null });
    expect(await entriesOf('C-2')).toHaveLength(1);
    const actor = { by: 'Bea', request: { key: 'k', content: 'x' } };
    await change('C-2', { goods: 'serum' }, actor);
    await change('C-2', { goods: 'serum' }, actor);
    expect(await entriesOf('C-2')).toHaveLength(2);
    await expect(
      change('C-2', { goods: 'x' }, { by: 'Bea', request: { key: 'k', content: 'y' } }),
    ).rejects.toThrow('this idempotency key was used for another request');
  });

  test('is refused without a reason, without its shipment, on an old basis, and where it is not allowed', async () => {
    await createShipment(database, 'C-3', there, 'Ann');
    await expect(changePlan(database, 'C-3', to({ goods: 'x' }), ' ', 'Bea')).rejects.toThrow(
      'the reason is missing: say why the plan changes',
    );
    await expect(change('C-none', { goods: 'x' })).rejects.toThrow('shipment C-none does not exist');
    await expect(change('C-3', { goods: 'x' }, { by: 'Bea', basedOn: 0 })).rejects.toThrow(
      'shipment C-3 has 1 new ledger entry since 0',
    );
    await expect(change('C-3', { site: 'south' })).rejects.toThrow('a shipment stays at its site');
    expect(await entriesOf('C-3')).toHaveLength(1);
  });

  test('of profiles is refused where they share a rule, or one does not exist', async () => {
    await createShipment(database, 'C-4', there, 'Ann');
    const judging = { ...warmProfile, id: 'air', rules: [{ ...warmProfile.rules[0]!, judges: false }] };
    await putProfile(database, judging, 'Ann');
    await expect(change('C-4', { ambientProfile: { id: 'air', version: 1 } })).rejects.toThrow(
      'profiles warm and air both have a rule warm-20m; give one of them another id',
    );
    await expect(change('C-4', { ambientProfile: { id: 'none', version: 1 } })).rejects.toThrow(
      'profile none, version 1, does not exist',
    );
    expect(await entriesOf('C-4')).toHaveLength(1);
  });
});

describe('a changed route', () => {
  test('reaches the device and its past assignments, and is read once by a warm function', async () => {
    await createShipment(database, 'R-1', there, 'Ann');
    await attachDevice(database, 'r-past', assignment('R-1'), 'Ann');
    await detachDevice(database, 'r-past', start + hour, 'Ann');
    await attachDevice(database, 'r-1', assignment('R-1', start + hour), 'Ann');
    const { database: counting, sent } = listened(database);
    const contextOf = evaluationContextsFrom(counting);
    const routeNow = async () => (await contextOf((await readDeviceItem(database, 'r-1')).assignment!)).route;
    expect(await routeNow()).toEqual(there.route);
    await change('R-1', { route: route(52.5) });
    expect(await routeNow()).toEqual(route(52.5));
    expect(await routeNow()).toEqual(route(52.5));
    expect(sent.filter((each) => each === 'Query ledger')).toHaveLength(2);
    const { assignment: own, syncMark } = await readDeviceItem(database, 'r-1');
    expect([own!.routeSequence, syncMark.alarms]).toEqual([(await entriesOf('R-1')).length, '?']);
    const [past] = await readAssignments(database, 'r-past');
    expect(past!.assignment.routeSequence).toBe(own!.routeSequence);
  });

  test('of anything else leaves the devices as they are', async () => {
    await createShipment(database, 'R-2', there, 'Ann');
    await attachDevice(database, 'r-2', assignment('R-2'), 'Ann');
    const before = await readDeviceItem(database, 'r-2');
    await change('R-2', { goods: 'serum', lots: ['A'], vehicle: 'van' });
    expect(await readDeviceItem(database, 'r-2')).toEqual(before);
  });

  test('that was recorded by a function that died reaches the device with its next evaluation', async () => {
    await createShipment(database, 'R-3', there, 'Ann');
    await attachDevice(database, 'r-3', assignment('R-3'), 'Ann');
    const dying = answeredBy(database, async ({ constructor: { name } }, send) => {
      if (name === 'UpdateItemCommand') throw new Error('the function died');
      return send();
    });
    await expect(changePlan(dying, 'R-3', to({ route: route(52.5) }), 'a diversion', 'Bea')).rejects.toThrow(
      'the function died',
    );
    expect((await readDeviceItem(database, 'r-3')).assignment!.routeSequence).toBe(1);
    const { evaluate } = evaluating(database);
    const time = { asOf: start + hour, processedUpTo: start + hour };
    await evaluate(await readDeviceItem(database, 'r-3'), time);
    expect((await readDeviceItem(database, 'r-3')).assignment!.routeSequence).toBe(3);
  });
});

/** A database in which the plan changes between the device item and the ledger when a device is attached. */
function changedMeanwhile(shipment: string, fields: Partial<ShipmentPlan>): Database {
  let isChanged = false;
  return answeredBy(database, async ({ constructor: { name }, input }, send) => {
    if (name === 'PutItemCommand' && JSON.stringify(input).includes('device-attached') && !isChanged) {
      isChanged = true;
      await change(shipment, fields);
    }
    return send();
  });
}

describe('a profile that is changed while a device is being attached', () => {
  test('is that of the device', async () => {
    await createShipment(database, 'P-1', there, 'Ann');
    const slow = changedMeanwhile('P-1', { profile: { id: 'warm', version: 2 } });
    await attachDevice(slow, 'p-1', assignment('P-1'), 'Ann');
    const entries = await entriesOf('P-1');
    expect(entries.map(({ fact }) => fact.kind)).toEqual([
      'shipment-created',
      'plan-changed',
      'device-attached',
    ]);
    expect(entries.at(-1)!.fact).toMatchObject({ profile: { id: 'warm', version: 2 } });
    expect((await readDeviceItem(database, 'p-1')).assignment!.profile).toEqual({ id: 'warm', version: 2 });
  });

  test('does not change once the device is in the ledger', async () => {
    await createShipment(database, 'P-2', there, 'Ann');
    await attachDevice(database, 'p-2', assignment('P-2'), 'Ann');
    await declareMilestone(database, 'P-2', 'departed', start, 'Ann');
    await expect(change('P-2', { profile: { id: 'warm', version: 2 } })).rejects.toThrow(
      'so the storage limits stay as they are',
    );
  });
});

describe('a product that is taken out of the plan while a sensor of it is being attached', () => {
  const product = (id: string, version: number): Product => ({
    id,
    name: id.toUpperCase(),
    profile: { id: 'warm', version },
    lots: [],
  });
  const carrying = (...products: Product[]) => ({ products, ...fieldsOfProducts(products) });
  const [a, b, c] = [product('a', 1), product('b', 2), product('c', 1)];
  const both = { ...createdShipment, ...carrying(a, b) };
  const attaching = (shipment: string, products: readonly string[]) => ({
    ...assignment(shipment),
    profile: profileOfSensor(both, products),
    products,
  });
  const without = { ...carrying(b), lots: [] };

  test('leaves the sensor attached to nothing, because nobody has said what it stands for', async () => {
    await createShipment(database, 'Q-1', both, 'Ann');
    const refused = attachDevice(changedMeanwhile('Q-1', without), 'q-1', attaching('Q-1', ['a']), 'Ann');
    await expect(refused).rejects.toThrow(
      'the plan was changed while q-1 was being attached: the shipment has no product a; it has b (B); attach it for one of these, from a later time than 2026-01-01 00:00 UTC',
    );
    const kinds = async () => (await entriesOf('Q-1')).map(({ fact }) => fact.kind);
    expect(await kinds()).toEqual(['shipment-created', 'plan-changed']);
    expect((await readDeviceItem(database, 'q-1')).assignment).toBeNull();
    // Said anew, it is attached, from then on.
    await attachDevice(database, 'q-1', { ...attaching('Q-1', ['b']), since: start + hour }, 'Ann');
    expect((await entriesOf('Q-1')).at(-1)!.fact).toMatchObject({ device: 'q-1', products: ['b'] });
  });

  test('leaves nothing attached either where the plan names no products any more', async () => {
    await createShipment(database, 'Q-2', both, 'Ann');
    const plain = { products: undefined, goods: 'B', lots: [], profile: b.profile };
    const refused = attachDevice(changedMeanwhile('Q-2', plain), 'q-2', attaching('Q-2', ['a']), 'Ann');
    await expect(refused).rejects.toThrow('the shipment has no product a; it has goods (B)');
    expect((await readDeviceItem(database, 'q-2')).assignment).toBeNull();
  });

  test('leaves the sensor with the products that are still there, and with their limits', async () => {
    const three = { ...createdShipment, ...carrying(a, b, c) };
    await createShipment(database, 'Q-3', three, 'Ann');
    const slow = changedMeanwhile('Q-3', carrying(b, c));
    await attachDevice(slow, 'q-3', { ...attaching('Q-3', ['a', 'b']), role: 'product' }, 'Ann');
    const { why, fact } = (await entriesOf('Q-3')).at(-1)!;
    expect(fact).toMatchObject({ products: ['b'], profile: profileOfSensor(carrying(b, c), ['b']) });
    expect(why).toBe(
      'the device was packed with the goods, also with a, which a change of the plan has meanwhile removed',
    );
    expect((await readDeviceItem(database, 'q-3')).assignment!.profile).toEqual({ id: '+warm', version: 2 });
  });

  test('stays once the sensor is in the ledger', async () => {
    await createShipment(database, 'Q-4', both, 'Ann');
    await attachDevice(database, 'q-4', attaching('Q-4', ['a']), 'Ann');
    await expect(change('Q-4', without)).rejects.toThrow('so the storage limits stay as they are');
  });
});
