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

describe('a reading belongs', () => {
  const past = [
    { assignment: first, until },
    { assignment: second, until: null },
  ];
  test.each([
    ['a millisecond before the first attachment', start - 1, null],
    ['at its beginning', start, 'S-1'],
    ['at its very end', until, 'S-1'],
    ['a millisecond after it', until + 1, null],
    ['a millisecond before the next one', second.since - 1, null],
    ['at the beginning of the next one', second.since, 'S-2'],
    ['long after', second.since * 2, 'S-2'],
  ])('%s', (_, at, shipment) => {
    expect(ownerOf(at, second, past)?.assignment.shipment ?? null).toBe(shipment);
  });

  test('to nobody while the assignment that it is of lasts and is not the device’s', () => {
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

  test('begins once', async () => {
    const { database } = running;
    await beginAssignment(database, 'begins', first);
    await beginAssignment(database, 'begins', { ...first, shipment: 'S-9' });
    expect(await items('begins')).toEqual([item('begins')]);
    expect(await readAssignments(database, 'begins')).toEqual([{ assignment: first, until: null }]);
  });

  test('ends once: the first end stands, and is returned', async () => {
    const { database } = running;
    await beginAssignment(database, 'ends', first);
    expect(await endAssignment(database, 'ends', first, until)).toBe(until);
    expect(await endAssignment(database, 'ends', first, until + 1)).toBe(until);
    await beginAssignment(database, 'ends', first);
    expect(await items('ends')).toEqual([{ ...item('ends'), until: { N: String(until) } }]);
  });

  test('ends as it is by then, also where its beginning was not recorded', async () => {
    const { database } = running;
    const declared = { ...first, declaredAt: 5 };
    expect(await endAssignment(database, 'unbegun', declared, 0)).toBe(0);
    expect(await items('unbegun')).toEqual([{ ...item('unbegun', declared), until: { N: '0' } }]);
    expect(await readAssignments(database, 'unbegun')).toEqual([{ assignment: declared, until: 0 }]);
  });

  test('is changed, and its end left as it is; others of the device too', async () => {
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

  test('is not taken for begun or ended where the table is away', async () => {
    const gone = away(running.database);
    await expect(beginAssignment(gone, 'box', first)).rejects.toThrow('away');
    await expect(endAssignment(gone, 'box', first, until)).rejects.toThrow('away');
  });
});
