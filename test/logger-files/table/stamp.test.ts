import { describe, expect, test } from 'vitest';
import { midnightIn, parseStamp } from '../../../src/logger-files/table/stamp.ts';

/** A stamp as ISO 8601, read in an order where its date leaves one open. */
function iso(text: string, order: 'DMY' | 'MDY' | 'YMD' = 'DMY'): string | null {
  const stamp = parseStamp(text);
  if (stamp === null) return null;
  const { date, clockMs } = stamp;
  const midnight = typeof date === 'object' && date !== null ? midnightIn(date, order) : date;
  return new Date((midnight ?? 0) + (clockMs ?? 0)).toISOString().slice(0, 19);
}

describe('a date and time', () => {
  test.each([
    ['2026-04-08 23:00:00', '2026-04-08T23:00:00'],
    ['2026.04.08 23:00', '2026-04-08T23:00:00'],
    ['8.4.2026 23.15', '2026-04-08T23:15:00'],
    ['01-Sep-26 12:30:00 am', '2026-09-01T00:30:00'],
    ['8 févr. 2026 14h05', '2026-02-08T14:05:00'],
    ['8 de abril de 2026 10:00', '2026-04-08T10:00:00'],
    ['8. Apr. 2026 08:00 Uhr', '2026-04-08T08:00:00'],
    ['2026年4月8日 下午3:05:00', '2026-04-08T15:05:00'],
    ['2026. 4. 8. 오전 10:15', '2026-04-08T10:15:00'],
    ['Thu, 8 Oct 2026 12:14:00', '2026-10-08T12:14:00'],
    ['May 5, 2026 10:00 AM', '2026-05-05T10:00:00'],
    ['20260315T040000Z', '2026-03-15T04:00:00'],
    ['12:00:00 01/02/2026', '2026-02-01T12:00:00'],
    ['2026-04-08_10:15:00', '2026-04-08T10:15:00'],
    ['31/12/26 24:00', '2027-01-01T00:00:00'],
    ['08/04/2026 12:14:00 PM', '2026-04-08T12:14:00'],
    ['08/04/2026 12:14:00 a.m.', '2026-04-08T00:14:00'],
    ['08/04/2026 13:05 PM', '2026-04-08T13:05:00'],
  ])('%s is read', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  test.each([
    '4.5',
    '21.04',
    '1,234.5',
    '-127.00',
    '44429.3375',
    '1600000000',
    '2026-02-30 10:00',
    '8/4/2026 13:05 AM',
    '8/4/2026 10:60',
    '2026-W05',
    'HI',
    '4.1C 10:20',
    '',
    '2026-04-08T10:00:00+25:00',
  ])('%s is none', (text) => {
    expect(parseStamp(text)).toBe(null);
  });

  test('its offset, or the only one of an abbreviation, is read', () => {
    expect(parseStamp('2026-04-08 10:00 GMT+02:00')?.offsetMinutes).toBe(120);
    expect(parseStamp('2026-04-08 10:00 CEST')?.offsetMinutes).toBe(120);
    expect(parseStamp('2026-04-08 10:00 UTC')?.offsetMinutes).toBe(0);
    // CST is used in America and in China.
    expect(parseStamp('2026-04-08 10:00 CST')).toMatchObject({ offsetMinutes: null });
  });

  test('its numbers leave the orders open in which they are a day', () => {
    expect(['DMY', 'MDY', 'YMD'].map((order) => iso('05/06/07 08:00', order as 'DMY'))).toEqual([
      '2007-06-05T08:00:00',
      '2007-05-06T08:00:00',
      '2005-06-07T08:00:00',
    ]);
  });
});
