import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/model/parse-profile.ts';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { initialState } from '../../src/evaluation/device-state.ts';
import type { Reading } from '../../src/model/reading.ts';
import {
  connectivityOf,
  nextEvaluationAt,
  hasLateReadings,
  isOverdue,
  lastPosition,
  sameConnectivity,
  windowAlarms,
} from '../../src/monitoring/device-status.ts';
import { type DeviceItem, nothingSynced } from '../../src/storage/device-item.ts';
import { packReadings } from '../../src/storage/readings-codec.ts';
import { minute, start, termsBy } from '../support/series.ts';
import { assignment, warmProfile } from '../support/shipment.ts';

const parsed = parseProfile(warmProfile);
if (!parsed.ok) throw new Error(parsed.problems.join());
const { profile } = parsed;
const own = assignment('S-1');
const at = (minutes: number): number => start + minutes * minute;
const celsius = (minutes: number, value = 5): Reading => ({ channel: 'temperature', at: at(minutes), value });
const place = (minutes: number, latitude: number, longitude = 1): Reading => ({
  channel: 'location',
  at: at(minutes),
  latitude,
  longitude,
});

/** A head that holds these readings, each a message. */
function toDeviceItem(readings: readonly Reading[], more: Partial<DeviceItem> = {}): DeviceItem {
  return {
    deviceId: 'box',
    assignment: own,
    flushNumber: 0,
    state: initialState,
    syncMark: nothingSynced,
    messages: new Map(readings.map((reading, index) => [`message${index}`, packReadings([reading])])),
    bytes: 100,
    ...more,
  };
}
const terms = termsBy(profile);
const ended = (minutes: number) => termsBy(profile, { until: at(minutes) });

