import { describe, expect, test } from 'vitest';
import { clockIn } from '../../src/model/local-time.ts';

const at = (iso: string) => Date.parse(iso);

test.each([
  ['Europe/Zurich', '2026-03-04T12:24:50Z', '2026-03-04 13:24 CET'],
  ['Europe/Zurich', '2026-07-04T12:24:00Z', '2026-07-04 14:24 CEST'],
  ['Europe/London', '2026-07-04T23:24:00Z', '2026-07-05 00:24 BST'],
  ['America/New_York', '2026-03-04T02:24:00Z', '2026-03-03 21:24 EST'],
  ['Australia/Sydney', '2026-03-04T02:24:00Z', '2026-03-04 13:24 AEDT'],
  ['Asia/Kolkata', '2026-03-04T02:24:00Z', '2026-03-04 07:54 IST'],
  ['Asia/Tokyo', '2026-03-04T02:24:00Z', '2026-03-04 11:24 GMT+9'],
  ['UTC', '2026-03-04T00:00:00Z', '2026-03-04 00:00 UTC'],
])('in %s, %s is %s', (zone, iso, moment) => {
  expect(clockIn(zone).moment(at(iso))).toBe(moment);
});

test('the hour that summer time repeats is told apart by the name of the zone', () => {
  const { moment } = clockIn('Europe/Zurich');
  expect([moment(at('2026-10-25T00:30:00Z')), moment(at('2026-10-25T01:30:00Z'))]).toEqual([
    '2026-10-25 02:30 CEST',
    '2026-10-25 02:30 CET',
  ]);
});

describe('a time without its day', () => {
  const { time } = clockIn('Europe/Zurich');
  const now = at('2026-03-04T23:30:00Z');
  test.each([
    ['on the same local day', '2026-03-04T23:00:00Z', '00:00 CET'],
    ['on the day before, though it is the same in UTC', '2026-03-04T22:59:00Z', '2026-03-04 23:59 CET'],
  ])('%s', (_, iso, words) => {
    expect(time(at(iso), now)).toBe(words);
  });
});

test('a recorded sentence has its times in the zone', () => {
  const { localised } = clockIn('Europe/Zurich');
  expect(localised('From 2026-03-04 22:30 UTC to 2026-03-04 23:30:20 UTC; UTC stays.')).toBe(
    'From 2026-03-04 23:30 CET to 2026-03-05 00:30 CET; UTC stays.',
  );
});

test('a zone that does not exist is refused', () => {
  expect(() => clockIn('Europe/Atlantis')).toThrow(RangeError);
});
