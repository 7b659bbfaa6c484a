import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { beginAssignment, endAssignment } from '../../src/storage/assignments.ts';
import { contentName } from '../../src/storage/device-item.ts';
import {
  prefixOf,
  putByAssignment,
  putBackReadings,
  putSegment,
  readSegmentPages,
  readSegments,
  withoutKnown,
} from '../../src/storage/journal.ts';
import { packReadings } from '../../src/storage/readings-codec.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment } from '../support/shipment.ts';
import { away, itemsOf, listened } from '../support/table-items.ts';
import { queryAll } from '../../src/storage/query-all.ts';

const celsius = (minutes: number, value = 5): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
const named = (...readings: Reading[]): string => contentName(packReadings(readings));
const base64 = (...readings: Reading[]) => ({ B: Buffer.from(packReadings(readings)).toString('base64') });
const expiry = { N: String(start / 1000 + 1 + 90 * 86_400) };

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());
beforeEach(() => {
  // A time that is not on a full second expires in the next one.
  vi.useFakeTimers({ toFake: ['Date'], now: start + 1 });
});
afterEach(() => {
  vi.useRealTimers();
});
const items = (device: string) => itemsOf(database, 'journal', 'deviceId', device);
const segments = async (device: string) =>
  (await items(device)).map(({ segment }) => segment!['S']!).filter((name) => !name.startsWith('assign'));

test('segments are stored under the beginning of their assignment', () => {
  expect(prefixOf(null)).toBe('-#');
  expect(prefixOf(assignment('S-1'))).toBe(`${start}#`);
});

describe('a numbered segment', () => {
  test('a segment is put once: a second writer of the same number gets the existing one', async () => {
    const first = { names: ['AAAAAAAA', 'BBBBBBBB'], readings: [celsius(0), celsius(10)] };
    const own = assignment('S-1');
    expect(await putSegment(database, 'numbered', own, 12, first)).toBe(first);
    expect(await putSegment(database, 'numbered', own, 12, { names: ['C'], readings: [] })).toEqual(first);
    expect(await items('numbered')).toEqual([
      {
        deviceId: { S: 'numbered' },
        segment: { S: `${start}#00000012` },
        v: { N: '2' },
        names: { S: 'AAAAAAAA BBBBBBBB' },
        readings: base64(celsius(0), celsius(10)),
      },
    ]);
  });

  test('a segment may be empty', async () => {
    const nothing = { names: [], readings: [] };
    await putSegment(database, 'nothing', null, 0, nothing);
    expect(await putSegment(database, 'nothing', null, 0, { names: ['C'], readings: [celsius(0)] })).toEqual(
      nothing,
    );
    expect(await items('nothing')).toEqual([
      {
        deviceId: { S: 'nothing' },
        segment: { S: '-#00000000' },
        v: { N: '2' },
        expiresAt: expiry,
        names: { S: '' },
        readings: { B: '' },
      },
    ]);
  });

  test('an unavailable table is not taken for an existing segment', async () => {
    const nothing = { names: [], readings: [] };
    await expect(putSegment(away(database), 'numbered', null, 0, nothing)).rejects.toThrow('away');
  });
});

