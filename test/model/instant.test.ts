import { describe, expect, test } from 'vitest';
import { atOffset, parseWallClock } from '../../src/model/instant.ts';

const eight = Date.UTC(2026, 10, 21, 8);

describe('a time is parsed to the millisecond, with its written offset', () => {
  test.each<[string, number, number | null]>([
    ['2026-11-21T08:00:00Z', eight, 0],
    ['2026-11-21T08:00:00.000Z', eight, 0],
    ['2026-11-21T08:00:00.123Z', eight + 123, 0],
    ['2026-11-21T23:59:59.999Z', Date.UTC(2026, 10, 21, 23, 59, 59, 999), 0],
    ['2026-11-21T00:00:00Z', Date.UTC(2026, 10, 21), 0],
    ['2026-01-01T01:02:03.004Z', Date.UTC(2026, 0, 1, 1, 2, 3, 4), 0],
    ['2026-12-31T08:00:00Z', Date.UTC(2026, 11, 31, 8), 0],
    ['2026-11-21t08:00:00z', eight, 0],
    ['2026-11-21 08:00:00Z', eight, 0],
    ['2026-11-21T08:00Z', eight, 0],
    ['2026-11-21T08:00:00.5Z', eight + 500, 0],
    ['2026-11-21T08:00:00,25Z', eight + 250, 0],
    ['2026-11-21T08:00:00.0004Z', eight, 0],
    ['2026-11-21T08:00:00.0005Z', eight + 1, 0],
    ['2026-11-21T08:00:00.999999999Z', eight + 1000, 0],
    ['2026-11-21T08:00:00', eight, null],
    ['2026-11-21 08:00', eight, null],
    ['2026-11-21T08:00:00.123', eight + 123, null],
    ['2026-11-21T08:00:00+01:00', eight, 60],
    ['2026-11-21T08:00:00-05:30', eight, -330],
    ['2026-11-21T08:00:00+0545', eight, 345],
    ['2026-11-21T08:00:59.5-00:30', eight + 59_500, -30],
    ['2026-11-21T08:00:00+18:59', eight, 1139],
    ['2026-11-21T23:59:59+01:00', Date.UTC(2026, 10, 21, 23, 59, 59), 60],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29), 0],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29), 0],
    ['2024-02-29T00:00:00+00:00', Date.UTC(2024, 1, 29), 0],
    ['2026-04-30T00:00:00Z', Date.UTC(2026, 3, 30), 0],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000, 0],
    ['0001-01-01T00:00:00+00:00', -62_135_596_800_000, 0],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999, 0],
  ])('%s is a time', (text, utcMs, offsetMinutes) => {
    expect(parseWallClock(text)).toEqual({ utcMs, offsetMinutes });
  });

  test('the last day of every month is parsed, and the day after it is not', () => {
    const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (const [month, last] of days.entries())
      for (const ending of ['Z', '+00:00']) {
        const of = (day: number) =>
          `2026-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}T06:00:00${ending}`;
        expect(parseWallClock(of(last))).toEqual({ utcMs: Date.UTC(2026, month, last, 6), offsetMinutes: 0 });
        expect(parseWallClock(of(last + 1)), of(last + 1)).toBeNull();
        expect(parseWallClock(of(1))).toEqual({ utcMs: Date.UTC(2026, month, 1, 6), offsetMinutes: 0 });
        expect(parseWallClock(of(0)), of(0)).toBeNull();
      }
  });
});

describe('texts that are not times are not parsed', () => {
  test.each([
    '',
    'now',
    '2026-11-21',
    '2026-11-21T08Z',
    '2026-11-21T24:00:00Z',
    '2026-11-21T08:60:00Z',
    '2026-11-21T08:00:60Z',
    '2026-11-21T24:00:00+00:00',
    '2026-11-21T08:60:00+00:00',
    '2026-11-21T08:00:60+00:00',
    '2026-11-21T24:00:00.000Z',
    '2026-13-01T08:00:00Z',
    '2026-00-01T08:00:00Z',
    '2026-13-01T08:00:00+00:00',
    '2026-00-01T08:00:00+00:00',
    '2026-11-31T08:00:00Z',
    '2023-02-29T08:00:00Z',
    '1900-02-29T08:00:00Z',
    '2100-02-29T08:00:00+00:00',
    '2026-11-21T08:00:00.1234567890Z',
    '2026-11-21T08:00:00.Z',
    '2026-11-21T08:00:00:123Z',
    '2026-11-21T08:00:00.12aZ',
    '2026-11-21T08:00:00.1/3Z',
    '2026-11-21T08:00:00.1:3Z',
    '2026-11-21T08.00:00Z',
    '2026-11-21T08:00.00Z',
    '2026-11-21X08:00:00Z',
    '2026-11-21T0a:00:00Z',
    '2026-11-21T08:0a:00Z',
    '2026-11-21T08:00:0aZ',
    '2026/11-21T08:00:00Z',
    '2026-11/21T08:00:00Z',
    'x026-11-21T08:00:00Z',
    '2026-1x-21T08:00:00Z',
    '2026-11-2xT08:00:00Z',
    '+2026-11-21T08:00:00Z',
    '12026-11-21T08:00:00Z',
    ' 2026-11-21T08:00:00Z',
    '2026-11-21T08:00:00Z ',
    '2026-11-21T08:00:00 Z',
    '2026-11-21T08:00:00Zx',
    '2026-11-21T08:00:00ZZ',
    '2026-11-21T08:00:00+1',
    '2026-11-21T08:00:00+01',
    '2026-11-21T08:00:00+01:0',
    '2026-11-21T08:00:00+19:00',
    '2026-11-21T08:00:00-19:00',
    '2026-11-21T08:00:00+01:60',
    '2026-11-21T08:00:00*01:00',
    '2026-11-21T08:00:00Z+01:00',
  ])('%j is not a time', (text) => {
    expect(parseWallClock(text)).toBeNull();
  });

  test('a text that is not a time does not affect the cached day', () => {
    const good = '2026-02-28T08:00:00Z';
    const expected = { utcMs: Date.UTC(2026, 1, 28, 8), offsetMinutes: 0 };
    expect(parseWallClock(good)).toEqual(expected);
    expect(parseWallClock('2026-02-29T08:00:00Z')).toBeNull();
    expect(parseWallClock(good)).toEqual(expected);
    expect(parseWallClock('2026-03-01T08:00:00Z')).toEqual({
      utcMs: Date.UTC(2026, 2, 1, 8),
      offsetMinutes: 0,
    });
    expect(parseWallClock(good)).toEqual(expected);
  });
});

test('a wall clock ahead of UTC shows an earlier moment', () => {
  expect(atOffset(eight, 60)).toBe(eight - 3_600_000);
  expect(atOffset(eight, -330)).toBe(eight + 19_800_000);
  expect(atOffset(eight, 0)).toBe(eight);
});
