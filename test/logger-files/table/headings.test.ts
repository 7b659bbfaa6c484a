import { describe, expect, test } from 'vitest';
import { type FileAnswers, UnusableArgument, UnusableFile } from '../../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../../src/logger-files/read-logger-file.ts';

function read(lines: readonly string[], answers: FileAnswers = {}) {
  return readLogFile(Buffer.from(`${lines.join('\n')}\n`), null, 'UTC', answers);
}

/** The temperatures of a file by their times. */
function temperatures(lines: readonly string[], answers: FileAnswers = {}) {
  return read(lines, answers).readings.flatMap((each) =>
    each.channel === 'temperature' && 'value' in each
      ? [[new Date(each.at).toISOString().slice(11, 16), each.value]]
      : [],
  );
}

/** The option that a file asks for; null if it is read. */
function asked(lines: readonly string[], answers: FileAnswers = {}): string | null {
  try {
    read(lines, answers);
    return null;
  } catch (error) {
    if (error instanceof UnusableArgument && error.question !== null) return error.question.option;
    throw error;
  }
}

const rows = ['2026-03-04T06:00:00Z,3.7,51', '2026-03-04T06:05:00Z,3.9,52'];
const expected = [
  ['06:00', 3.7],
  ['06:05', 3.9],
];

describe('a heading that does not stand over its columns', () => {
  test('is refused where it has a column more than the rows', () => {
    expect(() => read(['No,Time,Temperature (°C),Humidity (%)', ...rows])).toThrow(UnusableFile);
  });

  test('is refused where it has a column fewer than the rows', () => {
    const numbered = rows.map((row, index) => `${index + 1},${row}`);
    expect(() => read(['Time,Temperature (°C),Humidity (%)', ...numbered])).toThrow(UnusableFile);
  });

  test('is asked about where a quantity has no cell in any row, and the answer is taken', () => {
    const lines = ['Time,Box,Temperature (°C),Humidity (%)', ...rows];
    expect(asked(lines)).toBe('column');
    expect(temperatures(lines, { columns: { temperature: '2' }, unit: 'degC' })).toEqual(expected);
  });

  test('is read where only columns that are not read have no cells', () => {
    expect(temperatures(['Time,Temperature (°C),Humidity (%),Alarm,Serial Number', ...rows])).toEqual(
      expected,
    );
  });
});

describe('what stands above the rows', () => {
  test('a title of the same width is no part of the heading', () => {
    const lines = [
      '"TOA5","Vault","CR300","8123","CPU:vault.CR3","19442","Five"',
      '"TIMESTAMP","AirT_Avg","RH","BattV_Min"',
      '"TS","Deg C","%","Volts"',
      '"","Avg","Smp","Min"',
      '"2026-03-04 06:00:00",3.7,51,12.8',
      '"2026-03-04 06:05:00",3.9,52,12.8',
    ];
    expect(temperatures(lines)).toEqual(expected);
  });

  test('a row of one unit only belongs to the heading', () => {
    const fahrenheit = [
      'Date,Temperature',
      ',°F',
      '2026-03-04T06:00:00Z,38.66',
      '2026-03-04T06:05:00Z,39.02',
    ];
    expect(temperatures(fahrenheit)).toEqual([
      ['06:00', expect.closeTo(3.7, 9)],
      ['06:05', expect.closeTo(3.9, 9)],
    ]);
  });

  test('a unit is asked for where two rows of the heading name different ones', () => {
    expect(
      asked(['Time,Temperature (°C)', ',°F', '2026-03-04T06:00:00Z,38.66', '2026-03-04T06:05:00Z,39.02']),
    ).toBe('unit');
  });

  test('a line with the unit right above the heading is no part of it', () => {
    const lines = [
      'Temperature Unit,°C,',
      'ID,Date,Time,Temp',
      '1,2026-03-04,06:00:00,3.7',
      '2,2026-03-04,06:05:00,3.9',
    ];
    expect(temperatures(lines)).toEqual(expected);
  });

  test('a heading without a name for the times is found', () => {
    const lines = ['"","Cold room (°C)"', ...rows.map((row) => row.replace(/,\d+$/, ''))];
    expect(temperatures(lines)).toEqual(expected);
  });
});

describe('a heading below the first rows', () => {
  const heading = 'Time,Temperature (°C),Humidity (%)';

  test('that repeats the first is no data', () => {
    const log = read([heading, rows[0]!, '', heading, rows[1]!]);
    expect(log.refused).toEqual([{ line: 4, reason: 'no data: the heading again' }]);
    expect(log.readings).toHaveLength(4);
  });

  test('is taken as a repetition behind a byte order mark', () => {
    expect(temperatures([heading, rows[0]!, `\ufeff${heading}`, rows[1]!])).toEqual(expected);
  });

  test.each([
    ['other columns', 'Time,Humidity (%),Temperature (°C)', '2026-03-04T06:10:00Z,53,4.1'],
    ['another unit', 'Time,Temperature (°F),Humidity (%)', '2026-03-04T06:10:00Z,39.4,53'],
    ['limits', 'Time,Limit (°C),Type', '2026-03-04T06:01:00Z,8.0,High'],
  ])('of %s is refused with the rows below it', (_, other, row) => {
    expect(() => read([heading, ...rows, '', other, row])).toThrow(UnusableFile);
  });
});

