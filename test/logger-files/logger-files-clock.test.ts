import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UnusableArgument } from '../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { checkTimeZone, momentIn } from '../../src/logger-files/zone.ts';
import { hasSharedData, sharedPath } from '../support/shared-data.ts';

/** Reads rows that are wall clocks on the day of the change, each optionally followed by the letters of its columns. */
function placed(rows: readonly string[], zone = 'Europe/Berlin', day = '2026-10-25'): string[] {
  const lines = rows.map((row, index) => {
    const [clock, column = 't'] = row.split(' ') as [string, string?];
    const time = clock.includes('T') ? clock.replace('T', ' ') : `${day} ${clock}`;
    return `${time},${column.includes('t') ? index : ''},${column.includes('h') ? 40 : ''}`;
  });
  const content = Buffer.from(`time,temperature,humidity\n${lines.join('\n')}\n`);
  const ats = new Map<number, string>();
  const { readings } = readLogFile(content, null, zone);
  let row = 0;
  let previous: number | null = null;
  for (const { at, channel } of readings) {
    // A row that fills both columns gives two readings.
    if (channel === 'humidity' && previous === at && rows[row - 1]?.endsWith('th')) continue;
    ats.set(row++, new Date(at).toISOString().slice(11, 16));
    previous = at;
  }
  return [...ats.values()];
}

const ambiguous = (where: string): string =>
  `${where} comes twice in Europe/Berlin, where clocks went back, and the rows around it do not show which of the two it is; write the times with their offsets, or say at which offset the file was written, +02:00 or +01:00`;