describe('contact', () => {
  const contact = (
    read: readonly number[],
    asOf: number,
    processedUpTo = asOf,
    until: number | null = null,
  ) => {
    const by = until === null ? terms : ended(until);
    const { state } = evaluateIncrement(
      initialState,
      read.map((minutes) => celsius(minutes)),
      by,
      at(asOf),
    );
    return connectivityOf(state, own, by, at(asOf), at(processedUpTo));
  };
  test.each([
    ['before it has spoken it is heard since its attachment', contact([], 30), { kind: 'heard', at: at(0) }],
    [
      'one that never spoke is lost once the gap is exceeded',
      contact([], 30.001),
      { kind: 'lost', at: at(0) },
    ],
    ['it is heard at its newest reading', contact([10, 20], 50), { kind: 'heard', at: at(20) }],
    ['it is lost since its newest reading', contact([10, 20], 50.001), { kind: 'lost', at: at(20) }],
    ['nobody knows where what may have come is not processed', contact([20], 60, 50), null],
    [
      'it is lost where all before its deadline is processed',
      contact([20], 60, 50.001),
      { kind: 'lost', at: at(20) },
    ],
    [
      'a device that read to the end of its span was heard',
      contact([20], 90, 90, 50),
      { kind: 'heard', at: at(20) },
    ],
    ['one that did not is waited for no more', contact([20], 90, 90, 50.001), null],
    ['at the very end of the span nobody waits any more', contact([0], 60, 60, 60), null],
    ['before the end of its span it is waited for', contact([0], 59, 59, 60), { kind: 'lost', at: at(0) }],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  test('is the same where the head has it noted already, or nothing is known', () => {
    const [silent, noted] = [{ ...nothingSynced, offlineSince: at(1) }, nothingSynced];
    expect([
      sameConnectivity(null, silent),
      sameConnectivity(null, noted),
      sameConnectivity({ kind: 'lost', at: at(5) }, silent),
      sameConnectivity({ kind: 'lost', at: at(5) }, noted),
      sameConnectivity({ kind: 'heard', at: at(5) }, silent),
      sameConnectivity({ kind: 'heard', at: at(5) }, noted),
    ]).toEqual([true, true, true, false, false, true]);
  });
});

test('a device is overdue once its deadline has passed, unless it is recorded as silent or its span is over', () => {
  const deviceItem = toDeviceItem([celsius(10)]);
  expect(isOverdue(deviceItem, own, terms, at(40))).toBe(false);
  expect(isOverdue(deviceItem, own, terms, at(40) + 1)).toBe(true);
  const recorded = { ...deviceItem, syncMark: { ...nothingSynced, offlineSince: at(10) } };
  expect(isOverdue(recorded, own, terms, at(60))).toBe(false);
  expect(isOverdue(deviceItem, own, ended(60), at(60))).toBe(false);
  expect(isOverdue(deviceItem, own, ended(60), at(60) - 1)).toBe(true);
});

describe('a head is quiet', () => {
  const until = (deviceItem: DeviceItem, asOf: number, by = terms) =>
    (nextEvaluationAt(deviceItem, own, by, at(asOf)) - start) / minute;

  test('until it would be silent, or the shortest allowance could be used up', () => {
    // Above 8 °C from right after 10 on would be an alarm at 30.
    expect(until(toDeviceItem([celsius(10)]), 12)).toBe(30);
    expect(until(toDeviceItem([]), 5)).toBe(20);
    // Its allowance is of no consequence where it is silent before.
    const patient = termsBy({ ...profile, rules: [] });
    expect(until(toDeviceItem([celsius(10)]), 12, patient)).toBe(40);
  });

  test('for half an hour at most where nothing is expected of it', () => {
    const calm = termsBy({ ...profile, rules: [], maxGapMs: 600 * minute });
    expect(until(toDeviceItem([celsius(10)]), 12, calm)).toBe(42);
    const silent = toDeviceItem([celsius(10)], { syncMark: { ...nothingSynced, offlineSince: at(10) } });
    expect(until(silent, 100)).toBe(130);
    expect(until(toDeviceItem([celsius(10)]), 100, ended(20))).toBe(130);
  });

  test('not at all while a run is under way, or where it differs from what was told', () => {
    expect(until(toDeviceItem([celsius(0), celsius(10, 9)]), 12)).toBe(12);
    expect(until(toDeviceItem([celsius(10)], { syncMark: { ...nothingSynced, alarms: 'x' } }), 12)).toBe(12);
    expect(until(toDeviceItem([celsius(10)]), 50)).toBe(50);
  });

  test('not at all where what it holds is in the journal', () => {
    expect(until(toDeviceItem([], { messages: new Map([['message0', new Uint8Array()]]) }), 12)).toBe(12);
  });
});

test('a head holds something belated that was read up to the end of its span', () => {
  const inJournal = toDeviceItem([], { messages: new Map([['message0', new Uint8Array()]]) });
  expect(hasLateReadings(toDeviceItem([celsius(10)]), terms)).toBe(false);
  expect(hasLateReadings(inJournal, terms)).toBe(false);
  expect(hasLateReadings(inJournal, ended(10))).toBe(true);
  expect(hasLateReadings(toDeviceItem([celsius(10)]), ended(10))).toBe(true);
  expect(hasLateReadings(toDeviceItem([celsius(11), celsius(10)]), ended(10))).toBe(true);
  expect(hasLateReadings(toDeviceItem([celsius(11)]), ended(10))).toBe(false);
  expect(hasLateReadings(toDeviceItem([]), ended(10))).toBe(false);
});

test('the alarms that a head gives are none where it is calm, and the same whichever messages brought them', () => {
  const warm = [celsius(0, 9), celsius(10, 9), celsius(20, 9)];
  expect(windowAlarms(toDeviceItem([celsius(0)]), terms, at(5))).toBe('');
  const alarms = windowAlarms(toDeviceItem(warm), terms, at(21));
  expect(alarms).not.toBe('');
  expect(windowAlarms(toDeviceItem(warm.toReversed()), terms, at(21))).toBe(alarms);
});

test('the last position is the newest that is a place', () => {
  const unreadable: Reading = { channel: 'location', at: at(60), text: 'ERR', offScale: null, bound: null };
  expect(lastPosition([])).toBeNull();
  expect(lastPosition([celsius(0), unreadable, place(70, 0, 0)])).toBeNull();
  expect(lastPosition([place(20, 51), place(30, 52), place(10, 53), unreadable, place(70, 0, 0)])).toEqual({
    latitude: 52,
    longitude: 1,
    at: at(30),
  });
  // Of two of one moment the first.
  expect(lastPosition([place(30, 52), place(30, 53)])?.latitude).toBe(52);
});
