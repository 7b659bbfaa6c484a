import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DeviceState, initialState } from '../../src/evaluation/device-state.ts';
import { evaluationContextOf } from '../../src/evaluation/evaluation-context.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { beginAssignment, endAssignment } from '../../src/storage/assignments.ts';
import { type Assignment, contentName } from '../../src/storage/device-item.ts';
import { stateReducer } from '../../src/storage/evaluation-contexts.ts';
import { putSegment, readSegments } from '../../src/storage/journal.ts';
import { packReadings } from '../../src/storage/readings-codec.ts';
import { type StateReducer, keepLastValues, flushToJournal } from '../../src/storage/flush-to-journal.ts';
import type { Database } from '../../src/storage/tables.ts';
import { setLedgerSyncMark } from '../../src/storage/ledger-sync-mark.ts';
import { assigned, updateIfFlushNumber } from '../../src/storage/update-device-item.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment, warmProfile } from '../support/shipment.ts';
import { itemsOf, listened } from '../support/table-items.ts';
import { writeState } from '../../src/storage/device-state-codec.ts';

const celsius = (minutes: number, value = 5): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
const none = { departedAt: null, arrivedAt: null };
const own: Assignment = { ...assignment('S-1'), phases: { ...none, inferred: none, firstInferred: none } };
const named = (...readings: Reading[]): string => contentName(packReadings(readings));
/** A reducer that shows the order in which it got the readings, as texts of an unreadable value. */
const inOrder: StateReducer = (state, readings) => ({
  ...keepLastValues(state, readings),
  unreadable: {
    pressure: {
      since: 1,
      at: 1,
      above: null,
      below: null,
      codes: [],
      texts: [
        ...(state.unreadable.pressure?.texts ?? []),
        readings
          .map((each) => `${(each.at - start) / minute}=${'value' in each ? each.value : '?'}`)
          .join(' '),
      ],
    },
  },
});
const foldedIn = (state: DeviceState): readonly string[] => state.unreadable.pressure?.texts ?? [];

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());

async function attached(device: string, of: Assignment = own): Promise<void> {
  await updateIfFlushNumber(database, await readDeviceItem(database, device), {
    set: assigned(of, initialState),
    remove: [],
  });
}
const segments = async (device: string) =>
  (await itemsOf(database, 'journal', 'deviceId', device)).map(({ segment, names }) => [
    segment!['S'],
    names?.['S'],
  ]);

describe('flushing messages into a segment', () => {
  test('the segment lists the messages, and the item loses them, with the next number and the new state', async () => {
    await attached('one');
    await append(database, 'one', [[celsius(20)]]);
    const deviceItem = await append(database, 'one', [[celsius(0), celsius(10)]]);
    const flushed = await flushToJournal(database, deviceItem, inOrder);
    expect(foldedIn(flushed.state)).toEqual(['0=5 10=5 20=5']);
    expect(await segments('one')).toEqual([[`${start}#00000001`, [...deviceItem.messages.keys()].join(' ')]]);
    const [item] = await itemsOf(database, 'devices', 'deviceId', 'one');
    expect(Object.keys(item!).toSorted()).toEqual(['a', 'deviceId', 'n', 's', 't', 'v']);
    expect(item).toMatchObject({ n: { N: '2' }, s: { S: writeState(flushed.state) }, t: { S: '["",null]' } });
    expect(flushed).toEqual(await readDeviceItem(database, 'one'));
    expect(await readSegments(database, 'one', own)).toEqual([celsius(0), celsius(10), celsius(20)]);
  });

  test('later messages are added to the state without reading the journal', async () => {
    await attached('next');
    const first = await flushToJournal(database, await append(database, 'next', [[celsius(0)]]), inOrder);
    const deviceItem = await append(database, 'next', [[celsius(10)]]);
    const { database: counting, sent } = listened(database);
    const flushed = await flushToJournal(counting, deviceItem, inOrder);
    expect(foldedIn(first.state)).toEqual(['0=5']);
    expect(foldedIn(flushed.state)).toEqual(['0=5', '10=5']);
    expect(sent).toEqual(['PutItem journal', 'UpdateItem devices']);
  });

  test("an attached device's unreadable value is added to the state without reading the journal", async () => {
    await attached('unreadable');
    const text = 'sensor fault';
    const reading: Reading = { channel: 'temperature', at: start, offScale: null, bound: null, text };
    const deviceItem = await append(database, 'unreadable', [[reading]]);
    const { database: counting, sent } = listened(database);
    const parsed = parseProfile(warmProfile);
    if (!parsed.ok) throw new Error(parsed.problems.join());
    const fold = stateReducer(evaluationContextOf(parsed.profile, own, null));
    const flushed = await flushToJournal(counting, deviceItem, fold);
    expect(flushed.state.unreadable.temperature).toMatchObject({ at: start, texts: [text] });
    expect(sent).toEqual(['PutItem journal', 'UpdateItem devices']);
  });

  test('late messages are evaluated with everything flushed before, even if late by nothing, and stored once', async () => {
    await attached('late');
    await flushToJournal(database, await append(database, 'late', [[celsius(0), celsius(10)]]), inOrder);
    const deviceItem = await append(database, 'late', [[celsius(10), celsius(20)], [celsius(5, 7)]]);
    const flushed = await flushToJournal(database, deviceItem, inOrder);
    expect(foldedIn(flushed.state)).toEqual(['0=5 10=5 5=7 20=5']);
    expect(await readSegments(database, 'late', own)).toEqual([
      celsius(0),
      celsius(10),
      celsius(5, 7),
      celsius(20),
    ]);
  });

  test("the ledger sync mark gets the new state's fingerprint where the ledger is up to date", async () => {
    await attached('told');
    await setLedgerSyncMark(database, 'told', { alarms: 'old', offlineSince: 7 });
    const spelled = (state: DeviceState) => `new ${state.last.temperature!.values[0]}`;
    const flushed = await flushToJournal(
      database,
      await append(database, 'told', [[celsius(0, 6)]]),
      inOrder,
      spelled,
    );
    expect(flushed.syncMark).toEqual({ alarms: 'new 6', offlineSince: 7 });
    const again = await flushToJournal(database, await append(database, 'told', [[celsius(1)]]), inOrder);
    expect(again.syncMark).toEqual({ alarms: 'new 6', offlineSince: 7 });
  });

  test('readings from before the attachment go to the assignment of their time, and one at its beginning stays', async () => {
    await beginAssignment(database, 'before', assignment('S-0', start - 60 * minute));
    await endAssignment(database, 'before', assignment('S-0', start - 60 * minute), start - 30 * minute);
    await attached('before');
    const readings = [celsius(-60), celsius(-30), celsius(-1 / 60_000), celsius(0)];
    const flushed = await flushToJournal(database, await append(database, 'before', [readings]), inOrder);
    expect(foldedIn(flushed.state)).toEqual(['0=5']);
    expect((await segments('before')).filter(([, names]) => names !== undefined)).toEqual(
      [
        ['-#' + named(celsius(-1 / 60_000)), ''],
        [`${start - 60 * minute}#${named(celsius(-60), celsius(-30))}`, ''],
        [`${start}#00000001`, named(...readings)],
      ].toSorted(([a], [b]) => (a! < b! ? -1 : 1)),
    );
  });

  test('messages whose content is in the journal lead to a state computed from the whole journal', async () => {
    await attached('large');
    const many = Array.from({ length: 300 }, (_, index) => celsius(index, index));
    const flushed = await flushToJournal(
      database,
      await append(database, 'large', [many, [celsius(500)]]),
      inOrder,
    );
    expect(flushed.messages.size).toBe(0);
    expect(foldedIn(flushed.state)[0]!.split(' ').length).toBe(301);
    expect(await readSegments(database, 'large', own)).toHaveLength(301);
  });
});

