import { describe, expect, test } from 'vitest';
import { type FileAnswers, UnusableArgument, UnusableFile } from '../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';

const time = (minute: number): string => `2026-11-21T08:${String(minute).padStart(2, '0')}:00Z`;

/** Reads rows under a heading, adding a time to each. */
function read(heading: string, rows: readonly string[], decimal?: FileAnswers['decimal']) {
  const separator = heading.includes(';') ? ';' : ',';
  const lines = rows.map((row, index) => `${time(index)}${separator}${row}`);
  return readLogFile(Buffer.from(`${heading}\n${lines.join('\n')}\n`), null, null, { decimal });
}

/** The values of each row: numbers, or the texts of unreadable values. */
const values = (...args: Parameters<typeof read>): (string | number)[][] => {
  const byTime = Map.groupBy(read(...args).readings, ({ at }) => at);
  return [...byTime.values()].map((own) =>
    own.map((each) => ('value' in each ? each.value : 'text' in each ? each.text : '')),
  );
};

const askingForDecimals = { question: { option: 'decimal', candidates: ['comma', 'point'] } } as const;

describe('a comma-separated file whose numbers a decimal comma may have split', () => {
  const tooManyCells = 'a row with more cells than the heading, which is refused';
  test.each<[string, string, string[], line: number, asComma: string, asPoint: string]>([
    ['has an extra cell', 'time,temperature', ['8,9', '8,7'], 2, 'temperature 8.9', tooManyCells],
    [
      'has an extra cell in one row',
      'time,temperature',
      ['8', '8,7', '9'],
      3,
      'temperature 8.7',
      tooManyCells,
    ],
    [
      'has two extra cells',
      'time,temperature,humidity',
      ['8,9,45,2', '8,7,45,1'],
      2,
      'temperature 8.9',
      tooManyCells,
    ],
    [
      'leaves out its last column',
      'time,temperature,humidity',
      ['8,9', '8,7'],
      2,
      'temperature 8.9',
      'temperature 8 and humidity 9',
    ],
    [
      'leaves out its last column and shortens whole numbers',
      'time,temperature,humidity',
      ['8,9', '8', '8,75'],
      2,
      'temperature 8.9',
      'temperature 8 and humidity 9',
    ],
    [
      'has decimals that are impossible in the next column',
      'time,temperature,humidity',
      ['8,125', '8,5'],
      2,
      'temperature 8.125',
      'temperature 8 and humidity 125',
    ],
    [
      'has an unreadable value between them',
      'time,temperature,humidity',
      ['8,9', 'ERR', '8,7'],
      2,
      'temperature 8.9',
      'temperature 8 and humidity 9',
    ],
    [
      'has negative numbers',
      'time,temperature,humidity',
      ['-18,5', '-18,4'],
      2,
      'temperature -18.5',
      'temperature -18 and humidity 5',
    ],
    [
      'leaves out a column that is not read',
      'time,temperature,door',
      ['8,9', '8,1'],
      2,
      'temperature 8.9',
      'temperature 8 and 9 in the column after it',
    ],
  ])('raises a question if it %s', (_, heading, rows, line, asComma, asPoint) => {
    const row = `${time(line - 2)},${rows[line - 2]}`;
    expect(() => read(heading, rows)).toThrow(UnusableArgument);
    expect(() => read(heading, rows)).toThrow(
      new UnusableArgument(
        `line ${line}: in "${row}" a comma separates cells, and may separate decimals too; say --decimal comma where it means ${asComma}, or --decimal point where it means ${asPoint}`,
        askingForDecimals,
      ),
    );
  });

  test('raises a question that says what each answer means for its first such row', () => {
    expect(() => read('time,temperature,humidity', ['8,9', '8,7'])).toThrow(
      `line 2: in "${time(0)},8,9" a comma separates cells, and may separate decimals too; say --decimal comma where it means temperature 8.9, or --decimal point where it means temperature 8 and humidity 9`,
    );
    expect(() => read('time,temperature', ['8', '8,7'])).toThrow(
      'line 3: in "2026-11-21T08:01:00Z,8,7" a comma separates cells, and may separate decimals too; say --decimal comma where it means temperature 8.7, or --decimal point where it means a row with more cells than the heading, which is refused',
    );
  });

  test.each<[string, string, string[], (string | number)[][]]>([
    [
      'one temperature has a point',
      'time,temperature,humidity',
      ['8,45', '8.5,46'],
      [
        [8, 45],
        [8.5, 46],
      ],
    ],
    [
      'the next number has a point',
      'time,temperature,humidity',
      ['8,45.5', '9,46.5'],
      [
        [8, 45.5],
        [9, 46.5],
      ],
    ],
    [
      'the next number has three digits',
      'time,temperature,pressure',
      ['8,101', '9,102'],
      [
        [8, 101],
        [9, 102],
      ],
    ],
    [
      'nothing follows the temperature',
      'time,humidity,temperature',
      ['45,8', '46,9'],
      [
        [8, 45],
        [9, 46],
      ],
    ],
    [
      'its commas are in quotation marks',
      'time,temperature,humidity',
      ['"8,9",45', '"8,7",46'],
      [
        [8.9, 45],
        [8.7, 46],
      ],
    ],
  ])('is read without a question if %s', (_, heading, rows, expected) => {
    expect(values(heading, rows)).toEqual(expected);
  });

  test.each<[string, string, string[], (string | number)[][]]>([
    ['with one number per row', 'time,temperature', ['8,9', '8', '-8,7'], [[8.9], [8], [-8.7]]],
    ['without its last column', 'time,temperature,humidity', ['8,9', '8,7', '8'], [[8.9], [8.7], [8]]],
    [
      'with two numbers that are both split',
      'time,temperature,humidity',
      ['8,9,45,2', '8,7,45,1'],
      [
        [8.9, 45.2],
        [8.7, 45.1],
      ],
    ],
    [
      'with unreadable values',
      'time,temperature,humidity',
      ['8,9,45,2', 'ERR,45,1'],
      [
        [8.9, 45.2],
        ['ERR', 45.1],
      ],
    ],
  ])('is joined with --decimal comma %s', (_, heading, rows, expected) => {
    expect(values(heading, rows, 'comma')).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ['one of two numbers is split', 'time,temperature,humidity', ['8,9,45,2', '8,45,2']],
    ['a column is missing and two may be split', 'time,temperature,humidity,battery', ['8,9,45', '8,7,46']],
    ['there are more cells than numbers to split', 'time,temperature', ['8,9,1,2']],
  ])('is refused with --decimal comma if %s', (_, heading, rows) => {
    expect(() => read(heading, rows, 'comma')).toThrow(UnusableFile);
    expect(() => read(heading, rows, 'comma')).toThrow('export it again with semicolons');
  });

  test('is read unchanged with --decimal point, and a row with an extra cell prevents release', () => {
    expect(values('time,temperature,humidity', ['8,9', '8,7'], 'point')).toEqual([
      [8, 9],
      [8, 7],
    ]);
    const log = read('time,temperature', ['8', '8,7'], 'point');
    expect(log.readings).toMatchObject([{ value: 8 }]);
    expect(log.refused).toEqual([
      { line: 3, reason: expect.stringContaining('3 cells, the header 2'), isWithoutTime: true },
    ]);
  });

  test('may have commas in a remark, which are not decimal commas', () => {
    const log = read('time,temperature,note', ['8.5,opened, shut', '8.6,']);
    expect(log.readings).toMatchObject([{ value: 8.6 }]);
    expect(log.refused).toMatchObject([{ line: 2, isWithoutTime: true }]);
  });
});