describe('readings that are put by assignment', () => {
  const first = assignment('S-1');
  const second = assignment('S-2', start + 60 * minute);
  const until = start + 30 * minute;

  test('each reading goes to the assignment of its time, which includes its beginning and its end', async () => {
    await beginAssignment(database, 'apart', first);
    await endAssignment(database, 'apart', first, until);
    await beginAssignment(database, 'apart', second);
    const before = celsius(0 - 1 / 60_000);
    const after = celsius(30 + 1 / 60_000);
    const others = await putByAssignment(database, 'apart', second, [
      [celsius(60), after, celsius(30), celsius(0), before, celsius(90)],
    ]);
    expect(others.map(({ assignment: { shipment }, until: end }) => [shipment, end])).toEqual([
      ['S-1', until],
    ]);
    expect(await segments('apart')).toEqual(
      [
        `-#${named(before, after)}`,
        `${second.since}#${named(celsius(60), celsius(90))}`,
        `${start}#${named(celsius(0), celsius(30))}`,
      ].toSorted(),
    );
    expect((await items('apart')).filter(({ expiresAt }) => expiresAt !== undefined)).toEqual([
      expect.objectContaining({ segment: { S: `-#${named(before, after)}` }, expiresAt: expiry }),
    ]);
  });

  test('readings that a past assignment already has are not put again', async () => {
    await beginAssignment(database, 'ended', first);
    await endAssignment(database, 'ended', first, until);
    await putSegment(database, 'ended', first, 0, { names: [], readings: [celsius(0), celsius(10)] });
    const { database: counting, sent } = listened(database);
    const others = await putByAssignment(counting, 'ended', null, [[celsius(0), celsius(10)]]);
    expect(others).toHaveLength(1);
    expect(sent.filter((each) => each.startsWith('Put'))).toEqual([]);
    await putByAssignment(database, 'ended', null, [[celsius(0), celsius(10, 6), celsius(20)]]);
    expect(await segments('ended')).toEqual(
      [`${start}#00000000`, `${start}#${named(celsius(10, 6), celsius(20))}`].toSorted(),
    );
  });

  test('the items are the same, whichever messages are put together', async () => {
    await beginAssignment(database, 'together', first);
    await endAssignment(database, 'together', first, until);
    const [one, two, three] = [[celsius(0), celsius(1)], [celsius(2)], [celsius(3), celsius(40)]];
    // Two instances run at the same time, and one of them has one more message.
    await Promise.all([
      putByAssignment(database, 'together', null, [one, two]),
      putByAssignment(database, 'together', null, [two, one, three]),
    ]);
    expect(await segments('together')).toEqual(
      [
        `-#${named(celsius(40))}`,
        `${start}#${named(...one)}`,
        `${start}#${named(...two)}`,
        `${start}#${named(celsius(3))}`,
      ].toSorted(),
    );
  });

  test('readings of the current assignment are not compared with existing ones', async () => {
    await putSegment(database, 'current', first, 0, { names: [], readings: [celsius(0)] });
    expect(await putByAssignment(database, 'current', first, [[celsius(0)]])).toEqual([]);
    expect(await segments('current')).toEqual(
      [`${start}#00000000`, `${start}#${named(celsius(0))}`].toSorted(),
    );
  });

  test('one item has at most five thousand readings, the earliest first', async () => {
    const many = Array.from({ length: 5001 }, (_, index) => celsius(5000 - index));
    expect(await putBackReadings(database, 'many', first, many)).toBe(5001);
    const inOrder = many.toReversed();
    expect(await segments('many')).toEqual(
      [`${start}#${named(...inOrder.slice(0, 5000))}`, `${start}#${named(inOrder[5000]!)}`].toSorted(),
    );
    expect(await putBackReadings(database, 'whole', first, inOrder.slice(0, 5000))).toBe(5000);
    expect(await segments('whole')).toEqual([`${start}#${named(...inOrder.slice(0, 5000))}`]);
    expect(await putBackReadings(database, 'none', first, [])).toBe(0);
    expect(await segments('none')).toEqual([]);
  });
});

test('known readings are recognised by their content', () => {
  const place = (accuracy?: number): Reading => ({
    channel: 'location',
    at: start,
    latitude: 1,
    longitude: 2,
    ...(accuracy !== undefined && { accuracy }),
  });
  const all = [celsius(0), celsius(0, 6), celsius(1), place(), place(3)];
  expect(withoutKnown(all, [])).toEqual(all);
  expect(withoutKnown(all, [])).not.toBe(all);
  expect(withoutKnown(all, [celsius(0), place(3)])).toEqual([celsius(0, 6), celsius(1), place()]);
  expect(withoutKnown(all, all)).toEqual([]);
});

test('segments are read by their exact assignment, and not by another one that begins with the same digits', async () => {
  const own = assignment('S-1', 17);
  const other = assignment('S-2', 170);
  await putSegment(database, 'alike', own, 0, { names: [], readings: [celsius(1)] });
  await putSegment(database, 'alike', own, 1, { names: [], readings: [celsius(0), celsius(1)] });
  await putSegment(database, 'alike', other, 0, { names: [], readings: [celsius(2)] });
  await putSegment(database, 'alike', null, 0, { names: [], readings: [celsius(3)] });
  await beginAssignment(database, 'alike', own);
  expect(await readSegments(database, 'alike', own)).toEqual([celsius(1), celsius(0), celsius(1)]);
  expect(await readSegments(database, 'alike', other)).toEqual([celsius(2)]);
  expect(await readSegments(database, 'alike', null)).toEqual([celsius(3)]);
  expect(await readSegments(database, 'alik', null)).toEqual([]);
  expect(await Array.fromAsync(readSegmentPages(database, 'alike', own))).toEqual([
    [celsius(1), celsius(0), celsius(1)],
  ]);
  expect((await queryAll(database, 'alike', 'assignment#')).map(({ segment }) => segment)).toEqual([
    { S: 'assignment#17' },
  ]);
});