describe('a column', () => {
  test.each([
    'Calibration offset (°C)',
    'Setpoint (°C)',
    'Accuracy (°C)',
    'Rosný bod [°C]',
    'Punkt rosy (°C)',
  ])('under %s is not the temperature', (heading) => {
    const lines = [`Time;${heading};Reading`, '2026-03-04T06:00:00Z;0.2;3.7', '2026-03-04T06:05:00Z;0.2;3.9'];
    expect(asked(lines)).toBe('column');
  });

  test('of means is the temperature where there is nothing else of it', () => {
    const lines = ['Time;Mean temperature (°C)', '2026-03-04T06:00:00Z;3.7', '2026-03-04T06:05:00Z;3.9'];
    expect(temperatures(lines)).toEqual(expected);
  });

  test('of means beside extremes is asked about, and its unit is known', () => {
    const lines = [
      'Time;Min (°C);Max (°C);Avg (°C)',
      '2026-03-04T06:00:00Z;3.1;4.2;3.7',
      '2026-03-04T06:05:00Z;3.2;4.3;3.9',
    ];
    expect(asked(lines)).toBe('column');
    expect(temperatures(lines, { columns: { temperature: 'Avg (°C)' } })).toEqual(expected);
  });

  test.each([
    'Temperature (0.1 °C)',
    'Temperature x10 (°C)',
    'Temperature [m°C]',
    'Temperature (1/10 °C)',
    'Temp. (°C*100)',
  ])('under %s is refused, because its numbers are multiples', (heading) => {
    const lines = [`Time;${heading}`, '2026-03-04T06:00:00Z;37', '2026-03-04T06:05:00Z;39'];
    expect(() => read(lines)).toThrow(UnusableFile);
  });

  test.each(['Temperature (°C, ±0.1 °C)', 'Box 10 (°C)', 'Temperature 0.5m (°C)', 'Sensor 3/10 °C'])(
    'under %s is in whole degrees',
    (heading) => {
      const lines = [`Time;${heading}`, '2026-03-04T06:00:00Z;3.7', '2026-03-04T06:05:00Z;3.9'];
      expect(temperatures(lines)).toEqual(expected);
    },
  );
});

test('a temperature that has no number in the first row is asked about like the others', () => {
  const lines = ['Time,Probe (°C),Air (°C)', '2026-03-04T06:00:00Z,,19.4', '2026-03-04T06:05:00Z,3.9,19.5'];
  expect(asked(lines)).toBe('column');
});

describe('a number with a unit behind it', () => {
  const found = (line: string) =>
    Object.fromEntries(
      read(['Time,Temperature (°C),Humidity,Pressure (hPa)', `2026-03-04T06:00:00Z,${line}`]).readings.map(
        (each) => [each.channel, 'text' in each ? each.text : 'value' in each && each.value],
      ),
    );

  test('is read in the unit of its column', () => {
    const pressure = expect.closeTo(99, 9) as number;
    expect(found('3.7 °C,51 % r.h.,990 mbar')).toEqual({ temperature: 3.7, humidity: 51, pressure });
  });

  test('is no value of its column where the unit is another', () => {
    expect(found('51 %,14 °C,99 kPa')).toEqual({
      temperature: '51 %',
      humidity: '14 °C',
      pressure: '99 kPa',
    });
  });
});

describe('rows with more cells than the heading', () => {
  const text = 'Time,Temp (°C),RH (%)\n2026-01-02 10:00,1,4.5,40\n2026-01-02 10:15,2,4.6,41\n';

  test('raise a question about the column, which a number answers', () => {
    expect(() => readLogFile(Buffer.from(text), null, 'UTC')).toThrow(
      expect.objectContaining({
        question: { option: 'column', candidates: ['2', '3', '4'] },
      }),
    );
    const log = readLogFile(Buffer.from(text), null, 'UTC', { columns: { temperature: '3' }, unit: 'degC' });
    expect(log.readings.map((each) => 'value' in each && [each.channel, each.value])).toEqual([
      ['temperature', 4.5],
      ['temperature', 4.6],
    ]);
  });
});

describe('a device named above the table', () => {
  const readOf = (device: string) =>
    readLogFile(
      Buffer.from('Serial number: 4711\n\nTime,°C\n2026-01-02 10:00,4.5\n2026-01-02 10:15,4.6\n'),
      null,
      'UTC',
      { device },
    );

  test('is that of --device, or the file is refused', () => {
    expect(readOf('4711').readings).toHaveLength(2);
    expect(() => readOf('4712')).toThrow(
      'it is of device "4711" (serial number), and not of --device "4712"; leave --device out',
    );
  });
});