describe('a file with decimal commas and another separator', () => {
  test('is read if no number has a point', () => {
    expect(values('time;temperature;humidity', ['5,0;45', '-5,1;46,5', '+5,2;47'])).toEqual([
      [5, 45],
      [-5.1, 46.5],
      [5.2, 47],
    ]);
    expect(values('time;temperature', ['\u22125,1'])).toEqual([[-5.1]]);
    expect(read('time;temperature', ['5,0']).format).toContain('decimal comma (no number has a point)');
  });

  test('raises a question if some numbers have a point', () => {
    const rows = ['5,0;45', '5,1;46.5'];
    expect(() => read('time;temperature;humidity', rows)).toThrow(UnusableArgument);
    expect(() => read('time;temperature;humidity', rows)).toThrow(
      'it has numbers with a comma (5,0 in line 2) and with a point (46.5 in line 3); say which separates decimals, as --decimal comma or --decimal point; the others are unreadable then',
    );
    expect(() => read('time;temperature;humidity', rows.toReversed())).toThrow(UnusableArgument);
    expect(values('time;temperature;humidity', rows, 'comma')).toEqual([
      [5, 45],
      [5.1, '46.5'],
    ]);
    expect(values('time;temperature;humidity', rows, 'point')).toEqual([
      ['5,0', 45],
      ['5,1', 46.5],
    ]);
  });

  test('raises a question if the commas may group thousands', () => {
    const heading = 'time;pressure[hPa]';
    expect(() => read(heading, ['1,013', '1,009'])).toThrow(
      new UnusableArgument(
        'the comma in "1,009" and in all its other numbers of pressure may separate decimals or thousands; say --decimal comma where it separates decimals, or --decimal point, by which these numbers are unreadable',
        askingForDecimals,
      ),
    );
    expect(values(heading, ['1,013', '1,009'], 'comma')).toEqual([
      [expect.closeTo(0.1013)],
      [expect.closeTo(0.1009)],
    ]);
    expect(values(heading, ['1,013', '1,009'], 'point')).toEqual([['1,013'], ['1,009']]);
  });

  test('is read if the commas cannot group thousands', () => {
    expect(values('time;temperature', ['18,771', '7,469'])).toEqual([[18.771], [7.469]]);
    expect(values('time;pressure[hPa]', ['1013,25', '1,013'])).toEqual([
      [expect.closeTo(101.325)],
      [expect.closeTo(0.1013)],
    ]);
  });
});

