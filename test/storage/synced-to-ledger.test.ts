import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initialState } from '../../src/evaluation/device-state.ts';
import type { Reading } from '../../src/model/reading.ts';
import { syncAssignments, isSynced } from '../../src/storage/sync-assignments.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { readAssignments } from '../../src/storage/assignments.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { keepLastValues, flushToJournal } from '../../src/storage/flush-to-journal.ts';
import { readingsUnder } from '../../src/storage/shipment-record.ts';
import { readShipmentRecord } from '../support/shipment-record.ts';
import { createShipment, declareMilestone, declareSensor } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { setLedgerSyncMark } from '../../src/storage/ledger-sync-mark.ts';
import { assigned, updateIfFlushNumber } from '../../src/storage/update-device-item.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { hour, minute, start } from '../support/series.ts';
import { assignment, createdShipment, shipmentWith, warmProfile } from '../support/shipment.ts';
import { answeredBy } from '../support/table-items.ts';

const celsius = (minutes: number, value = 5): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
const minutesOf = (readings: readonly Reading[]): number[] =>
  readings.map(({ at }) => (at - start) / minute).toSorted((a, b) => a - b);

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());
const entriesOf = async (shipment: string) => (await readLedger(database, shipment)).entries;
/** An arrival that is in the ledger, but not yet in any device item. */
const arrivedUnknown = (shipment: string, at: number) =>
  record(database, shipment, { by: 'Ann', now: Date.now }, () => [
    { why: 'x', fact: { kind: 'arrived', at, detectedBy: null } },
  ]);

describe('bringing devices up to date with a ledger', () => {
  test('each device gets the changes, and its record is to be evaluated again', async () => {
    await shipmentWith(database, 'U-1', ['u-1', 'u-2']);
    await flushToJournal(database, await append(database, 'u-1', [[celsius(10, 9)]]), keepLastValues);
    await append(database, 'u-1', [[celsius(20, 9)]]);
    await setLedgerSyncMark(database, 'u-1', { alarms: 'abc', offlineSince: 7 });
    const before = await readDeviceItem(database, 'u-1');
    await arrivedUnknown('U-1', start + hour);
    const entries = await entriesOf('U-1');
    expect(isSynced(before.assignment!, 'u-1', entries)).toBe(false);
    await syncAssignments(database, entries);
    const after = await readDeviceItem(database, 'u-1');
    expect(after.assignment!.phases.arrivedAt).toBe(start + hour);
    expect(isSynced(after.assignment!, 'u-1', entries)).toBe(true);
    expect(after.syncMark).toEqual({ alarms: '?', offlineSince: 7 });
    expect(after.flushNumber).toBe(before.flushNumber + 1);
    expect(after.messages).toEqual(before.messages);
    expect(after.state.last.temperature).toEqual({ at: celsius(10).at, values: [9], differs: false });
    expect((await readAssignments(database, 'u-1'))[0]!.assignment).toEqual(after.assignment);
    expect((await readDeviceItem(database, 'u-2')).assignment!.phases.arrivedAt).toBe(start + hour);
  });

  test('the changes are applied once, and last of all to the device that asked', async () => {
    await shipmentWith(database, 'U-3', ['u-3a', 'u-3b']);
    await arrivedUnknown('U-3', start + hour);
    const entries = await entriesOf('U-3');
    const asked: string[] = [];
    const watching = answeredBy(database, async ({ constructor: { name }, input }, send) => {
      const key = input['Key'] as { deviceId?: { S: string } } | undefined;
      if (key?.deviceId !== undefined) asked.push(`${name.replace('Command', '')} ${key.deviceId.S}`);
      return send();
    });
    await syncAssignments(watching, entries, 'u-3a');
    expect(asked).toEqual(
      ['u-3b', 'u-3a'].flatMap((device) => [
        `UpdateItem ${device}`,
        `GetItem ${device}`,
        `UpdateItem ${device}`,
      ]),
    );
    asked.length = 0;
    await syncAssignments(watching, entries);
    expect(asked).toEqual(['GetItem u-3a', 'GetItem u-3b']);
  });

  test('past assignments are changed too, and keep their ends', async () => {
    await shipmentWith(database, 'U-4', ['u-4']);
    await detachDevice(database, 'u-4', start + hour, 'Ann');
    await declareSensor(database, 'U-4', { device: 'u-4', fate: 'lost', at: start + 5, reason: 'x' }, 'Ann');
    expect(await readAssignments(database, 'u-4')).toMatchObject([
      { assignment: { declaredAt: start + 5 }, until: start + hour },
    ]);
    expect((await readDeviceItem(database, 'u-4')).assignment).toBeNull();
  });

  test('a spare decides once a sensor is declared', async () => {
    await shipmentWith(database, 'U-5', ['u-5a']);
    await attachDevice(database, 'u-5b', { ...assignment('U-5'), role: 'spare' }, 'Ann');
    expect((await readDeviceItem(database, 'u-5b')).assignment!.role).toBe('spare');
    await declareSensor(database, 'U-5', { device: 'u-5a', fate: 'lost', at: start, reason: 'x' }, 'Ann');
    expect((await readDeviceItem(database, 'u-5b')).assignment!.role).toBe('product');
  });

  test('an attachment that the ledger does not have is left unchanged', async () => {
    await shipmentWith(database, 'U-6', ['u-6']);
    const entries = await entriesOf('U-6');
    const { assignment: own } = await readDeviceItem(database, 'u-6');
    const wrong = { ...own!, declaredAt: 1 };
    expect(isSynced(wrong, 'u-6', entries)).toBe(false);
    expect(isSynced(wrong, 'u-7', entries)).toBe(true);
    expect(isSynced({ ...wrong, since: start + 1 }, 'u-6', entries)).toBe(true);
    expect(isSynced({ ...own!, role: 'spare' }, 'u-6', entries)).toBe(false);
    expect(isSynced({ ...own!, calibratedUntil: 1 }, 'u-6', entries)).toBe(true);
    const none = { departedAt: null, arrivedAt: null };
    for (const phases of [
      { ...own!.phases, departedAt: 1 },
      { ...own!.phases, arrivedAt: 1 },
      { ...own!.phases, inferred: { ...none, departedAt: 1 } },
      { ...own!.phases, inferred: { ...none, arrivedAt: 1 } },
      { ...own!.phases, firstInferred: { ...none, departedAt: 1 } },
      { ...own!.phases, firstInferred: { ...none, arrivedAt: 1 } },
      none,
    ])
      expect(isSynced({ ...own!, phases }, 'u-6', entries), JSON.stringify(phases)).toBe(false);
  });
});

