import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { readAssignments } from '../../src/storage/assignments.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { restoreJournal } from '../../src/storage/restore-journal.ts';
import { keepLastValues, flushToJournal } from '../../src/storage/flush-to-journal.ts';
import { createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { setLedgerSyncMark } from '../../src/storage/ledger-sync-mark.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { hour, minute, start } from '../support/series.ts';
import { assignment, createdShipment, shipmentWith, warmProfile } from '../support/shipment.ts';
import { itemsOf } from '../support/table-items.ts';

const celsius = (minutes: number, value = 5): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
const just = 1 / 60_000;
const minutesOf = (readings: readonly Reading[]): number[] =>
  readings.map(({ at }) => (at - start) / minute).toSorted((a, b) => a - b);

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase();
  ({ database } = running);
});
afterAll(() => running.stop());
const entriesOf = async (shipment: string) => (await readLedger(database, shipment)).entries;
/** Removes the items of a device from a table whose sort key is `range`. */
async function lose(table: string, device: string, range: string | null, which = ''): Promise<void> {
  for (const item of await itemsOf(database, table, 'deviceId', device)) {
    if (range !== null && !item[range]!['S']!.includes(which)) continue;
    const Key = { deviceId: { S: device }, ...(range !== null && { [range]: { S: item[range]!['S']! } }) };
    await database.client.send(new DeleteItemCommand({ TableName: table, Key }));
  }
}

test('the readings of a past attachment are restored from its first to its last moment, once', async () => {
  await shipmentWith(database, 'J-1', ['j-1']);
  await append(database, 'j-1', [[celsius(10), celsius(20)]]);
  await detachDevice(database, 'j-1', start + 30 * minute, 'Ann');
  const entries = await entriesOf('J-1');
  const [before] = await readAssignments(database, 'j-1');
  await lose('journal', 'j-1', 'segment');
  const sent = [celsius(-just), celsius(0), celsius(10), celsius(20), celsius(30), celsius(30 + just)];
  expect(await restoreJournal(database, entries, () => sent)).toBe(4);
  expect(await restoreJournal(database, entries, () => sent)).toBe(0);
  const [after] = await readAssignments(database, 'j-1');
  expect(after).toEqual({
    assignment: { ...before!.assignment, attachedAt: entries[1]!.recordedAt },
    until: start + 30 * minute,
  });
  expect(minutesOf(await readSegments(database, 'j-1', after!.assignment))).toEqual([0, 10, 20, 30]);
  expect((await readDeviceItem(database, 'j-1')).assignment).toBeNull();
});

test('a device whose item is lost stays attached, numbered after its existing segments', async () => {
  await shipmentWith(database, 'J-2', ['j-2']);
  await flushToJournal(
    database,
    await append(database, 'j-2', [[celsius(10), celsius(20, 7)]]),
    keepLastValues,
  );
  await declareMilestone(database, 'J-2', 'departed', start, 'Ann');
  await record(database, 'J-2', { by: 'coldwatch', now: Date.now }, () => [
    { why: 'x', fact: { kind: 'contact-lost', device: 'j-2', position: null, at: start + 9 } },
  ]);
  const before = await readDeviceItem(database, 'j-2');
  const numbers = (await itemsOf(database, 'journal', 'deviceId', 'j-2')).flatMap(
    ({ segment }) => /#(\d{8})$/.exec(segment!['S']!)?.[1] ?? [],
  );
  await lose('devices', 'j-2', null);
  const entries = await entriesOf('J-2');
  expect(await restoreJournal(database, entries, () => [celsius(10), celsius(40, 3)])).toBe(1);
  const after = await readDeviceItem(database, 'j-2');
  // The attachment itself increments the number once more.
  expect(after.flushNumber).toBe(Math.max(...numbers.map(Number)) + 2);
  expect(after.assignment).toEqual({ ...before.assignment, attachedAt: entries[1]!.recordedAt });
  expect(after.syncMark).toEqual({ alarms: '?', offlineSince: start + 9 });
  expect(after.state.last.temperature).toEqual({ at: celsius(40).at, values: [3], differs: false });
  expect(minutesOf(await readSegments(database, 'j-2', after.assignment))).toEqual([10, 20, 40]);
});