describe('decimals that spill into a column without numbers', () => {
  const rows = (heading: string, ...more: string[]) =>
    `${heading}\n${[...Array.from({ length: 20 }, () => '8,9'), ...more]
      .map((row, place) => `${new Date(Date.UTC(2026, 10, 21) + place * 600_000).toISOString()},${row}`)
      .join('\n')}\n`;
  const readRows = (text: string, decimal?: 'point' | 'comma') =>
    readLogFile(Buffer.from(text), null, null, { decimal });

  test.each(['device', 'note', 'humidity'])('raise a question under %s, even if one row differs', (name) => {
    for (const more of [[], ['8,100'], ['7.5,40']]) {
      const text = rows(`time,temperature,${name}`, ...more);
      expect(() => readRows(text)).toThrow(UnusableArgument);
      expect(() => readRows(text)).toThrow('--decimal comma where it means temperature 8.9');
    }
  });

  test('are read as the user answered', () => {
    const distinct = (decimal: 'point' | 'comma') =>
      new Set(
        readRows(rows('time,temperature,device'), decimal).readings.flatMap((each) =>
          'value' in each ? [each.value] : [],
        ),
      );
    expect(distinct('comma')).toEqual(new Set([8.9]));
    expect(distinct('point')).toEqual(new Set([8]));
  });

  test('raise no question if more than a tenth of the rows have decimals', () => {
    const text = rows('time,temperature,humidity', '7.5,40', '7.5,41', '7.5,42');
    expect(readRows(text).readings).toHaveLength(46);
  });
});
