import { afterAll, beforeAll, expect, test } from 'vitest';
import { initialState } from '../../src/evaluation/device-state.ts';
import { contentName } from '../../src/storage/device-item.ts';
import { readItem } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { alarmsOf } from '../../src/storage/ledger-sync-mark.ts';
import { stateReducer, profilesFrom, evaluationContextsFrom } from '../../src/storage/evaluation-contexts.ts';
import { serialiseAlarms } from '../../src/evaluation/evaluate-increment.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment, createdShipment, warmProfile } from '../support/shipment.ts';
import { answeredBy, listened } from '../support/table-items.ts';

let running: TestDatabase;
let database: Database;
const route = { origin: null, destination: null, waypoints: [], plan: { departureAt: 1, arrivalAt: 2 } };
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
  await putProfile(database, warmProfile, 'Ann');
  await putProfile(database, { ...warmProfile, version: 2, name: 'Second' }, 'Ann');
  await createShipment(database, 'T-1', { ...createdShipment, route }, 'Ann');
  await createShipment(database, 'T-2', createdShipment, 'Ann');
});
afterAll(() => running.stop());

test('a profile is read once, each version separately', async () => {
  const { database: counting, sent } = listened(database);
  const profileOf = profilesFrom(counting);
  const [first, again, second] = await Promise.all([
    profileOf({ id: 'warm', version: 1 }),
    profileOf({ id: 'warm', version: 1 }),
    profileOf({ id: 'warm', version: 2 }),
  ]);
  expect([first.name, second.name]).toEqual(['Warm', 'Second']);
  expect(again).toBe(first);
  expect(await profileOf({ id: 'warm', version: 1 })).toBe(first);
  expect(sent).toEqual(['GetItem profiles', 'GetItem profiles']);
});

test('a failed read is tried again by the next caller', async () => {
  let count = 0;
  const breaking = answeredBy(database, async (_, send) => {
    count++;
    if (count === 1) throw new Error('away');
    return send();
  });
  const profileOf = profilesFrom(breaking);
  await expect(profileOf({ id: 'warm', version: 1 })).rejects.toThrow('away');
  expect((await profileOf({ id: 'warm', version: 1 })).name).toBe('Warm');
  await expect(profileOf({ id: 'warm', version: 3 })).rejects.toThrow(
    'profile warm, version 3, does not exist',
  );
});

test('an assignment is evaluated by its profile with its own reporting interval, and by the route where there is one', async () => {
  const { database: counting, sent } = listened(database);
  const evaluationContextOf = evaluationContextsFrom(counting);
  const own = { ...assignment('T-1', start + 5), intervalMs: 5 * minute, routeSequence: 1 };
  const context = await evaluationContextOf(own);
  expect(context).toMatchObject({
    profile: { id: 'warm', version: 1, reportingIntervalMs: 5 * minute },
    since: start + 5,
    attachedAt: start + 5,
    route,
  });
  await evaluationContextOf({ ...own, since: start + 6 });
  expect(sent.toSorted()).toEqual(['GetItem profiles', 'Query ledger']);
  expect((await evaluationContextOf({ ...own, routeSequence: null })).route).toBeNull();
  expect((await evaluationContextOf({ ...own, shipment: 'T-2' })).route).toBeNull();
  expect(sent.filter((each) => each === 'Query ledger')).toHaveLength(2);
  const fold = stateReducer(context);
  const reading = { channel: 'temperature', at: start + minute, value: 9 } as const;
  const state = fold(initialState, [reading]);
  expect(state.last).toEqual({ temperature: { at: start + minute, values: [9], differs: false } });
  expect(state.rules['warm-20m']!.episode).toMatchObject({ from: start + minute, running: true });
});

test('routes are forgotten once there are 10,000 of them, so that memory is bounded', async () => {
  const item = await readItem(database, { shipment: 'T-1', sequence: 1 });
  let reads = 0;
  const counting = answeredBy(database, async () => {
    reads++;
    return { Items: [item] };
  });
  const evaluationContextOf = evaluationContextsFrom(counting, profilesFrom(database));
  const own = { ...assignment('T-1'), routeSequence: 1 };
  for (let index = 0; index < 10_000; index++) await evaluationContextOf({ ...own, shipment: `R-${index}` });
  await evaluationContextOf({ ...own, shipment: 'R-0' });
  expect(reads).toBe(10_000);
  await evaluationContextOf({ ...own, shipment: 'R-10000' });
  await evaluationContextOf({ ...own, shipment: 'R-0' });
  expect(reads).toBe(10_002);
});

test('alarms have a fingerprint, which is empty where there are none', () => {
  expect(alarmsOf(initialState, [], [])).toBe('');
  const spelled = serialiseAlarms(initialState, [], ['late box']);
  expect(alarmsOf(initialState, [], ['late box'])).toBe(contentName(Buffer.from(spelled)));
  expect(alarmsOf(initialState, [], ['late box'])).toHaveLength(8);
  expect(alarmsOf(initialState, [], ['late lid'])).not.toBe(alarmsOf(initialState, [], ['late box']));
});
