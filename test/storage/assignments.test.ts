import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  beginAssignment,
  changePastAssignment,
  endAssignment,
  ownerOf,
  readAssignments,
} from '../../src/storage/assignments.ts';
import { writeAssignment } from '../../src/storage/device-item-codec.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment } from '../support/shipment.ts';
import { away, itemsOf } from '../support/table-items.ts';

const until = start + 30 * minute;
const none = { departedAt: null, arrivedAt: null };
const phases = { ...none, inferred: none, firstInferred: none };
const first = { ...assignment('S-1'), phases };
const second = { ...assignment('S-2', start + 60 * minute), phases };

describe('the assignment of a reading', () => {
  const past = [
    { assignment: first, until },
    { assignment: second, until: null },
  ];
  test.each([
    ['a millisecond before the first attachment', start - 1, null],
    ['at the beginning of the first attachment', start, 'S-1'],
    ['at the exact end of the first attachment', until, 'S-1'],
    ['a millisecond after the first attachment', until + 1, null],
    ['a millisecond before the next attachment', second.since - 1, null],
    ['at the beginning of the next attachment', second.since, 'S-2'],
    ['long after', second.since * 2, 'S-2'],
  ])('a reading belongs to the right assignment: %s', (_, at, shipment) => {
    expect(ownerOf(at, second, past)?.assignment.shipment ?? null).toBe(shipment);
  });

  test('a reading belongs to no assignment where the assignment of its time has no end and is not the device’s current one', () => {
    expect(ownerOf(second.since, null, past)).toBeNull();
    expect(ownerOf(start, null, past)).toEqual({ assignment: first, until });
    expect(ownerOf(start, first, [])).toEqual({ assignment: first, until: null });
    expect(ownerOf(start, null, [])).toBeNull();
  });
});

describe.each(engines)('on %s, an assignment', (engine) => {
  let running: TestDatabase;
  beforeAll(async () => {
    running = await startDatabase(engine);
  });
  afterAll(() => running.stop());
  const items = (device: string) => itemsOf(running.database, 'journal', 'deviceId', device);
  const item = (device: string, of = first) => ({
    deviceId: { S: device },
    segment: { S: `assignment#${of.since}` },
    v: { N: '2' },
    assignment: { S: writeAssignment(of) },
  });

  test('an assignment begins once', async () => {
    const { database } = running;
    await beginAssignment(database, 'begins', first);
    await beginAssignment(database, 'begins', { ...first, shipment: 'S-9' });
    expect(await items('begins')).toEqual([item('begins')]);
    expect(await readAssignments(database, 'begins')).toEqual([{ assignment: first, until: null }]);
  });

  test('an assignment ends once: the first end stays, and is returned', async () => {
    const { database } = running;
    await beginAssignment(database, 'ends', first);
    expect(await endAssignment(database, 'ends', first, until)).toBe(until);
    expect(await endAssignment(database, 'ends', first, until + 1)).toBe(until);
    await beginAssignment(database, 'ends', first);
    expect(await items('ends')).toEqual([{ ...item('ends'), until: { N: String(until) } }]);
  });

  test('an assignment ends in its current form, even if its beginning was not recorded', async () => {
    const { database } = running;
    const declared = { ...first, declaredAt: 5 };
    expect(await endAssignment(database, 'unbegun', declared, 0)).toBe(0);
    expect(await items('unbegun')).toEqual([{ ...item('unbegun', declared), until: { N: '0' } }]);
    expect(await readAssignments(database, 'unbegun')).toEqual([{ assignment: declared, until: 0 }]);
  });

  test("changing an assignment keeps its end and the device's other assignments", async () => {
    const { database } = running;
    await beginAssignment(database, 'changes', first);
    await beginAssignment(database, 'changes', second);
    await endAssignment(database, 'changes', first, until);
    await changePastAssignment(database, 'changes', { ...first, role: 'spare' });
    await changePastAssignment(database, 'changes', { ...second, declaredAt: 7 });
    expect(await readAssignments(database, 'changes')).toEqual([
      { assignment: { ...first, role: 'spare' }, until },
      { assignment: { ...second, declaredAt: 7 }, until: null },
    ]);
    expect(await endAssignment(database, 'changes', second, 9)).toBe(9);
    expect(await endAssignment(database, 'changes', second, 10)).toBe(9);
  });

  test('an assignment does not count as begun or ended where the table is unavailable', async () => {
    const gone = away(running.database);
    await expect(beginAssignment(gone, 'box', first)).rejects.toThrow('away');
    await expect(endAssignment(gone, 'box', first, until)).rejects.toThrow('away');
  });
});
