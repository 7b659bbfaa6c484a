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

/** A device item with these readings, each in a message of its own. */
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
const context = termsBy(profile);
const ended = (minutes: number) => termsBy(profile, { until: at(minutes) });

describe('contact', () => {
  const contact = (
    read: readonly number[],
    asOf: number,
    processedUpTo = asOf,
    until: number | null = null,
  ) => {
    const by = until === null ? context : ended(until);
    const { state } = evaluateIncrement(
      initialState,
      read.map((minutes) => celsius(minutes)),
      by,
      at(asOf),
    );
    return connectivityOf(state, own, by, at(asOf), at(processedUpTo));
  };
  test.each([
    [
      'a device that has sent nothing yet is in contact since its attachment',
      contact([], 30),
      { kind: 'heard', at: at(0) },
    ],
    [
      'a device that never sent anything is offline once the gap is exceeded',
      contact([], 30.001),
      { kind: 'lost', at: at(0) },
    ],
    ['the last contact is the newest reading', contact([10, 20], 50), { kind: 'heard', at: at(20) }],
    ['a device is offline since its newest reading', contact([10, 20], 50.001), { kind: 'lost', at: at(20) }],
    ['contact is unknown while received messages may be unprocessed', contact([20], 60, 50), null],
    [
      'a device is offline once everything before its deadline is processed',
      contact([20], 60, 50.001),
      { kind: 'lost', at: at(20) },
    ],
    [
      'a device that read up to the end of its span was in contact',
      contact([20], 90, 90, 50),
      { kind: 'heard', at: at(20) },
    ],
    ['a device that did not read up to the end is no longer expected', contact([20], 90, 90, 50.001), null],
    ['at the end of the span no contact is expected', contact([0], 60, 60, 60), null],
    ['before the end of the span contact is expected', contact([0], 59, 59, 60), { kind: 'lost', at: at(0) }],
  ])('%s', (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  test('is unchanged if the sync mark has it already, or if it is unknown', () => {
    const [recordedOffline, noted] = [{ ...nothingSynced, offlineSince: at(1) }, nothingSynced];
    expect([
      sameConnectivity(null, recordedOffline),
      sameConnectivity(null, noted),
      sameConnectivity({ kind: 'lost', at: at(5) }, recordedOffline),
      sameConnectivity({ kind: 'lost', at: at(5) }, noted),
      sameConnectivity({ kind: 'heard', at: at(5) }, recordedOffline),
      sameConnectivity({ kind: 'heard', at: at(5) }, noted),
    ]).toEqual([true, true, true, false, false, true]);
  });
});

test('a device is overdue once its deadline has passed, unless it is recorded as offline or its span has ended', () => {
  const deviceItem = toDeviceItem([celsius(10)]);
  expect(isOverdue(deviceItem, own, context, at(40))).toBe(false);
  expect(isOverdue(deviceItem, own, context, at(40) + 1)).toBe(true);
  const recorded = { ...deviceItem, syncMark: { ...nothingSynced, offlineSince: at(10) } };
  expect(isOverdue(recorded, own, context, at(60))).toBe(false);
  expect(isOverdue(deviceItem, own, ended(60), at(60))).toBe(false);
  expect(isOverdue(deviceItem, own, ended(60), at(60) - 1)).toBe(true);
});

describe('the next evaluation', () => {
  const until = (deviceItem: DeviceItem, asOf: number, by = context) =>
    (nextEvaluationAt(deviceItem, own, by, at(asOf)) - start) / minute;

  test('is when the device would be offline, or the shortest allowance could be used up', () => {
    // A temperature above 8 °C right after minute 10 would raise an alarm at minute 30.
    expect(until(toDeviceItem([celsius(10)]), 12)).toBe(30);
    expect(until(toDeviceItem([]), 5)).toBe(20);
    // The allowance does not matter if the device is offline before.
    const patient = termsBy({ ...profile, rules: [] });
    expect(until(toDeviceItem([celsius(10)]), 12, patient)).toBe(40);
  });

  test('is within half an hour if nothing is expected of the device', () => {
    const calm = termsBy({ ...profile, rules: [], maxGapMs: 600 * minute });
    expect(until(toDeviceItem([celsius(10)]), 12, calm)).toBe(42);
    const recordedOffline = toDeviceItem([celsius(10)], {
      syncMark: { ...nothingSynced, offlineSince: at(10) },
    });
    expect(until(recordedOffline, 100)).toBe(130);
    expect(until(toDeviceItem([celsius(10)]), 100, ended(20))).toBe(130);
  });

  test('is immediate while a limit is exceeded, or if the ledger is not up to date', () => {
    expect(until(toDeviceItem([celsius(0), celsius(10, 9)]), 12)).toBe(12);
    expect(until(toDeviceItem([celsius(10)], { syncMark: { ...nothingSynced, alarms: 'x' } }), 12)).toBe(12);
    expect(until(toDeviceItem([celsius(10)]), 50)).toBe(50);
  });

  test('is immediate if a message is only in the journal', () => {
    expect(until(toDeviceItem([], { messages: new Map([['message0', new Uint8Array()]]) }), 12)).toBe(12);
  });
});

test('a device item has late readings if it has any from up to the end of its span', () => {
  const inJournal = toDeviceItem([], { messages: new Map([['message0', new Uint8Array()]]) });
  expect(hasLateReadings(toDeviceItem([celsius(10)]), context)).toBe(false);
  expect(hasLateReadings(inJournal, context)).toBe(false);
  expect(hasLateReadings(inJournal, ended(10))).toBe(true);
  expect(hasLateReadings(toDeviceItem([celsius(10)]), ended(10))).toBe(true);
  expect(hasLateReadings(toDeviceItem([celsius(11), celsius(10)]), ended(10))).toBe(true);
  expect(hasLateReadings(toDeviceItem([celsius(11)]), ended(10))).toBe(false);
  expect(hasLateReadings(toDeviceItem([]), ended(10))).toBe(false);
});

test('a device item within limits has no alarms, and alarms do not depend on how messages are split', () => {
  const warm = [celsius(0, 9), celsius(10, 9), celsius(20, 9)];
  expect(windowAlarms(toDeviceItem([celsius(0)]), context, at(5))).toBe('');
  const alarms = windowAlarms(toDeviceItem(warm), context, at(21));
  expect(alarms).not.toBe('');
  expect(windowAlarms(toDeviceItem(warm.toReversed()), context, at(21))).toBe(alarms);
});

test('the last position is the newest valid one', () => {
  const unreadable: Reading = { channel: 'location', at: at(60), text: 'ERR', offScale: null, bound: null };
  expect(lastPosition([])).toBeNull();
  expect(lastPosition([celsius(0), unreadable, place(70, 0, 0)])).toBeNull();
  expect(lastPosition([place(20, 51), place(30, 52), place(10, 53), unreadable, place(70, 0, 0)])).toEqual({
    latitude: 52,
    longitude: 1,
    at: at(30),
  });
  // Of two with the same time, the first.
  expect(lastPosition([place(30, 52), place(30, 53)])?.latitude).toBe(52);
});
