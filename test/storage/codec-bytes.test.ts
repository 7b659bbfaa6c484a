import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import {
  channelOf,
  channelsByCode,
  isOfVersion2,
  packReadings,
  unpackReadings,
} from '../../src/storage/readings-codec.ts';

const epoch = Date.UTC(2000, 0, 1);
const celsius = (value: number, at = epoch): Reading => ({ channel: 'temperature', at, value });
const place = (latitude: number, longitude: number, accuracy?: number): Reading => ({
  channel: 'location',
  at: epoch,
  latitude,
  longitude,
  ...(accuracy !== undefined && { accuracy }),
});
const unreadable = (
  text: string,
  offScale: 'above' | 'below' | 'either' | null = null,
  bound: number | null = null,
) => ({ channel: 'temperature', at: epoch, text, offScale, bound }) as const;
const bytesOf = (...readings: Reading[]): number[] => [...packReadings(readings)];
const last = 0x80;

describe('the packed form of times', () => {
  test.each<[string, number, number[]]>([
    ['none', 0, [0]],
    ['a second', 1000, [4]],
    ['a second back', -1000, [2]],
    ['a millisecond', 1, [5]],
    ['a millisecond back', -1, [3]],
    ['999 ms', 999, [0x80 | (3997 % 128), 31]],
    ['31 s, which fit into a byte', 31_000, [124]],
    ['32 s, which do not fit', 32_000, [0x80, 1]],
  ])('the step in time: %s', (_, step, bytes) => {
    expect(bytesOf(celsius(0, epoch + step))).toEqual([...bytes, last, 0]);
  });

  test('each time is packed once, with channels in the order of their codes and the last one marked', () => {
    const pressure = { channel: 'pressure', at: epoch + 1000, value: 1 } as const;
    expect(bytesOf(pressure, celsius(2, epoch + 1000), celsius(3))).toEqual([
      0,
      last,
      6,
      4,
      0,
      4,
      last | 1,
      2,
    ]);
  });

  test('a time is rounded to the millisecond', () => {
    expect(unpackReadings(packReadings([celsius(1, epoch + 0.5)]))).toEqual([celsius(1, epoch + 1)]);
    expect(bytesOf(celsius(1, epoch + 0.4), celsius(1))).toEqual([0, last, 2]);
  });
});

describe('the packed form of values', () => {
  test.each<[number, number, number[]]>([
    [0, 0, [0]],
    [1, 0, [2]],
    [-1, 0, [1]],
    [63, 0, [126]],
    [64, 0, [0x80, 1]],
    [-64, 0, [127]],
    [4.6, 1, [92]],
    [-0.5, 1, [9]],
    [0.25, 2, [50]],
    [0.000000001, 9, [2]],
    [-0.000000001, 9, [1]],
  ])('the value %d is an integer in units of its last decimal', (value, decimals, bytes) => {
    expect(bytesOf(celsius(value))).toEqual([0, last | (decimals << 3), ...bytes]);
  });

  test.each([
    0.1,
    -0.1,
    0.3,
    12.34567,
    123456.789,
    0.000000123,
    2 ** 50,
    2 ** 51 - 1,
    2 ** 51,
    2 ** 53,
    -(2 ** 51),
    1e20,
    -1e300,
    5e9,
    200.123456789,
    1234567.123456789,
  ])('the value %d is unpacked unchanged', (value) => {
    expect(unpackReadings(packReadings([celsius(value)]))).toEqual([celsius(value)]);
  });

  test('a value that is too large is packed as a double', () => {
    const double = (value: number) => [...new Uint8Array(new Float64Array([value]).buffer)];
    expect(bytesOf(celsius(2 ** 51))).toEqual([0, last | (15 << 3), ...double(2 ** 51)]);
    expect(bytesOf(celsius(2 ** 51 - 1))).toHaveLength(2 + 8);
    expect(bytesOf(celsius(2 ** 51 - 1))[1]).toBe(last);
    expect(bytesOf(celsius(-(2 ** 51)))).toEqual([0, last | (15 << 3), ...double(-(2 ** 51))]);
  });

  test('a value is packed with nine decimals at most', () => {
    expect(unpackReadings(packReadings([celsius(1.0000000004)]))).toEqual([celsius(1)]);
    expect(unpackReadings(packReadings([celsius(1.0000000006)]))).toEqual([celsius(1.000000001)]);
  });

  test('latitude and longitude have as many decimals as the more precise one needs', () => {
    expect(bytesOf(place(1, -0.5))).toEqual([0, last | (1 << 3) | 4, 20, 9]);
    expect(bytesOf(place(-0.5, 1))).toEqual([0, last | (1 << 3) | 4, 9, 20]);
  });
});