describe('where another writer flushed first', () => {
  test('its segment stays: only its messages leave the item, and its readings lead to the state', async () => {
    await attached('other');
    const deviceItem = await append(database, 'other', [[celsius(0)], [celsius(10)]]);
    await putSegment(database, 'other', own, 1, { names: [named(celsius(0))], readings: [celsius(0)] });
    const flushed = await flushToJournal(database, deviceItem, inOrder);
    expect([...flushed.messages.keys()]).toEqual([named(celsius(10))]);
    expect(flushed.flushNumber).toBe(2);
    expect(foldedIn(flushed.state)).toEqual(['0=5']);
  });

  test('where its messages are unknown here, the state is computed from all segments', async () => {
    await attached('unknown');
    const deviceItem = await append(database, 'unknown', [[celsius(0)]]);
    const names = [named(celsius(0)), named(celsius(3))];
    await putSegment(database, 'unknown', own, 1, { names, readings: [celsius(0), celsius(3)] });
    const flushed = await flushToJournal(database, deviceItem, inOrder);
    expect(foldedIn(flushed.state)).toEqual(['0=5 3=5']);
    expect(flushed.messages.size).toBe(0);
  });

  test('where it also updated the item, nothing is changed, and the current item is returned', async () => {
    await attached('counted');
    const deviceItem = await append(database, 'counted', [[celsius(0)]]);
    const theirs = await flushToJournal(database, deviceItem, inOrder);
    const later = await append(database, 'counted', [[celsius(10)]]);
    expect(await flushToJournal(database, deviceItem, inOrder)).toEqual(later);
    expect(theirs.flushNumber).toBe(2);
  });
});

test('a device that is not attached keeps only the last value of each channel', () => {
  const state: DeviceState = {
    ...initialState,
    last: {
      temperature: { at: start, values: [5], differs: false },
      humidity: { at: start, values: [40], differs: false },
    },
    jump: { at: 1, since: 2 },
    rules: { r: { episode: null, latest: null } },
  };
  const pressure: Reading = { channel: 'pressure', at: start - minute, value: 100 };
  expect(keepLastValues(state, [celsius(0, 9), celsius(-1), pressure])).toEqual({
    ...initialState,
    last: { ...state.last, pressure: { at: start - minute, values: [100], differs: false } },
  });
  expect(keepLastValues(state, [celsius(3), celsius(2, 9)]).last.temperature).toEqual({
    at: start + 3 * minute,
    values: [5],
    differs: false,
  });
});
