import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { initialState } from '../../src/evaluation/device-state.ts';
import type { Reading } from '../../src/model/reading.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { AlreadyAttached, attach, detach } from '../../src/storage/assign.ts';
import { readAssignments } from '../../src/storage/assignments.ts';
import { writeAssignment } from '../../src/storage/device-item-codec.ts';
import type { Assignment } from '../../src/storage/device-item.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { keepLastValues } from '../../src/storage/flush-to-journal.ts';
import type { Database } from '../../src/storage/tables.ts';
import { setLedgerSyncMark } from '../../src/storage/ledger-sync-mark.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment } from '../support/shipment.ts';
import { answeredBy, itemsOf, listened } from '../support/table-items.ts';
import { writeState } from '../../src/storage/device-state-codec.ts';

const celsius = (minutes: number, value = 5): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
const none = { departedAt: null, arrivedAt: null };
const of = (shipment: string, minutes = 0): Assignment => ({
  ...assignment(shipment, start + minutes * minute),
  phases: { ...none, inferred: none, firstInferred: none },
});
const minutesOf = (readings: readonly Reading[]): number[] =>
  readings.map(({ at }) => (at - start) / minute).toSorted((a, b) => a - b);
const justBefore = -1 / 60_000;

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => vi.restoreAllMocks());

describe('attaching', () => {
  test('attaching sets the assignment of the device item, and begins it', async () => {
    const deviceItem = await attach(database, 'new', of('S-1'), keepLastValues);
    expect(await itemsOf(database, 'devices', 'deviceId', 'new')).toEqual([
      {
        deviceId: { S: 'new' },
        v: { N: '2' },
        n: { N: '1' },
        a: { S: writeAssignment(of('S-1')) },
        s: { S: '[[],[]]' },
        t: { S: '["",null]' },
      },
    ]);
    expect(deviceItem).toEqual(await readDeviceItem(database, 'new'));
    expect(await readAssignments(database, 'new')).toEqual([{ assignment: of('S-1'), until: null }]);
  });

  test('attaching again changes nothing, except that it records a missing beginning', async () => {
    await attach(database, 'again', of('S-1'), keepLastValues);
    const { database: counting, sent } = listened(database);
    const deviceItem = await attach(counting, 'again', { ...of('S-1'), attachedAt: 5 }, keepLastValues);
    expect(sent).toEqual(['GetItem devices', 'PutItem journal']);
    expect(deviceItem.flushNumber).toBe(1);
    expect(deviceItem.assignment).toEqual(of('S-1'));
  });

  test('attaching takes over the waiting readings from its beginning on, and leaves the rest', async () => {
    await append(database, 'waits', [[celsius(justBefore), celsius(0), celsius(7, 6)]]);
    const deviceItem = await attach(database, 'waits', of('S-1'), keepLastValues);
    expect(minutesOf(await readSegments(database, 'waits', of('S-1')))).toEqual([0, 7]);
    expect(minutesOf(await readSegments(database, 'waits', null))).toEqual([justBefore, 0, 7]);
    expect(deviceItem.state.last).toEqual({
      temperature: { at: celsius(7).at, values: [6], differs: false },
    });
    expect([deviceItem.flushNumber, deviceItem.messages.size]).toEqual([2, 0]);
  });

  test.each([
    ['the same shipment, from another time on', 'S-1', 5],
    ['another shipment', 'S-2', 0],
  ])('attaching to %s is refused, with what to do', async (_, shipment, minutes) => {
    const device = `busy-${shipment}`;
    await attach(database, device, of('S-1'), keepLastValues);
    const refused = attach(database, device, of(shipment, minutes), keepLastValues);
    await expect(refused).rejects.toThrow(AlreadyAttached);
    await expect(refused).rejects.toThrow(`${device} is attached to shipment S-1; detach it first`);
    await expect(refused).rejects.toHaveProperty('shipment', 'S-1');
  });

  test('an attachment may begin where the last one ended, but not a millisecond before, nor where that began', async () => {
    await attach(database, 'after', of('S-1', 0), keepLastValues);
    await detach(database, 'after', start + 30 * minute, keepLastValues, 'S-1');
    const message =
      'after was attached to shipment S-1 until 2026-01-01T00:30:00.000Z; attach it from then on';
    for (const minutes of [30 + justBefore, 0, -5]) {
      const refused = attach(database, 'after', of('S-2', minutes), keepLastValues);
      await expect(refused).rejects.toThrow(message);
      await expect(refused).rejects.toHaveProperty('shipment', 'S-1');
    }
    expect((await attach(database, 'after', of('S-2', 30), keepLastValues)).assignment!.shipment).toBe('S-2');
  });

  test('an attachment may not begin at the time of one that ended as it began', async () => {
    await attach(database, 'empty', of('S-1'), keepLastValues);
    await detach(database, 'empty', start, keepLastValues, 'S-1');
    await expect(attach(database, 'empty', of('S-2'), keepLastValues)).rejects.toThrow(
      'was attached to shipment S-1',
    );
    expect((await attach(database, 'empty', of('S-2', 1), keepLastValues)).flushNumber).toBe(3);
  });

  test.each<[string, Assignment]>([
    ['another shipment', of('S-9')],
    ['the same shipment, from another time on', { ...of('S-1', 5), attachedAt: start }],
  ])('an attachment that another one overtakes is refused: one to %s', async (_, other) => {
    const device = `overtaken-${other.shipment}`;
    let isFirst = true;
    const overtaken = answeredBy(database, async ({ constructor: { name } }, send) => {
      if (name === 'UpdateItemCommand' && isFirst) {
        isFirst = false;
        await attach(database, device, other, keepLastValues);
      }
      return send();
    });
    await expect(attach(overtaken, device, of('S-1'), keepLastValues)).rejects.toThrow(
      `${device} is attached to shipment ${other.shipment}; detach it first`,
    );
    expect(await readAssignments(database, device)).toEqual([{ assignment: other, until: null }]);
  });
});

