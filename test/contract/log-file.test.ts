import { describe, expect, test } from 'vitest';
import { UnusableArgument, UnusableFile } from '../../contract/log-file/log-file.ts';
import { readLogFile } from '../../contract/log-file/read-log-file.ts';

const read = (text: string, zone: string | null = null) => readLogFile(Buffer.from(text), null, zone);
const at = (text: string): number => Date.parse(text);

describe('CSV', () => {
  test('is read with its units, in any order of columns', () => {
    const log = read(
      'pressure[hPa],Time,temperature[degF],latitude,longitude,note\n1009,2026-11-21T08:00:00Z,40.28,51.9,0.25,x\n',
    );
    expect(log).toEqual({
      readings: [
        { channel: 'temperature', at: at('2026-11-21T08:00:00Z'), value: expect.closeTo(4.6, 9) },
        { channel: 'pressure', at: at('2026-11-21T08:00:00Z'), value: 100.9 },
        { channel: 'location', at: at('2026-11-21T08:00:00Z'), latitude: 51.9, longitude: 0.25 },
      ],
      refused: [],
      notes: ['column "note" is not read'],
    });
  });

  test.each([
    ['semicolons', 'time;temperature\n2026-11-21T08:00:00Z;4.6\n'],
    ['tabs', 'time\ttemperature\n2026-11-21T08:00:00Z\t4.6\n'],
    ['a line that names its separator', 'sep=;\ntime;temperature\n2026-11-21T08:00:00Z;4.6\n'],
    ['a byte order mark and CRLF', '\ufefftime,temperature\r\n2026-11-21T08:00:00Z,4.6\r\n'],
  ])('with %s', (_, text) => {
    expect(read(text).readings).toEqual([
      { channel: 'temperature', at: at('2026-11-21T08:00:00Z'), value: 4.6 },
    ]);
  });

  test('refuses by line what cannot be read, and takes the rest', () => {
    const log = read(
      [
        'time,temperature,pressure',
        '2026-11-21T08:00:00Z,--.-,100',
        '2026-11-21T08:10:00Z,ERR,',
        'yesterday,4,100',
        '2026-11-21T08:20:00Z,,',
        '2026-11-21T08:30:00Z,-300,100',
        '2026-11-21T08:40:00Z,4,100',
      ].join('\n'),
    );
    expect(log.readings).toHaveLength(4);
    expect(log.refused).toEqual([
      { line: 2, reason: 'temperature must be a number with a decimal point, found "--.-"' },
      { line: 3, reason: 'temperature must be a number with a decimal point, found "ERR"' },
      { line: 4, reason: expect.stringContaining('time must be ISO 8601') },
      { line: 5, reason: 'the row has no value' },
      { line: 6, reason: expect.stringContaining('-273.15') },
    ]);
  });

  test('without an offset needs a zone, and is read in it', () => {
    const text = 'time,temperature\n2026-07-01 08:00,4.6\n2026-12-01 08:00,4.6\n';
    expect(() => read(text)).toThrow(UnusableArgument);
    expect(read(text, 'Europe/Berlin').readings.map((reading) => reading.at)).toEqual([
      at('2026-07-01T06:00:00Z'),
      at('2026-12-01T07:00:00Z'),
    ]);
    expect(read(text, '+05:45').readings[0]!.at).toBe(at('2026-07-01T02:15:00Z'));
  });

  test('the hour that comes twice is read in order, the one that does not come is refused', () => {
    const autumn = read(
      'time,temperature\n2026-10-25 02:30,4\n2026-10-25 02:50,4\n2026-10-25 02:10,4\n2026-10-25 02:30,4\n',
      'Europe/Berlin',
    );
    expect(autumn.readings.map((reading) => (reading.at - autumn.readings[0]!.at) / 60_000)).toEqual([
      0, 20, 40, 60,
    ]);
    const spring = read('time,temperature\n2026-03-29 02:30,4\n', 'Europe/Berlin');
    expect(spring.refused).toEqual([{ line: 2, reason: expect.stringContaining('does not exist') }]);
  });

  test('newest first is read as it was written, the hour that comes twice included', () => {
    const rows = [
      '2026-10-25 03:10',
      '2026-10-25 02:40',
      '2026-10-25 02:10',
      '2026-10-25 02:40',
      '2026-10-25 02:10',
    ];
    const text = `time,temperature\n${rows.map((time) => `${time},4`).join('\n')}\n`;
    const minutes = read(text, 'Europe/Berlin').readings.map((reading) => reading.at / 60_000);
    expect(minutes.map((each) => each - minutes.at(-1)!)).toEqual([120, 90, 60, 30, 0]);
  });

  test('refuses a row with more cells than the header, as a decimal comma makes', () => {
    const log = read('time,temperature\n2026-11-21T08:00:00Z,8,9\n2026-11-21T08:10:00Z,8.7\n');
    expect(log.readings).toHaveLength(1);
    expect(log.refused).toEqual([{ line: 2, reason: expect.stringContaining('3 cells, the header 2') }]);
  });

  test.each([
    [
      'two columns of one quantity',
      'time,temperature,temperature[degF]\n2026-11-21T08:00:00Z,4,40\n',
      'two columns of temperature',
    ],
    ['no time column', 'when,temperature\n1,2\n', 'no column "time"'],
    ['no known column', 'time,taste\n1,2\n', 'no column that is known'],
    ['an unknown unit', 'time,temperature[reaumur]\n1,2\n', 'unit of column'],
    ['nothing', '', 'empty'],
    ['white space', ' \n', 'empty'],
    ['binary content', 'time,temperature\n\u0000\u0001', 'binary'],
  ])('with %s cannot be used', (_, text, reason) => {
    expect(() => read(text)).toThrow(UnusableFile);
    expect(() => read(text)).toThrow(reason);
  });
});

describe('the export of a Berlinger logger', () => {
  const header = 'Device: Q-tag CLm doc LR\r\nConf:\r\n Zone: 1.00\r\n';
  const table =
    'Data:\r\n\tyyyy-MM-dd hh:mm\tT\tOut of limits\r\n\t2023-04-17 15:23\t12.7\tx\r\n\t2023-04-17 15:33\t--.-\tx\r\nCert:\r\n Vers: 1.0\r\n';

  test('is read at the offset of its header, its missing values refused', () => {
    expect(read(header + table)).toEqual({
      readings: [{ channel: 'temperature', at: at('2023-04-17T14:23:00Z'), value: 12.7 }],
      refused: [{ line: 7, reason: 'temperature must be a number, found "--.-"' }],
      notes: [],
    });
    expect(read(header + table, 'UTC').readings[0]!.at).toBe(at('2023-04-17T15:23:00Z'));
  });

  test('without a zone of its own needs one', () => {
    expect(() => read(`Device: Q-tag\r\n${table}`)).toThrow(UnusableArgument);
  });

  test('in Fahrenheit is converted', () => {
    expect(read(`${header} Temp unit: F\r\n${table}`).readings[0]).toMatchObject({
      value: expect.closeTo(-10.7222, 3),
    });
  });

  test('with daily summaries only is refused with that reason', () => {
    expect(() => read(`${header}Hist:\r\n 1:\r\n  Date: 2023-04-20\r\n  Min T: +2.0\r\n`)).toThrow(
      'daily summaries only',
    );
  });
});