describe('readings whose code has its own byte', () => {
  test('a position with its accuracy, which may be 0', () => {
    expect(bytesOf(place(1, 2, 12))).toEqual([0, last | 7, 4, 2, 4, 24]);
    expect(bytesOf(place(1, 2, 0))).toEqual([0, last | 7, 4, 2, 4, 0]);
    for (const each of [place(1, 2), place(1, 2, 0), place(1, 2, 300)])
      expect(unpackReadings(packReadings([each]))).toEqual([each]);
  });

  test('an unreadable value with its side, its bound and its text', () => {
    expect(bytesOf(unreadable('NC'))).toEqual([0, last | 6, 0, 0, 2, 78, 67]);
    expect(bytesOf(unreadable('', 'above', 72))).toEqual([0, last | 6, 0, 1 | 4, 0x80 | 16, 1, 0]);
    expect(bytesOf(unreadable('é', 'below', -0.5))).toEqual([
      0,
      last | 6 | (1 << 3),
      0,
      2 | 4,
      9,
      2,
      0xc3,
      0xa9,
    ]);
    expect(bytesOf(unreadable('OL', 'either'))).toEqual([0, last | 6, 0, 3, 2, 79, 76]);
  });
});

test('equal readings are packed once, others in the order of their content', () => {
  const readings = [
    celsius(-1),
    celsius(5),
    unreadable('"'),
    unreadable('A'),
    unreadable('A', 'above', 1),
    unreadable('A', 'above', 2),
    unreadable('A', 'below'),
    place(-1, 5),
    place(1, -5),
    place(1, 5),
    place(1, 5, 0),
    place(1, 5, 3),
    celsius(-7, epoch + 1),
  ];
  const packed = packReadings(readings);
  expect(unpackReadings(packed)).toHaveLength(readings.length);
  expect(packReadings([...readings, ...readings])).toEqual(packed);
  expect(packReadings(readings.toReversed())).toEqual(packed);
  expect(unpackReadings(packed).slice(0, 2)).toEqual([celsius(-1), celsius(5)]);
  expect(unpackReadings(packed).slice(7)).toEqual(readings.slice(7));
  expect(new Set(unpackReadings(packed).map((each) => JSON.stringify(each)))).toEqual(
    new Set(readings.map((each) => JSON.stringify(each))),
  );
  expect(packReadings([])).toEqual(new Uint8Array());
  expect(unpackReadings(new Uint8Array())).toEqual([]);
});

test('channels are packed by their codes', () => {
  const names = ['temperature', 'pressure', 'humidity', 'battery', 'location', 'clock', 'refused', 'backlog'];
  expect(channelsByCode).toEqual(names);
  expect(names.map((_, code) => channelOf(code))).toEqual(names);
});

test('forms that releases before schema version 2 cannot read are recognised', () => {
  const of = (...readings: Reading[]) => isOfVersion2(readings);
  expect(of()).toBe(false);
  expect(of(celsius(5), place(1, 2), { channel: 'clock', at: epoch, value: 1 })).toBe(false);
  expect(of(celsius(5), unreadable('NC'))).toBe(true);
  expect(of({ channel: 'refused', at: epoch, text: 'x', offScale: null, bound: null })).toBe(true);
  expect(of({ channel: 'backlog', at: epoch, value: 1 })).toBe(true);
  expect(of(place(1, 2, 0), celsius(5))).toBe(true);
});