test('a device whose only segment is its first gets the next number, so that the segment is not written over', async () => {
  await shipmentWith(database, 'J-6', ['j-6']);
  const flushed = await flushToJournal(
    database,
    await append(database, 'j-6', [[celsius(10)]]),
    keepLastValues,
  );
  const items = await itemsOf(database, 'journal', 'deviceId', 'j-6');
  const segment = items.find(({ segment: name }) => /#\d{8}$/.test(name!['S']!))!;
  const name = segment['segment']!['S']!;
  // The number of the segment becomes the first of all.
  const first = { ...segment, segment: { S: name.replace(/\d{8}$/, '00000000') } };
  await lose('journal', 'j-6', 'segment', name);
  await database.client.send(new PutItemCommand({ TableName: 'journal', Item: first }));
  await lose('devices', 'j-6', null);
  await restoreJournal(database, await entriesOf('J-6'), () => []);
  expect(flushed.flushNumber).toBeGreaterThan(0);
  expect((await readDeviceItem(database, 'j-6')).flushNumber).toBe(2);
});

test('an attached device is evaluated again only where readings were missing', async () => {
  await shipmentWith(database, 'J-3', ['j-3']);
  await flushToJournal(database, await append(database, 'j-3', [[celsius(0)]]), keepLastValues);
  await append(database, 'j-3', [[celsius(10)]]);
  await setLedgerSyncMark(database, 'j-3', { alarms: 'abc', offlineSince: null });
  const before = await readDeviceItem(database, 'j-3');
  const entries = await entriesOf('J-3');
  expect(await restoreJournal(database, entries, () => [celsius(0), celsius(10)])).toBe(0);
  expect(await readDeviceItem(database, 'j-3')).toEqual(before);
  expect(await restoreJournal(database, entries, () => [celsius(0), celsius(10), celsius(20)])).toBe(1);
  expect(await readDeviceItem(database, 'j-3')).toEqual({
    ...before,
    bytes: before.bytes - 2,
    syncMark: { alarms: '?', offlineSince: null },
  });
});

test("each attachment gets its own device's readings of its time, and agrees with the ledger", async () => {
  const route = { origin: null, destination: null, waypoints: [], plan: { departureAt: 1, arrivalAt: 2 } };
  await putProfile(database, warmProfile, 'test');
  await createShipment(database, 'J-4', { ...createdShipment, route }, 'Ann');
  await attachDevice(database, 'j-4a', { ...assignment('J-4'), calibratedUntil: 5, role: 'ambient' }, 'Ann');
  await attachDevice(database, 'j-4b', assignment('J-4'), 'Ann');
  await detachDevice(database, 'j-4b', start + hour, 'Ann');
  await attachDevice(database, 'j-4b', assignment('J-4', start + 2 * hour), 'Ann');
  const before = await Promise.all(['j-4a', 'j-4b'].map((device) => readAssignments(database, device)));
  for (const device of ['j-4a', 'j-4b']) {
    await lose('journal', device, 'segment');
    await lose('devices', device, null);
  }
  const entries = await entriesOf('J-4');
  const sent = (device: string) =>
    device === 'j-4a' ? [celsius(0, 1)] : [celsius(0, 2), celsius(90, 3), celsius(120, 4)];
  expect(await restoreJournal(database, entries, sent)).toBe(3);
  const after = await Promise.all(['j-4a', 'j-4b'].map((device) => readAssignments(database, device)));
  const withoutTime = (all: typeof before) =>
    all.map((each) => each.map(({ assignment: own, until }) => ({ ...own, attachedAt: 0, until })));
  expect(withoutTime(after)).toEqual(withoutTime(before));
  expect(after.flat().every(({ assignment: { routeSequence } }) => routeSequence === 1)).toBe(true);
  const [first, second] = after[1]!;
  expect(await readSegments(database, 'j-4b', first!.assignment)).toEqual([celsius(0, 2)]);
  expect(await readSegments(database, 'j-4b', second!.assignment)).toEqual([celsius(120, 4)]);
  expect((await readDeviceItem(database, 'j-4a')).flushNumber).toBe(1);
});
