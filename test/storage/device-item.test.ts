import { describe, expect, test } from 'vitest';
import { initialState } from '../../src/evaluation/device-state.ts';
import { writeAssignment } from '../../src/storage/device-item-codec.ts';
import type { DeviceItem } from '../../src/storage/device-item.ts';
import { packReadings } from '../../src/storage/readings-codec.ts';
import { isItemFull } from '../../src/storage/flush-to-journal.ts';
import { start } from '../support/series.ts';
import { assignment } from '../support/shipment.ts';
import { toDeviceItem, pointsToJournal, readingsOf } from '../../src/storage/decode-device-item.ts';

const celsius = (at: number) => ({ channel: 'temperature' as const, at, value: 5 });

describe('a device’s item', () => {
  const later = packReadings([celsius(start + 1000)]);
  const earlier = packReadings([celsius(start)]);

  test('a device item is read with its size as the database bills it', () => {
    const none = { departedAt: null, arrivedAt: null };
    const whole = { ...assignment('S-1'), phases: { ...none, inferred: none, firstInferred: none } };
    const a = writeAssignment(whole);
    expect(
      toDeviceItem({
        deviceId: { S: 'bøx' },
        v: { N: '2' },
        n: { N: '123' },
        a: { S: a },
        t: { S: '["abc",5]' },
        s: { S: '[[],[]]' },
        AAAAAAAA: { B: later },
        BBBBBBBB: { B: earlier },
      }),
    ).toEqual({
      deviceId: 'bøx',
      assignment: whole,
      flushNumber: 123,
      state: initialState,
      syncMark: { alarms: 'abc', offlineSince: 5 },
      messages: new Map([
        ['AAAAAAAA', later],
        ['BBBBBBBB', earlier],
      ]),
      bytes:
        8 +
        4 +
        (1 + 2) +
        (1 + 3) +
        (1 + a.length) +
        (1 + 9) +
        (1 + 7) +
        2 * 8 +
        later.length +
        earlier.length,
    });
  });

  test('the item of a device that never sent anything is empty', () => {
    expect(toDeviceItem({ deviceId: { S: 'box' } })).toEqual({
      deviceId: 'box',
      assignment: null,
      flushNumber: 0,
      state: initialState,
      syncMark: { alarms: '', offlineSince: null },
      messages: new Map(),
      bytes: 11,
    });
    expect(toDeviceItem({ deviceId: { S: 'box' }, a: { S: '' } }).assignment).toBeNull();
  });

  test('attributes with names of eight characters and binary values count as messages', () => {
    const { messages } = toDeviceItem({
      deviceId: { S: 'box' },
      short: { B: later },
      AAAAAAAA: { S: 'text' },
      CCCCCCCCC: { B: later },
      BBBBBBBB: { B: new Uint8Array() },
    });
    expect([...messages.keys()]).toEqual(['BBBBBBBB']);
  });

  test('a device item of an earlier release is marked as not in sync with its ledger', () => {
    const t = { S: '["abc",5]' };
    const of = (a: string) => toDeviceItem({ deviceId: { S: 'box' }, t, a: { S: a } }).syncMark;
    expect(of('["S-1","p",1,5,6,7,8,null,1]')).toEqual({ alarms: '?', offlineSince: 5 });
    expect(of('["S-1","p",1,5,6,7,null,null,1]')).toEqual({ alarms: 'abc', offlineSince: 5 });
    expect(of('')).toEqual({ alarms: 'abc', offlineSince: 5 });
  });

  const deviceItem = (bytes: number, ...messages: Uint8Array[]): DeviceItem => ({
    ...toDeviceItem({ deviceId: { S: 'box' } }),
    bytes,
    messages: new Map(messages.map((packed, index) => [`message${index}`, packed])),
  });

  test('a device item gives its readings in device time, and knows what is in the journal', () => {
    expect(readingsOf(deviceItem(0, later, earlier))).toEqual([celsius(start), celsius(start + 1000)]);
    expect(pointsToJournal(deviceItem(0, later, earlier))).toBe(false);
    expect(pointsToJournal(deviceItem(0, later, new Uint8Array()))).toBe(true);
    expect(pointsToJournal(deviceItem(0))).toBe(false);
  });

  test('a device item is full where one more message like the largest would exceed 1,024 bytes', () => {
    const small = new Uint8Array(20);
    const large = new Uint8Array(100);
    expect(isItemFull(deviceItem(1024 - 8 - 100, small, large, small))).toBe(false);
    expect(isItemFull(deviceItem(1024 - 8 - 100 + 1, small, large, small))).toBe(true);
    expect(isItemFull(deviceItem(1024 - 8, new Uint8Array()))).toBe(false);
    expect(isItemFull(deviceItem(1024 - 7, new Uint8Array()))).toBe(true);
    expect(isItemFull(deviceItem(5000))).toBe(false);
  });
});
