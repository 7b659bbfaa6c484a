import { describe, expect, test } from 'vitest';
import { type FileAnswers, UnusableArgument } from '../../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../../src/logger-files/read-logger-file.ts';

function read(lines: readonly string[], answers: FileAnswers = {}, zone: string | null = 'UTC') {
  return readLogFile(Buffer.from(`${lines.join('\n')}\n`), null, zone, answers);
}

/** The times of the readings of a file, to the minute. */
function times(...given: Parameters<typeof read>): string[] {
  return read(...given).readings.map(({ at }) => new Date(at).toISOString().slice(0, 16));
}

/** The question that a file raises; null if it is read. */
function asked(...given: Parameters<typeof read>) {
  try {
    read(...given);
    return null;
  } catch (error) {
    if (error instanceof UnusableArgument) return error.question;
    throw error;
  }
}

describe('the order of dates', () => {
  const heading = 'Time;Temperature (°C)';
  const rows = ['03/04/2026 22:10;3.7', '03/04/2026 22:20;3.9'];
  const found = ['2026-04-03T22:10', '2026-04-03T22:20'];

  test.each(['First: 3 Apr 2026 22:10', 'Last: 3 Apr 2026 22:20'])(
    'is that in which a time above the table is one of its ends: %s',
    (line) => {
      expect(times([line, heading, ...rows])).toEqual(found);
    },
  );

  test('is open where a time above the table is neither its first nor its last', () => {
    expect(asked(['Printed: 3 Apr 2026 23:00', heading, ...rows])).toEqual({
      option: 'date-order',
      candidates: ['DMY', 'MDY'],
    });
  });

  test('is not that of a heading by which a date is no day', () => {
    expect(asked(['Time (MM/DD/YY);Temperature (°C)', '23/04/26 22:10;3.7', '24/04/26 22:10;3.9'])).toEqual({
      option: 'date-order',
      candidates: ['DMY', 'YMD'],
    });
  });
});

test('a time up to one o’clock that says neither AM nor PM, among others that do, is not read', () => {
  const log = read([
    'Time;Temperature (°C)',
    '2026-04-03 11:50 AM;3.7',
    '2026-04-03 12:20;3.9',
    '2026-04-03 12:50 PM;4.1',
  ]);
  expect(log.readings.map(({ at }) => new Date(at).getUTCHours())).toEqual([11, 12]);
  expect(log.refused).toMatchObject([{ line: 3, isWithoutTime: true }]);
});

test('a row whose time cannot be read forbids a release, also without a value', () => {
  const lines = [
    'Time;Temperature (°C)',
    '2026-04-03 22:10;3.7',
    '2026-04-03 22:2x;',
    '2026-04-03 22:30;3.9',
  ];
  expect(read(lines).refused).toMatchObject([{ line: 3, isWithoutTime: true }]);
});

describe('an offset from UTC', () => {
  test('west of Greenwich may have a typographic minus', () => {
    const rows = ['3 Apr 2026 22:10', '3 Apr 2026 22:20'];
    const found = ['2026-04-04T01:40', '2026-04-04T01:50'];
    const table = (zone: string, ofRow: string) => [
      `Time${zone};Temperature (°C)`,
      ...rows.map((time) => `${time}${ofRow};3.7`),
    ];
    expect(times(table(' (UTC\u221203:30)', ''), {}, null)).toEqual(found);
    expect(times(table('', ' UTC\u221203:30'), {}, null)).toEqual(found);
    expect(times(['Time zone;\u221203:30', ...table('', '')], {}, null)).toEqual(found);
  });

  test('of a heading must be that of --time-zone at the last time too', () => {
    const lines = ['Time (UTC);Temperature (°C)', '2026-03-28 12:00;3.7', '2026-03-30 12:00;3.9'];
    expect(() => read(lines, {}, 'Europe/London')).toThrow(UnusableArgument);
    expect(times(lines.slice(0, 2), {}, 'Europe/London')).toEqual(['2026-03-28T12:00']);
  });

  test.each(['UTC+5.5', 'UTC+05.30', 'GMT\u22129,5'])(
    'with a point is no whole hour, and is asked about: %s',
    (zone) => {
      const [heading, row] = ['Temperature (°C)', '2026-04-03 22:10;3.7'];
      for (const lines of [
        [`Time (${zone});${heading}`, row],
        [`Time zone;${zone}`, `Time;${heading}`, row],
      ]) {
        expect(asked(lines, {}, null)).toMatchObject({ option: 'time-zone' });
        expect(times(lines, {}, '+05:30')).toEqual(['2026-04-03T16:40']);
      }
    },
  );
});

describe('several columns of times of one name', () => {
  const lines = [
    'No;Time;Time;Temperature (°C)',
    ...[1, 2, 3].map((number) => `${number};2026-04-03 22:${number}0;2026-04-03 23:${number}0;3.7`),
  ];

  test('are asked about by their numbers, one of which is the answer', () => {
    expect(asked(lines)).toEqual({ option: 'column', quantity: 'time', candidates: ['2', '3'] });
    expect(times(lines, { columns: { time: '3' } })).toEqual([
      '2026-04-03T23:10',
      '2026-04-03T23:20',
      '2026-04-03T23:30',
    ]);
  });
});

describe('a zone that is not certain', () => {
  const rows = (zone: string) =>
    `Time,Temp (°C)\n2026-01-02 10:00 ${zone},4.5\n2026-01-02 10:15 ${zone},4.6\n`;

  test('behind a time must be one of those that --time-zone gives', () => {
    const firstIn = (zone: string) => readLogFile(Buffer.from(rows('CST')), null, zone).readings[0]!.at;
    expect(firstIn('America/Chicago')).toBe(Date.UTC(2026, 0, 2, 16));
    expect(firstIn('Asia/Shanghai')).toBe(Date.UTC(2026, 0, 2, 2));
    expect(() => firstIn('UTC')).toThrow(
      'line 2: the time says CST, and --time-zone reads it at another offset',
    );
  });

  test('in the heading raises a question if it says daylight saving', () => {
    const text = 'Time (GMT+1 DST),Temp (°C)\n2026-01-02 10:00,4.5\n2026-01-02 10:15,4.6\n';
    expect(() => readLogFile(Buffer.from(text), null, null)).toThrow(
      expect.objectContaining({ question: expect.objectContaining({ option: 'time-zone' }) }),
    );
  });
});