describe('the record of a shipment', () => {
  test("the record has the ledger, and each attachment's readings of its time", async () => {
    await shipmentWith(database, 'R-1', ['r-1']);
    await flushToJournal(
      database,
      await append(database, 'r-1', [[celsius(10), celsius(20)]]),
      keepLastValues,
    );
    await append(database, 'r-1', [[celsius(0), celsius(-1), celsius(-1 / 60_000), celsius(30)]]);
    const found = (await readShipmentRecord(database, 'R-1'))!;
    expect(found.entries).toEqual(await entriesOf('R-1'));
    expect(found.notified).toEqual(new Set());
    const attachment = {
      device: 'r-1',
      since: start,
      detachedAt: null,
      intervalMs: 10 * minute,
      role: 'product',
      profile: { id: 'warm', version: 1 },
      calibratedUntil: null,
      products: null,
      declaredAt: null,
    } as const;
    const { readings, profile } = found.recordOf(attachment);
    expect(minutesOf(readings)).toEqual([0, 10, 20, 30]);
    expect(profile).toMatchObject({ id: 'warm', reportingIntervalMs: 10 * minute });
    expect(await readShipmentRecord(database, 'R-0')).toBeNull();
    expect(await readingsUnder(database, { ...attachment, since: start + 1 })).toEqual([]);
    expect(await readingsUnder(database, { ...attachment, device: 'nobody' })).toEqual([]);
  });

  test('the record includes a reading at the exact time of the detachment', async () => {
    await shipmentWith(database, 'R-2', ['r-2']);
    await append(database, 'r-2', [[celsius(10), celsius(30), celsius(30 + 1 / 60_000)]]);
    await detachDevice(database, 'r-2', start + 30 * minute, 'Ann');
    const { recordOf } = (await readShipmentRecord(database, 'R-2'))!;
    const [past] = await readAssignments(database, 'r-2');
    expect(minutesOf(recordOf({ device: 'r-2', since: start } as never).readings)).toEqual([10, 30]);
    expect(await readSegments(database, 'r-2', past!.assignment)).toHaveLength(3);
  });

  test("the record has the attachment's own reporting interval", async () => {
    await createShipment(database, 'R-3', createdShipment, 'Ann');
    await attachDevice(database, 'r-3', { ...assignment('R-3'), intervalMs: 5 * minute }, 'Ann');
    await declareMilestone(database, 'R-3', 'departed', start, 'Ann');
    const { recordOf } = (await readShipmentRecord(database, 'R-3'))!;
    expect(recordOf({ device: 'r-3', since: start } as never)).toMatchObject({
      readings: [],
      profile: { name: warmProfile.name, reportingIntervalMs: 5 * minute },
    });
    // A device item without a recorded assignment, as after a crash during the attachment.
    await updateIfFlushNumber(database, await readDeviceItem(database, 'r-4'), {
      set: assigned(assignment('R-3'), initialState),
      remove: [],
    });
    await append(database, 'r-4', [[celsius(0)]]);
    const attachment = { device: 'r-4', since: start, detachedAt: null } as never;
    expect(await readingsUnder(database, attachment)).toEqual([celsius(0)]);
  });
});