/** In Berlin, the two passes from 02:00 to 03:00 are 00:00 to 01:00 and 01:00 to 02:00 UTC. */
describe('an hour that clocks go through twice', () => {
  test.each<[string, string[], string[]]>([
    [
      'hourly rows: the same time again',
      ['00:30', '01:30', '02:30', '02:30', '03:30', '04:30'],
      ['22:30', '23:30', '00:30', '01:30', '02:30', '03:30'],
    ],
    [
      'half-hourly rows: a step back',
      ['01:30', '02:00', '02:30', '02:00', '02:30', '03:00'],
      ['23:30', '00:00', '00:30', '01:00', '01:30', '02:00'],
    ],
    [
      'newest first, hourly',
      ['04:30', '03:30', '02:30', '02:30', '01:30', '00:30'],
      ['03:30', '02:30', '01:30', '00:30', '23:30', '22:30'],
    ],
    [
      'newest first, half-hourly',
      ['03:10', '02:40', '02:10', '02:40', '02:10', '01:40'],
      ['02:10', '01:40', '01:10', '00:40', '00:10', '23:40'],
    ],
    [
      'every two hours, a line per column: one step is an hour short',
      [
        '2026-10-24T22:00 t',
        '2026-10-24T22:00 h',
        '00:00 t',
        '00:00 h',
        '02:00 t',
        '02:00 h',
        '03:00 t',
        '03:00 h',
        '05:00 t',
        '05:00 h',
      ],
      ['20:00', '20:00', '22:00', '22:00', '00:00', '00:00', '02:00', '02:00', '04:00', '04:00'],
    ],
    [
      'a third row with the same time is a repeat',
      ['01:30', '02:30', '02:30', '02:30', '03:30'],
      ['23:30', '00:30', '01:30', '01:30', '02:30'],
    ],
    [
      'a third row with the same time, newest first',
      ['04:30', '03:30', '02:30', '02:30', '02:30', '01:30'],
      ['03:30', '02:30', '01:30', '00:30', '00:30', '23:30'],
    ],
    [
      'a repeat in the first pass of rows that later step back',
      ['01:40', '02:00', '02:20', '02:20', '02:40', '02:00', '02:20', '02:40', '03:00'],
      ['23:40', '00:00', '00:20', '00:20', '00:40', '01:00', '01:20', '01:40', '02:00'],
    ],
    [
      'a repeat in the second pass',
      ['01:40', '02:00', '02:20', '02:40', '02:00', '02:20', '02:20', '02:40', '03:00'],
      ['23:40', '00:00', '00:20', '00:40', '01:00', '01:20', '01:20', '01:40', '02:00'],
    ],
    [
      'a repeat outside the hour',
      ['01:30', '01:30', '02:30', '02:30', '03:30', '03:30'],
      ['23:30', '23:30', '00:30', '01:30', '02:30', '02:30'],
    ],
    [
      'a file entirely inside the hour',
      ['02:30', '02:50', '02:10', '02:30'],
      ['00:30', '00:50', '01:10', '01:30'],
    ],
    [
      'a file that ends in the first pass',
      ['01:40', '01:50', '02:00', '02:10'],
      ['23:40', '23:50', '00:00', '00:10'],
    ],
    [
      'a file that begins in the second pass',
      ['02:40', '02:50', '03:00', '03:10'],
      ['01:40', '01:50', '02:00', '02:10'],
    ],
    [
      'a file that begins in the first pass, newest first',
      ['02:10', '02:00', '01:50', '01:40'],
      ['00:10', '00:00', '23:50', '23:40'],
    ],
    [
      'a file that ends in the second pass, newest first',
      ['03:10', '03:00', '02:50', '02:40'],
      ['02:10', '02:00', '01:50', '01:40'],
    ],
    [
      'three-hourly rows that meet the first pass',
      ['20:30', '23:30'].map((clock) => `2026-10-24T${clock}`).concat('02:30', '04:30', '07:30'),
      ['18:30', '21:30', '00:30', '03:30', '06:30'],
    ],
    [
      'three-hourly rows that meet the second pass',
      ['2026-10-24T21:30', '00:30', '02:30', '05:30', '08:30'],
      ['19:30', '22:30', '01:30', '04:30', '07:30'],
    ],
    [
      'rows every ninety minutes that meet each pass once, the second at a later clock time',
      ['2026-10-24T23:10', '00:40', '02:10', '02:40', '04:10', '05:40'],
      ['21:10', '22:40', '00:10', '01:40', '03:10', '04:40'],
    ],
    [
      'rows per column: two columns are one stamp of the device',
      ['01:30 t', '01:30 h', '02:30 t', '02:30 h', '02:30 t', '02:30 h', '03:30 t', '03:30 h'],
      ['23:30', '23:30', '00:30', '00:30', '01:30', '01:30', '02:30', '02:30'],
    ],
    [
      'a column with fewer rows follows the device',
      ['01:40 t', '02:00 t', '02:20 t', '02:40 t', '02:00 t', '02:20 t', '02:20 h', '02:40 t', '03:00 t'],
      ['23:40', '00:00', '00:20', '00:40', '01:00', '01:20', '01:20', '01:40', '02:00'],
    ],
    [
      'one column after the other: each passes through the hour on its own',
      ['01:30 t', '02:30 t', '02:30 t', '03:30 t', '01:30 h', '02:30 h', '02:30 h', '03:30 h'],
      ['23:30', '00:30', '01:30', '02:30', '23:30', '00:30', '01:30', '02:30'],
    ],
  ])('%s', (_, rows, expected) => {
    expect(placed(rows)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    [
      'hourly rows in only one pass',
      'line 4: 2026-10-25 02:30',
      ['00:30', '01:30', '02:30', '03:30', '04:30'],
    ],
    [
      'hourly rows in only one pass, with a gap after it',
      'line 4: 2026-10-25 02:30',
      ['00:30', '01:30', '02:30', '04:30', '05:30'],
    ],
    [
      'rows in only one pass, newest first',
      'line 4: 2026-10-25 02:30',
      ['04:30', '03:30', '02:30', '01:30', '00:30'],
    ],
    [
      'half-hourly rows in only one pass',
      'line 4: 2026-10-25 02:00',
      ['01:00', '01:30', '02:00', '02:30', '03:00', '03:30'],
    ],
    ['rows after a pause', 'line 4: 2026-10-25 02:20', ['00:10', '00:20', '02:20', '03:40', '03:50']],
    ['a single row', 'line 2: 2026-10-25 02:30', ['02:30']],
    ['two rows that run backwards', 'line 2: 2026-10-25 02:30', ['02:30', '02:10']],
    [
      'daily rows at the same clock time',
      'line 3: 2026-10-25 02:30',
      ['2026-10-24T02:30', '02:30', '2026-10-26T02:30', '2026-10-27T02:30'],
    ],
    [
      'a row that arrives late',
      'line 7: 2026-10-25 02:30',
      ['02:10', '02:20', '02:10', '03:00', '03:10', '02:30', '03:20'],
    ],
    [
      'half-hourly rows in only one pass, one row per column',
      'line 4: 2026-10-25 02:00',
      ['01:30', '02:00', '02:30', '03:00'].flatMap((clock) => [`${clock} h`, `${clock} t`]),
    ],
    [
      'rows of two columns at one time',
      'line 4: 2026-10-25 02:30',
      ['01:30 t', '01:30 h', '02:30 t', '02:30 h', '03:30 t', '03:30 h'],
    ],
  ])('raises a question: %s', (_, where, rows) => {
    expect(() => placed(rows)).toThrow(UnusableArgument);
    expect(() => placed(rows)).toThrow(ambiguous(where));
  });

  test('lasts half an hour where clocks go back by half an hour', () => {
    const rows = ['01:20', '01:40', '01:40', '02:00', '02:20'];
    expect(placed(rows, 'Australia/Lord_Howe', '2026-04-05')).toEqual([
      '14:20',
      '14:40',
      '15:10',
      '15:30',
      '15:50',
    ]);
  });

  test('does not exist at a fixed offset, or in a zone without daylight saving', () => {
    expect(placed(['01:30', '02:30', '03:30'], '+01:00')).toEqual(['00:30', '01:30', '02:30']);
    expect(placed(['01:30', '02:30', '03:30'], 'Asia/Kolkata')).toEqual(['20:00', '21:00', '22:00']);
  });

  test('is resolved for every year of a file', () => {
    const year = (autumn: string): string[] =>
      ['01:30', '02:30', '02:30', '03:30'].map((clock) => `${autumn}T${clock}`);
    expect(placed([...year('2025-10-26'), ...year('2026-10-25')])).toEqual([
      '23:30',
      '00:30',
      '01:30',
      '02:30',
      '23:30',
      '00:30',
      '01:30',
      '02:30',
    ]);
  });
});

test.each<[string, string[]]>([
  ['at the start', ['02:25', '03:25', '04:25', '05:25']],
  ['at the start, newest first', ['02:25', '01:25', '00:25', '2026-10-24T23:25']],
])('a single stamp in the hour %s of a file raises a question, because a row may be missing', (_, rows) => {
  expect(() => placed(rows)).toThrow(UnusableArgument);
  expect(() => placed(rows)).toThrow(ambiguous('line 2: 2026-10-25 02:25'));
});

test('a time that does not exist shows that the zone is wrong for the file', () => {
  const rows = ['01:30', '02:30', '03:30'];
  expect(() => placed(rows, 'Europe/Berlin', '2026-03-29')).toThrow(UnusableArgument);
  expect(() => placed(rows, 'Europe/Berlin', '2026-03-29')).toThrow(
    'line 3: 2026-03-29 02:30 does not exist in Europe/Berlin, where clocks went forward over it, so the clock of this file did not follow that zone; say which offset it kept, --time-zone +01:00 if it stayed at the time before',
  );
  expect(placed(rows, '+01:00', '2026-03-29')).toEqual(['00:30', '01:30', '02:30']);
});

describe('a time zone', () => {
  test.each([
    ['Etc/GMT+2', 2, 'behind', '-02:00', '+02:00'],
    ['etc/gmt-5', 5, 'ahead of', '+05:00', '-05:00'],
    ['Etc/GMT+12', 12, 'behind', '-12:00', '+12:00'],
  ])('%s raises a question, because its sign is that of POSIX', (zone, hours, side, meant, other) => {
    expect(() => checkTimeZone(zone)).toThrow(UnusableArgument);
    expect(() => checkTimeZone(zone)).toThrow(`${zone} is ${hours} hours ${side} UTC`);
    expect(() => checkTimeZone(zone)).toThrow(`--time-zone ${meant} or --time-zone ${other}`);
  });

  test.each(['UTC', 'Z', 'Etc/GMT', 'Etc/GMT+0', 'Europe/Berlin', '+05:45', '-0300', '+18:59'])(
    '%s is valid',
    (zone) => {
      expect(checkTimeZone(zone)).toBe(zone);
    },
  );

  test.each(['Mars/Base', 'GMT+2', '', 'Berlin', '+25:00', '-19:00', '+02:60', '+0299'])(
    '%j is not valid',
    (zone) => {
      expect(() => checkTimeZone(zone)).toThrow('is not a zone');
    },
  );

  test('converts a time, unless it occurs twice or not at all', () => {
    const at = (text: string): number => momentIn('Europe/Berlin', Date.parse(text));
    expect(new Date(at('2026-07-01T08:00:00Z')).toISOString()).toBe('2026-07-01T06:00:00.000Z');
    expect(new Date(at('2026-10-25T03:00:00Z')).toISOString()).toBe('2026-10-25T02:00:00.000Z');
    expect(() => at('2026-10-25T02:30:00Z')).toThrow('comes twice in Europe/Berlin');
    expect(() => at('2026-03-29T02:30:00Z')).toThrow('does not exist in Europe/Berlin');
  });
});

test.skipIf(!hasSharedData)(
  'hourly rows across the end of daylight saving equal the same rows in UTC',
  () => {
    const readings = (name: string) =>
      readLogFile(readFileSync(sharedPath(`field-cases/${name}.csv`)), null, 'Europe/Berlin').readings;
    expect(readings('09-dst-hourly')).toEqual(readings('09-dst-hourly-utc'));
    expect(readings('09-dst-hourly')).toHaveLength(12);
  },
);
