import { describe, expect, test } from 'vitest';
import type { FileAnswers } from '../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';

const read = (json: unknown, answers: FileAnswers = {}, timeZone: string | null = null) =>
  readLogFile(Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)), null, timeZone, answers);
const temperatures = (log: ReturnType<typeof read>) =>
  log.readings.map((each) => [
    'text' in each ? each.text : 'value' in each && each.value,
    new Date(each.at).toISOString(),
  ]);

describe('JSON of a shape that nobody told us', () => {
  test('is read as a table of its records, whose paths name the columns', () => {
    const log = read({
      logger: 'L-7',
      measurements: [
        { ts: 1_767_348_900, probe: { temp_c: 4.25 }, rssi: -71 },
        { ts: 1_767_349_800, probe: { temp_c: null }, rssi: -70 },
        { ts: 1_767_350_700, probe: { temp_c: 5.5 }, rssi: -70 },
      ],
    });
    expect(temperatures(log)).toEqual([
      [4.25, '2026-01-02T10:15:00.000Z'],
      ['null', '2026-01-02T10:30:00.000Z'],
      [5.5, '2026-01-02T10:45:00.000Z'],
    ]);
    expect(log.format).toBe(
      'JSON, UTF-8, records of "measurements"; heading in line 0; time in column 1, counted since 1970 in UTC; temperature in column 2 ("probe.temp_c"), °C (heading); decimal point; not read: rssi',
    );
  });

  test('may have lists of one length side by side', () => {
    const log = read(
      { hourly: { time: ['2026-01-02T10:00', '2026-01-02T11:00'], temperature_2m: [4, 5] } },
      { unit: 'degC' },
      'UTC',
    );
    expect(temperatures(log)).toEqual([
      [4, '2026-01-02T10:00:00.000Z'],
      [5, '2026-01-02T11:00:00.000Z'],
    ]);
  });

  test('has no table in lists of several lengths, whose values cannot be placed', () => {
    const log = read(
      { hourly: { time: ['2026-01-02T10:00', '2026-01-02T11:00'], temperature_2m: [4] } },
      { unit: 'degC' },
      'UTC',
    );
    expect(log.readings).toEqual([]);
    expect(log.refused).toMatchObject([{ line: 1, isWithoutTime: true }]);
  });

  test.each([
    ['the unit', { data: [{ at: '2026-01-02T10:00:00Z', temperature: 4 }] }, 'unit'],
    ['the column', { data: [{ at: '2026-01-02T10:00:00Z', t1_c: 1, t2_c: 2 }] }, 'column'],
    [
      'the column among several temperatures',
      [{ at: '2026-01-02T10:00:00Z', temp_c: 4, temp_in_c: 5 }],
      'column',
    ],
    ['the time zone', [{ at: '2026-01-02 10:00', temp_c: 4 }], 'time-zone'],
    [
      'the device',
      [
        { at: '2026-01-02T10:00:00Z', device: 'A', temp_c: 4 },
        { at: '2026-01-02T10:00:00Z', device: 'B', temp_c: 9 },
      ],
      'device',
    ],
  ])('raises a question about %s', (_, json, option) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({ question: expect.objectContaining({ option }) }),
    );
  });

  test('is refused with two lists of records, or a key that a record has twice', () => {
    expect(() =>
      read({
        a: [{ at: '2026-01-02T10:00:00Z', temp_c: 4 }],
        b: [{ at: '2026-01-02T10:00:00Z', temp_c: 9 }],
      }),
    ).toThrow('it has several lists of records, "a", "b"; give each in a file of its own');
    expect(() => read('[{"at":"2026-01-02T10:00:00Z","temp_c":9,"temp_c":4}]')).toThrow('record 1');
  });

  test('keeps what is no record as refused', () => {
    const log = read('[{"at":"2026-01-02T10:00:00Z","temp_c":4},7,{"at":"later","temp_c":5}]');
    expect(log.refused).toMatchObject([
      { line: 2, isWithoutTime: true },
      { line: 3, isWithoutTime: true },
    ]);
  });

  test('may have date and time of day in fields of their own', () => {
    const log = read([{ day: '2026-01-02', clock: '10:15:00', temp_c: 4 }], {}, 'UTC');
    expect(temperatures(log)).toEqual([[4, '2026-01-02T10:15:00.000Z']]);
  });

  test('is refused with two fields of one path', () => {
    expect(() => read('[{"at":"2026-01-02T10:00:00Z","p.temp_c":9,"p":{"temp_c":4}}]')).toThrow(
      'a record has two fields of the path "p.temp_c"',
    );
  });
});

test('a line that is not JSON is refused at its line, whatever stands in it', () => {
  const { readings, refused } = readLogFile(
    Buffer.from(
      [
        '{"at": "2026-03-02T07:10:00Z", "temperature": 4.3}',
        '"at": "2026-03-02T07:20:00Z",: 1}',
        '{"at": "2026-03-02T07:30:00Z", "temperature": 4.5}',
      ].join('\n'),
    ),
    null,
    null,
    { unit: 'degC' },
  );
  expect(readings.map((each) => 'value' in each && each.value)).toEqual([4.3, 4.5]);
  expect(refused.map(({ line, isWithoutTime }) => [line, isWithoutTime])).toEqual([[2, true]]);
});

test('a key twice in one line refuses the file with its line', () => {
  const twice =
    '{"at": "2026-03-02T07:10:00Z", "temperature": 4.3}\n{"at": "2026-03-02T07:20:00Z", "temperature": 4.4, "temperature": 9}\n';
  expect(() => readLogFile(Buffer.from(twice), null, null, { unit: 'degC' })).toThrow(/^record 2: /);
});