describe('detaching', () => {
  test('a detachment includes a reading at its exact time, and later ones wait for the next shipment', async () => {
    await attach(database, 'ends', of('S-1'), keepLastValues);
    await setLedgerSyncMark(database, 'ends', { alarms: 'abc', offlineSince: 5 });
    const readings = [celsius(10), celsius(30), celsius(30 - justBefore, 7)];
    await append(database, 'ends', [readings]);
    expect(await detach(database, 'ends', start + 30 * minute, keepLastValues, 'S-1')).toEqual({
      assignment: of('S-1'),
      until: start + 30 * minute,
    });
    expect(await readSegments(database, 'ends', null)).toEqual([readings[2]]);
    expect(await readSegments(database, 'ends', of('S-1'))).toEqual(readings);
    const last = { temperature: { at: readings[2]!.at, values: [7], differs: false } };
    expect(await itemsOf(database, 'devices', 'deviceId', 'ends')).toEqual([
      {
        deviceId: { S: 'ends' },
        v: { N: '2' },
        n: { N: '3' },
        a: { S: '' },
        s: { S: writeState({ ...initialState, last }) },
        t: { S: '["",null]' },
      },
    ]);
    expect(await readAssignments(database, 'ends')).toEqual([
      { assignment: of('S-1'), until: start + 30 * minute },
    ]);
  });

  test('detaching from a shipment to which the device is not attached ends nothing', async () => {
    await attach(database, 'other', of('S-1'), keepLastValues);
    expect(await detach(database, 'other', start, keepLastValues, 'S-2')).toBeNull();
    expect(await detach(database, 'nobody', start, keepLastValues, 'S-2')).toBeNull();
    expect((await readDeviceItem(database, 'other')).flushNumber).toBe(1);
  });

  test('a detachment has the end that another call gave it', async () => {
    await attach(database, 'twice', of('S-1'), keepLastValues);
    let isFirst = true;
    const overtaken = answeredBy(database, async ({ constructor: { name } }, send) => {
      if (name === 'UpdateItemCommand' && isFirst) {
        isFirst = false;
        await detach(database, 'twice', start + 20 * minute, keepLastValues, 'S-1');
      }
      return send();
    });
    expect(await detach(overtaken, 'twice', start + 30 * minute, keepLastValues, 'S-1')).toEqual({
      assignment: of('S-1'),
      until: start + 20 * minute,
    });
    expect((await readDeviceItem(database, 'twice')).flushNumber).toBe(2);
  });

  test('a detachment assigns the messages that arrive meanwhile', async () => {
    await attach(database, 'speaks', of('S-1'), keepLastValues);
    let isFirst = true;
    const speaking = answeredBy(database, async ({ constructor: { name }, input }, send) => {
      if (name === 'UpdateItemCommand' && input['TableName'] === 'devices' && isFirst) {
        isFirst = false;
        await append(database, 'speaks', [[celsius(10), celsius(40)]]);
      }
      return send();
    });
    await detach(speaking, 'speaks', start + 30 * minute, keepLastValues, 'S-1');
    const deviceItem = await readDeviceItem(database, 'speaks');
    expect([deviceItem.messages.size, deviceItem.assignment]).toEqual([0, null]);
    expect(minutesOf(await readSegments(database, 'speaks', of('S-1')))).toEqual([10]);
    expect(minutesOf(await readSegments(database, 'speaks', null))).toEqual([40]);
  });
});
