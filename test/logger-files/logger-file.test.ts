import { describe, expect, test } from 'vitest';
import {
  type FileAnswers,
  type LogFile,
  UnusableArgument,
  UnusableFile,
} from '../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';

const read = (text: string, zone: string | null = null, answers: FileAnswers = {}) =>
  readLogFile(Buffer.from(text), null, zone, answers);
const at = (text: string): number => Date.parse(text);
const numbers = ({ readings }: LogFile) =>
  readings.flatMap((each) => ('value' in each ? [[each.channel, each.value]] : []));
const unreadable = ({ readings }: LogFile) =>
  readings.flatMap((each) =>
    'text' in each ? [[each.line, each.channel, each.text, each.offScale, each.bound]] : [],
  );

describe('CSV', () => {
  test('columns are read with their units, in any order', () => {
    const log = read(
      'pressure[hPa],Time,temperature[degF],latitude,longitude,note\n1009,2026-11-21T08:00:00Z,40.28,51.9,0.25,x\n',
    );
    expect(log).toMatchObject({
      readings: [
        { channel: 'temperature', at: at('2026-11-21T08:00:00Z'), value: expect.closeTo(4.6, 9) },
        { channel: 'pressure', at: at('2026-11-21T08:00:00Z'), value: 100.9 },
        { channel: 'location', at: at('2026-11-21T08:00:00Z'), latitude: 51.9, longitude: 0.25 },
      ],
      refused: [],
      notes: ['column "note" is not read'],
      format:
        'CSV, UTF-8, comma-separated; time in column 2, UTC offsets in every time; pressure in column 1, hPa; temperature in column 3, °F; latitude in column 4, °; longitude in column 5, °; decimal point; not read: note',
    });
  });

  test.each([
    ['semicolons', 'time;temperature\n2026-11-21T08:00:00Z;4.6\n'],
    ['tabs', 'time\ttemperature\n2026-11-21T08:00:00Z\t4.6\n'],
    ['a line that names its separator', 'sep=;\ntime;temperature\n2026-11-21T08:00:00Z;4.6\n'],
    ['a byte order mark and CRLF', '\ufefftime,temperature\r\n2026-11-21T08:00:00Z,4.6\r\n'],
  ])('a file with %s is read', (_, text) => {
    expect(read(text).readings).toEqual([
      { channel: 'temperature', at: at('2026-11-21T08:00:00Z'), value: 4.6 },
    ]);
  });

  test('a text that is not a number becomes an unreadable value, and the other values are read', () => {
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
    expect(unreadable(log)).toEqual([
      [2, 'temperature', '--.-', null, null],
      [3, 'temperature', 'ERR', null, null],
      [3, 'pressure', '', null, null],
      [5, 'temperature', '', null, null],
      [5, 'pressure', '', null, null],
      [6, 'temperature', '-300', null, null],
    ]);
    expect(numbers(log)).toEqual([
      ['pressure', 100],
      ['pressure', 100],
      ['temperature', 4],
      ['pressure', 100],
    ]);
    expect(log.refused).toEqual([
      { line: 4, reason: expect.stringContaining('time must be ISO 8601'), isWithoutTime: true },
    ]);
  });

  test.each<[string, string, string, number | (string | number | null)[]]>([
    ['an over-range mark', 'temperature', 'HI', ['HI', 'above', null]],
    ['an under-range mark', 'temperature', 'Lo', ['Lo', 'below', null]],
    ['a mark that names no side', 'temperature', 'OL', ['OL', 'either', null]],
    ['the end of the sensor scale', 'temperature', '>72.0', ['>72.0', 'above', 72]],
    ['the end of the scale in the unit of its column', 'temperature[degF]', '> 212', ['> 212', 'above', 100]],
    ['a number followed by a mark', 'temperature', '-0.6*', ['-0.6*', null, null]],
    ['NaN', 'temperature', 'NaN', ['NaN', null, null]],
    ['infinity', 'temperature', '1e999', ['1e999', null, null]],
    ['a number beyond any sensor, unchanged', 'temperature[degF]', '900', ['900', null, null]],
    ['a typographic minus', 'temperature', '\u22120.6', -0.6],
    ['a leading plus', 'temperature', '+4.5', 4.5],
    ['a bare decimal point', 'temperature', '.5', 0.5],
    ['a humidity above 100 %', 'humidity', '655.35', ['655.35', null, null]],
  ])('a cell with %s is read', (_, column, cell, expected) => {
    const log = read(`time,${column}\n2026-11-21T08:00:00Z,${cell}\n`);
    if (typeof expected === 'number') expect(numbers(log)).toEqual([[column, expected]]);
    else expect(unreadable(log)).toEqual([[2, column.replace(/\[.*/, ''), ...expected]]);
    expect(log.refused).toEqual([]);
  });

  test('an empty cell next to a measured value was not sent; in a row with only a time it is unreadable', () => {
    const log = read(
      'time,temperature,humidity,latitude,longitude,accuracy\n2026-11-21T08:00:00Z,4,,,,\n2026-11-21T08:10:00Z,,,,,\n2026-11-21T08:20:00Z\n2026-11-21T08:30:00Z,,,,,12\n',
    );
    expect(numbers(log)).toEqual([['temperature', 4]]);
    expect(unreadable(log)).toEqual(
      [3, 4, 5].flatMap((line) =>
        ['temperature', 'humidity', 'location'].map((channel) => [line, channel, '', null, null]),
      ),
    );
  });

  test('an empty cell next to an unreadable value is unreadable too', () => {
    const log = read(
      'time,temperature,humidity,latitude,longitude\n2026-11-21T08:00:00Z,ERR,,,\n2026-11-21T08:10:00Z,,,ERR,\n',
    );
    expect(unreadable(log).map((each) => each.slice(0, 3))).toEqual([
      [2, 'temperature', 'ERR'],
      [2, 'humidity', ''],
      [2, 'location', ''],
      [3, 'location', expect.stringContaining('ERR')],
      [3, 'temperature', ''],
      [3, 'humidity', ''],
    ]);
  });

  test('the radius around a position is read', () => {
    const log = read(
      'time,latitude,longitude,accuracy\n2026-11-21T08:00:00Z,51.9,0.25,12.2\n2026-11-21T08:10:00Z,51.9,0.25,\n2026-11-21T08:20:00Z,51.9,ERR,3\n',
    );
    expect(log.readings).toMatchObject([
      { latitude: 51.9, longitude: 0.25, accuracy: 13 },
      { latitude: 51.9, longitude: 0.25 },
      { channel: 'location', text: expect.stringContaining('ERR'), line: 4 },
    ]);
    expect(log.readings[1]).not.toHaveProperty('accuracy');
  });

  describe('a row without a readable time', () => {
    test.each([
      ['with a number', '2026-11-21 8h,4.5,'],
      ['with a number in a rarely used column', ',,45'],
      ['with a number that has a comma', 'later,"4,5",'],
      ['with a number followed by a mark', 'later,4.5*,'],
      ['with an off-scale mark', 'later,HI,'],
      ['whose month does not exist', '2026-13-21T08:00:00Z,4.5,45'],
      ['with a word for a total and a digit', 'max 2,4.5,'],
      ['with an invalid time and a text', '2026-11-21 8h,ERR,'],
      ['with an invalid time and a text in another column', '8 a.m.,,ERR'],
      ['with a full-width sign', 'later,＞72.0,'],
      ['with a full-width less-than sign', ',＜-40,'],
      ['with full-width digits', 'later,１４.5,'],
      ['with another separator', '2026-11-21T08:10:00Z;14.5;45'],
      ['whose time mentions a range', 'Out of range,4.5,45'],
      ['whose time ends with a word for a total', 'clock lost (range),14.5,'],
      ['whose time mentions a total loss', 'total loss of clock,14.5,'],
      ['whose time mentions a mean', 'mean time unknown,14.5,'],
      ['whose time mentions a count', 'No count,14.5,'],
      ['whose time is a place', 'Ort,14.5,'],
      ['whose time is the word for a number', 'numero,14.5,'],
      ['whose time is an unspecified deviation', 'Deviation,14.5,'],
      ['whose time mentions a mean in Chinese', '平均不明,14.5,'],
      ['from a clock that was never set', '1970-01-01T00:00:00Z,4.5,45'],
      ['from a clock that was never set, with an unreadable value', '1999-12-31T23:59:59Z,ERR,'],
      ['whose cells are separated by bars', '2026-11-21T08:10:00Z|25.0'],
      ['whose cells are separated by spaces', '2026-11-21T08:10:00Z 25.0'],
      ['whose cells are separated by slashes', 'x/21.11.2026/25.0'],
      ['that is one quoted cell', '"21.11.2026 08:10,25.0"'],
      ['with a full-width comma', '明天，25.0'],
      ['with a number after a mark', 'later,*25.0'],
      ['with a number after a word', 'later,ca. 25'],
      ['with a number in parentheses', 'later,(25.0)'],
      ['with a number after a name', 'later,T=25.0'],
      ['with a number after a sign and a space', 'later,+ 25.0'],
      ['with a dash instead of a minus', 'n/a,\u20135.0'],
      ['with nothing but a date', '21.11.2026 08:10,,'],
      ['with a digit in a column that is not read', 'later,,,25.0'],
    ])('%s prevents release', (_, row) => {
      const log = read(`time,temperature,humidity\n2026-11-21T08:00:00Z,4.5,45\n${row}\n`);
      expect(log.refused).toEqual([{ line: 3, reason: expect.any(String), isWithoutTime: true }]);
      expect(log.readings).toHaveLength(2);
    });

    test.each([
      ['of units', 'UTC,°C,%RH', 'no time, and no number'],
      ['of words', 'Zeit,Temperatur,Feuchte', 'no time, and no number'],
      ['of empty cells', ',,', 'no time, and no number'],
      ['of an error', 'later,ERR,', 'no time, and no number'],
      ['with a minimum', 'Min,4.4,40', '"Min" stands for a total'],
      ['with a maximum and a colon', 'Max.:,5.6,46', '"Max.:" stands for a total'],
      ['with a mean in German', 'Mittelwert,5.0,43', '"Mittelwert" stands for a total'],
      ['with a mean in French', 'Moyenne,5.0,43', '"Moyenne" stands for a total'],
      ['with a mean in Spanish', 'Promedio,5.0,43', '"Promedio" stands for a total'],
      ['with a mean in Polish', 'Średnia,5.0,43', '"Średnia" stands for a total'],
      ['with a mean in Turkish', 'Ortalama,5.0,43', '"Ortalama" stands for a total'],
      ['with a mean in Russian', 'Среднее,5.0,43', '"Среднее" stands for a total'],
      ['with a mean in Chinese', '平均值,5.0,43', '"平均值" stands for a total'],
      ['with a mean and its unit', 'Average (°C),5.0,43', '"Average (°C)" stands for a total'],
      ['with a minimum in two words', 'Minimum value,4.4,40', '"Minimum value" stands for a total'],
      [
        'with a mean kinetic temperature',
        'Mean kinetic temperature,5.0,',
        '"Mean kinetic temperature" stands for a total',
      ],
      ['with a deviation in lower case', 'Std dev,0.3,2', '"Std dev" stands for a total'],
      ['with a deviation in French', 'Écart-type,0.3,2', '"Écart-type" stands for a total'],
      ['with a deviation', 'Std. Dev.,0.3,2', '"Std. Dev." stands for a total'],
      ['with a deviation in one word', 'StdDev,0.3,2', '"StdDev" stands for a total'],
      ['with the highest value in German', 'Größter Wert,5.6,46', '"Größter Wert" stands for a total'],
    ])('%s is listed as no data and does not prevent release', (_, row, reason) => {
      const log = read(`time,temperature,humidity\n2026-11-21T08:00:00Z,4.5,45\n${row}\n`);
      expect(log.refused).toEqual([{ line: 3, reason: `no data: ${reason}` }]);
    });

    test.each(['device', 'driver', 'note'])(
      'prevents release if column %s has a word for a total',
      (name) => {
        const log = read(`${name},time,temperature\nMax,2026-11-21T08:00:00Z,4.5\nMax,,25.0\n`);
        expect(log.refused).toEqual([{ line: 3, reason: expect.any(String), isWithoutTime: true }]);
      },
    );

    test('is not a row of units if it has a digit, even directly below the heading', () => {
      const log = read('time,temperature\nat 08:00|25.0,\n2026-11-21T08:00:00Z,4.5\n');
      expect(log.refused).toEqual([{ line: 2, reason: expect.any(String), isWithoutTime: true }]);
    });

    test('is no data if a total is named before its empty time', () => {
      const log = read('no,time,temperature\n1,2026-11-21T08:00:00Z,4.5\nMaximum,,4.5\n');
      expect(log.refused).toEqual([{ line: 3, reason: 'no data: "Maximum" stands for a total' }]);
    });
  });

  test.each([
    ['with a byte order mark', '\ufefftime,temperature\r\n'],
    ['without a byte order mark', 'time,temperature\r\n'],
  ])('UTF-16 %s is read', (_, heading) => {
    const text = `${heading}2026-11-21T08:00:00Z,4.5\r\n`;
    const expected = read(text);
    for (const bytes of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
      const log = readLogFile(bytes, null, null);
      expect(log.readings).toEqual(expected.readings);
      expect(log.format).toBe(expected.format.replace('UTF-8', 'UTF-16'));
    }
  });

  test('rows inside quotation marks are reported and prevent release', () => {
    const of = (...rows: string[]) => read(`time,temperature,note\n${rows.join('\n')}\n`).refused;
    const rows = ['2026-11-21T08:00:00Z,4,"', '2026-11-21T08:10:00Z,25,', '2026-11-21T08:20:00Z,25,"'];
    expect(of(...rows, '2026-11-21T08:30:00Z,4,')).toEqual([
      {
        line: 4,
        reason:
          'a quotation runs over several lines, and what looks like 2 rows is inside of it: "2026-11-21T08:10:00Z,25,"; correct the quotation marks',
        isWithoutTime: true,
      },
    ]);
    expect(of('2026-11-21T08:00:00Z,4,"door', 'closed"', '2026-11-21T08:10:00Z,4,')).toEqual([]);
  });

  describe('a file that states another temperature unit than its heading is refused', () => {
    test.each([
      [
        'a column of units',
        'time,temperature,unit\n2026-11-21T08:00:00Z,41.0,F\n',
        'line 2: column "unit" says °F',
      ],
      [
        'one unit of many',
        'time,temperature,Units\n2026-11-21T08:00:00Z,4,C\n2026-11-21T08:10:00Z,41,°F\n',
        'line 3',
      ],
      ['a column of kelvins', 'time,temperature,temperatureUnit\n2026-11-21T08:00:00Z,4,K\n', 'says kelvin'],
      [
        'a line of words',
        'time,temperature\n# Unit: Fahrenheit,\n2026-11-21T08:00:00Z,41\n',
        'line 2: "# Unit: Fahrenheit" says °F',
      ],
      ['a line with a letter', 'time,temperature\n# Unit: F\n2026-11-21T08:00:00Z,41\n', 'says °F'],
      ['an abbreviation', 'time,temperature\nUTC,Fahr.\n2026-11-21T08:00:00Z,41\n', 'says °F'],
      ['German', 'time,temperature\nUTC,Grad Fahrenheit\n2026-11-21T08:00:00Z,41\n', 'says °F'],
      ['a second row of units', 'time,temperature\nUTC,Celsius\n,F\n2026-11-21T08:00:00Z,41\n', 'line 3'],
      [
        'a row in the middle',
        'time,temperature\n2026-11-21T08:00:00Z,4\nunit,Fahrenheit\n2026-11-21T08:10:00Z,41\n',
        'line 3',
      ],
      [
        'Celsius under a heading of °F',
        'time,temperature[degF],unit\n2026-11-21T08:00:00Z,4,C\n',
        'as temperature[degC]',
      ],
    ])('%s', (_, text, reason) => {
      expect(() => read(text)).toThrow(UnusableFile);
      expect(() => read(text)).toThrow(reason);
    });

    test.each([
      ['the same unit', 'time,temperature[degF],unit\n2026-11-21T08:00:00Z,41,F\n'],
      ['no unit', 'time,temperature,unit\n2026-11-21T08:00:00Z,5,box 7\n'],
      ['a letter elsewhere', 'time,temperature,grade\n2026-11-21T08:00:00Z,5,F\n'],
      ['a line of other words', 'time,temperature\n# exported by Frank K,\n2026-11-21T08:00:00Z,5\n'],
    ])('a file with %s is not refused', (_, text) => {
      expect(numbers(read(text))).toEqual([['temperature', expect.closeTo(5, 9)]]);
    });
  });

  test('the description names the columns that are not read', () => {
    const names = (heading: string): string =>
      read(`time,temperature,${heading}\n2026-11-21T08:00:00Z,4.5\n`).format;
    const before =
      'CSV, UTF-8, comma-separated; time in column 1, UTC offsets in every time; temperature in column 2, °C; decimal point';
    expect(names('alarm,X')).toBe(`${before}; not read: alarm, X`);
    expect(names(',X')).toBe(`${before}; not read: column 3, X`);
    const twenty = Array.from({ length: 20 }, (_, place) => `x${place}`);
    expect(names([...twenty, 'x20', 'x21', 'x22'].join(','))).toBe(
      `${before}; not read: ${twenty.join(', ')} and 3 more`,
    );
  });

  describe('a repeated heading', () => {
    const withRow = (row: string, answers: FileAnswers = {}): LogFile =>
      read(
        `time,device,temperature,humidity\n2026-11-21T08:00:00Z,A,4.5,45\n${row}\n2026-11-21T08:10:00Z,A,4.6,46\n`,
        null,
        answers,
      );

    test.each([
      'time,device,temperature,humidity',
      'Time,Device,TEMPERATURE,humidity,,',
      '\ufefftime,device,temperature,humidity',
    ])('is no data if it is the same: %s', (row) => {
      for (const answers of [{}, { device: 'A' }]) {
        const log = withRow(row, answers);
        expect(numbers(log)).toHaveLength(4);
        expect(log.refused).toEqual([{ line: 3, reason: 'no data: the heading again' }]);
      }
    });

    test.each([
      ['time,device,humidity,temperature', 'time, device, humidity, temperature'],
      ['time,device,temperature', 'time, device, temperature'],
      ['time,device,temperature,humidity,pressure', 'time, device, temperature, humidity, pre…'],
      ['time,device,temperature[degF],humidity', 'time, device, temperature[degF], humidit…'],
      ['time,device,temperature[reaumur],humidity', 'time, device, temperature[reaumur], humi…'],
      ['temperature,device,time,humidity', 'temperature, device, time, humidity'],
      ['when,what,temperature[degF],x', 'when, what, temperature[degF], x'],
      ['when,what,humidity,temperature', 'when, what, humidity, temperature'],
      ['time;temperature', 'time;temperature'],
    ])('is refused if it differs: %s', (row, heading) => {
      for (const answers of [{}, { device: 'A' }]) {
        expect(() => withRow(row, answers)).toThrow(UnusableFile);
        expect(() => withRow(row, answers)).toThrow(
          new Error(
            `line 3: another heading begins there, "${heading}", and its rows cannot be read by the first one; split the file there`,
          ),
        );
      }
    });
  });

  describe('a row of units below the heading', () => {
    const withUnits = (
      units: string,
      { heading = 'time,temperature,pressure', time = '2026-11-21T08:00:00Z' } = {},
    ) => read(`${heading}\n${units}\n${time},4.5,100\n`);

    test.each([
      [
        ',°F,',
        '"°F" as the unit of column "temperature", which is read in °C',
        'write the heading with its unit, as temperature[degF]',
      ],
      [
        'UTC,°F,kPa',
        '"°F" as the unit of column "temperature", which is read in °C',
        'write the heading with its unit, as temperature[degF]',
      ],
      [
        'UTC,K,kPa',
        '"K" as the unit of column "temperature", which is read in °C',
        'write the heading with its unit, as temperature[K]',
      ],
      [
        'UTC,(deg F),kPa',
        '"(deg F)" as the unit of column "temperature", which is read in °C',
        'write the heading with its unit, as temperature[degF]',
      ],
      [
        'UTC,℉,kPa',
        '"℉" as the unit of column "temperature", which is read in °C',
        'write the heading with its unit, as temperature[degF]',
      ],
      [
        'UTC,Fahrenheit,kPa',
        '"Fahrenheit" as the unit of column "temperature", which is read in °C',
        'write the heading with its unit, as temperature[degF]',
      ],
      [
        'UTC,degrees Fahrenheit,kPa',
        '"degrees Fahrenheit" as the unit of column "temperature", which is read in °C',
        'write the heading with its unit, as temperature[degF]',
      ],
      [
        ',°C,hPa',
        '"hPa" as the unit of column "pressure", which is read in kPa',
        'write the heading with its unit, as pressure[hPa]',
      ],
      [
        ',,mbar',
        '"mbar" as the unit of column "pressure", which is read in kPa',
        'write the heading with its unit, as pressure[hPa]',
      ],
      [',°R,', '"°R" as the unit of column "temperature", which is read in °C', 'this unit is not known'],
      [',,mmHg', '"mmHg" as the unit of column "pressure", which is read in kPa', 'this unit is not known'],
      [',hPa,', '"hPa" as the unit of column "temperature", which is read in °C', 'this unit is not known'],
    ])('is refused if a unit differs: %s', (units, unit, whatToDo) => {
      expect(() => withUnits(units)).toThrow(UnusableFile);
      expect(() => withUnits(units)).toThrow(new Error(`line 2: it names ${unit}; ${whatToDo}`));
    });

    test.each([
      ['Zeit', 'Temperatur (°F)'],
      ['Timestamp', 'Temp (F)'],
      ['', '°F'],
      ['', 'Temperature °F'],
    ])('is also recognized in the middle of a file: %s,%s', (first, unit) => {
      expect(() =>
        read(`time,temperature\n2026-11-21T08:00:00Z,4.5\n${first},${unit}\n2026-11-21T08:10:00Z,44\n`),
      ).toThrow(
        new Error(
          `line 3: it names "${unit}" as the unit of column "temperature", which is read in °C; write the heading with its unit, as temperature[degF]`,
        ),
      );
    });

    test('is refused with the correct heading in the message', () => {
      expect(() => withUnits('UTC,°F,')).toThrow(
        'read in °C; write the heading with its unit, as temperature[degF]',
      );
      expect(() => withUnits(',,hPa')).toThrow('as pressure[hPa]');
      expect(() => withUnits(',°C,', { heading: 'time,temperature[K],pressure' })).toThrow(
        'temperature[degC]',
      );
    });

    test.each([
      'UTC,°C,kPa',
      ',ºC,',
      'UTC+00:00,℃,kPa',
      'yyyy-MM-dd HH:mm:ss GMT,[deg C],(kPa)',
      'Europe/London,Celsius,',
    ])('is no data if all units are the same: %s', (units) => {
      const log = withUnits(units);
      expect(numbers(log)).toHaveLength(2);
      expect(log.refused).toEqual([{ line: 2, reason: 'no data: no time, and no number' }]);
    });

    test.each(['UTC+2', 'UTC+02:00', '(GMT-1)', 'Europe/Berlin', 'CET', 'EST', '+05:30'])(
      'is refused if its zone %s does not match the times',
      (zone) => {
        expect(() => withUnits(`${zone},°C,kPa`)).toThrow(UnusableFile);
        expect(() => withUnits(`${zone},°C,kPa`)).toThrow('line 2 names');
        expect(() => withUnits(`${zone},,`)).toThrow('line 3 has another offset');
      },
    );

    test.each([
      ['UTC+2', '2026-11-21T08:00:00+02:00'],
      ['Europe/Berlin', '2026-07-21T08:00:00+02:00'],
      ['CET', '2026-11-21T08:00:00+01:00'],
    ])('with zone %s matches the time %s', (zone, time) => {
      expect(numbers(withUnits(`${zone},°C,kPa`, { time }))).toHaveLength(2);
    });

    test('raises a question if --time-zone names another zone', () => {
      const text = 'time,temperature\nUTC,°C\n2026-11-21 08:00,4.5\n';
      expect(() => read(text, 'Europe/Berlin')).toThrow(UnusableArgument);
      expect(() => read(text, 'Europe/Berlin')).toThrow('line 2 names "UTC" for the times');
      expect(numbers(read(text, 'UTC'))).toHaveLength(1);
    });

    test('is not recognized if it has a text that is not a unit, and digits', () => {
      expect(withUnits('8h,ERR,kPa').refused).toEqual([
        { line: 2, reason: expect.any(String), isWithoutTime: true },
      ]);
    });
  });

  test('times without an offset need a zone and are read in it', () => {
    const text = 'time,temperature\n2026-07-01 08:00,4.6\n2026-12-01 08:00,4.6\n';
    expect(() => read(text)).toThrow(UnusableArgument);
    expect(read(text, 'Europe/Berlin').readings.map((reading) => reading.at)).toEqual([
      at('2026-07-01T06:00:00Z'),
      at('2026-12-01T07:00:00Z'),
    ]);
    expect(read(text, '+05:45').readings[0]!.at).toBe(at('2026-07-01T02:15:00Z'));
  });

  test('a row with more cells than the heading is refused, unless the extra cells are empty', () => {
    const log = read('time;temperature\n2026-11-21T08:00:00Z;8;9\n2026-11-21T08:10:00Z;8.7;;\nMax;8.7;2\n');
    expect(numbers(log)).toEqual([['temperature', 8.7]]);
    expect(log.refused).toEqual([
      { line: 2, reason: expect.stringContaining('3 cells, the header 2'), isWithoutTime: true },
      { line: 4, reason: 'no data: "Max" stands for a total' },
    ]);
  });

  test.each([
    [
      'two columns of one quantity',
      'time,temperature,temperature[degF]\n2026-11-21T08:00:00Z,4,40\n',
      'two columns of temperature',
    ],
    ['no row with a time', 'when,temperature\n1,2\n', 'no row with a date and a time of day'],
    ['an unknown unit', 'time,temperature[reaumur]\n1,2\n', 'unit of column'],
    ['no content', '', 'empty'],
    ['only white space', ' \n', 'empty'],
    ['binary content', 'time,temperature\n\u0000\u0001', 'binary'],
  ])('a file with %s is refused', (_, text, reason) => {
    expect(() => read(text)).toThrow(UnusableFile);
    expect(() => read(text)).toThrow(reason);
  });
});

describe('the export of a Berlinger logger', () => {
  const header = 'Device: Q-tag CLm doc LR\r\nConf:\r\n Zone: 1.00\r\n';
  const table =
    'Data:\r\n\tyyyy-MM-dd hh:mm\tT\tOut of limits\r\n\t2023-04-17 15:23\t12.7\tx\r\n\t2023-04-17 15:33\t--.-\tx\r\nCert:\r\n Vers: 1.0\r\n';

  test('times use the offset in the header, and an out-of-limits mark without a number means off scale', () => {
    const log = read(header + table);
    expect(log).toMatchObject({
      readings: [{ channel: 'temperature', at: at('2023-04-17T14:23:00Z'), value: 12.7 }, {}],
      refused: [],
      notes: [
        'the logger marks 1 row as out of its own limits (line 6); the readings are judged by the limits of the profile',
      ],
      format:
        'text export of a Berlinger logger, UTF-8; table in line 4; times at UTC+1.00 hours (Zone in the header); temperature in °C; decimal point',
    });
    expect(unreadable(log)).toEqual([[7, 'temperature', '--.-', 'either', null]]);
    expect(read(header + table, 'UTC').readings[0]!.at).toBe(at('2023-04-17T15:23:00Z'));
  });

  test.each([
    ['with no value', '2023-04-17 15:33\t--.-\t', [6, 'temperature', '--.-', null, null]],
    ['with no cells', '2023-04-17 15:33\t\t', [6, 'temperature', '', null, null]],
    ['with only a mark', '2023-04-17 15:33\t\tx', [6, 'temperature', '', 'either', null]],
    ['with an off-scale side', '2023-04-17 15:33\tHI\tx', [6, 'temperature', 'HI', 'above', null]],
    ['without a column for marks', '2023-04-17 15:33\t--.-', [6, 'temperature', '--.-', null, null]],
  ])('a row %s becomes an unreadable value', (_, row, expected) => {
    const rows = `${header}Data:\r\n\tyyyy-MM-dd hh:mm\tT\tOut of limits\r\n\t${row}\r\nCert:\r\n`;
    expect(unreadable(read(rows))).toEqual([expected]);
  });

  test('a row without a readable time prevents release if it has a number', () => {
    const rows = `${header}Data:\r\n\tyyyy-MM-dd hh:mm\tT\r\n\t2023-04-17 15:33\t4.5\r\n\t2023-04-31 15:33\t4.5\r\n\t????\t--.-\r\n\t2000-13-01 00:00\t4.5\r\n`;
    expect(read(rows).refused).toEqual([
      { line: 7, reason: expect.any(String), isWithoutTime: true },
      { line: 8, reason: 'no data: not a row of time and temperature, found "????\\t--.-"' },
      { line: 9, reason: expect.any(String), isWithoutTime: true },
    ]);
  });

  const tableOf = (...rows: string[]): LogFile =>
    read(
      `${header}${['Data:', '\tyyyy-MM-dd hh:mm\tT\tOut of limits', ...rows, 'Cert:', ' Vers: 1.0', ' Valid from: 2012-10-29 07:07', 'Sig: 8557', ''].join('\r\n')}`,
    );

  describe.each([
    ['words', 'garbage', false],
    ['a one-line section', 'Event: door', false],
    ['a rule', '---', false],
    ['a second beginning of the table', 'Data:', false],
    ['the heading again', '\tyyyy-MM-dd hh:mm\tT\tOut of limits', null],
    ['a line with a number', 'Event 12: door', true],
    ['an indented line with a number', ' Page 2', true],
  ])('a table with %s between its rows', (_, line, isWithoutTime) => {
    test.each(['\t', ''])('continues after it, for rows indented by %j', (indentation) => {
      const log = tableOf(
        `${indentation}2023-04-17 15:23\t4.5\t`,
        line,
        `${indentation}2023-04-17 15:33\t14.5\tx`,
      );
      expect(numbers(log)).toEqual([
        ['temperature', 4.5],
        ['temperature', 14.5],
      ]);
      const found = `not a row of time and temperature, found "${line.trim()}"`;
      const reason = isWithoutTime === true ? found : `no data: ${found}`;
      expect(log.refused).toEqual(
        isWithoutTime === null ? [] : [{ line: 7, reason, ...(isWithoutTime && { isWithoutTime }) }],
      );
    });
  });

  test.each([
    ['cut after its date', '\t2023-04-17'],
    ['cut after its date, with a value', '\t2023-04-17\t14.5\tx'],
    ['cut after its date, not indented', '2023-04-17\t14.5'],
    ['whose time is letters', '\tyyyy-MM-dd hh:mm\t14.5'],
    ['with a letter instead of a digit', '2O23-04-17 15:33\t14.5'],
    ['with an illegible time and a mark', '\t????-??-?? ??:??\t--.-\tx'],
    ['with an illegible time and an off-scale value', '\t????-??-?? ??:??\tHI\t'],
    ['with text after its time', '\t2023-04-17 03:33 PM\t14.5\t'],
    ['with digits after its time', '\t2023-04-17 15:33:4\t14.5\t'],
    ['after a section', 'door:\r\n\t?\t14.5'],
    ['after a section, off scale', 'door:\r\n\t????\tHI\tx'],
  ])('a row %s prevents release', (_, row) => {
    const log = tableOf('\t2023-04-17 15:23\t4.5\t', row);
    expect(numbers(log)).toEqual([['temperature', 4.5]]);
    expect(log.refused.filter(({ isWithoutTime }) => isWithoutTime === true)).toHaveLength(1);
  });

  test('a second heading with other columns is refused', () => {
    expect(() => tableOf('\t2023-04-17 15:23\t4.5\t', '\tyyyy-MM-dd hh:mm\tRH\tT')).toThrow(
      new Error(
        'line 7 names other columns than the first line of the table, "yyyy-MM-dd hh:mm\\tRH\\tT"; split the file there',
      ),
    );
  });

  test('the table ends after its last row', () => {
    const log = tableOf('\t2023-04-17 15:23\t4.5\t');
    expect(log.refused).toEqual([]);
    expect(numbers(log)).toHaveLength(1);
  });

  test('a file without a zone needs one as an argument', () => {
    expect(() => read(`Device: Q-tag\r\n${table}`)).toThrow(UnusableArgument);
  });

  test('Fahrenheit is converted', () => {
    expect(read(`${header} Temp unit: F\r\n${table}`).readings[0]).toMatchObject({
      value: expect.closeTo(-10.7222, 3),
    });
  });

  test('a file with only daily summaries is refused with that reason', () => {
    expect(() => read(`${header}Hist:\r\n 1:\r\n  Date: 2023-04-20\r\n  Min T: +2.0\r\n`)).toThrow(
      'daily summaries only',
    );
  });
});

describe('an AndroSensor log', () => {
  const heading =
    'ATMOSPHERIC PRESSURE (hPa);LOCATION Latitude : ;LOCATION Longitude : ;Time since start in ms ;YYYY-MO-DD HH-MI-SS_SSS';
  const row = (cells: string, seconds: number): string =>
    `${cells};${seconds * 1000};2026-07-01 08:00:${String(seconds).padStart(2, '0')}:000`;

  test('there is no position before the first fix, and an unreadable one when the fix is lost', () => {
    const rows = [
      row('1009;NaN;NaN', 0),
      row('1009;51.9;0.25', 1),
      row('1009;NaN;NaN', 2),
      row('ERR;51.9;0.25', 3),
    ];
    const log = read(`${heading}\n${rows.join('\n')}\n`, 'Europe/London');
    expect(log.readings.filter(({ channel }) => channel === 'location')).toMatchObject([
      { at: at('2026-07-01T07:00:01Z'), latitude: 51.9, longitude: 0.25 },
      { at: at('2026-07-01T07:00:02Z'), text: expect.stringContaining('NaN'), line: 4 },
      { at: at('2026-07-01T07:00:03Z'), latitude: 51.9, longitude: 0.25 },
    ]);
    expect(numbers(log)).toEqual([1, 2, 3].map(() => ['pressure', expect.closeTo(100.9, 9)]));
    expect(unreadable(log)).toContainEqual([5, 'pressure', 'ERR', null, null]);
  });

  test('an empty row is an unreadable value, for positions only after the first fix', () => {
    const rows = [row(';;', 0), row(';51.9;0.25', 1), row(';;', 2)];
    const log = read(`${heading}\n${rows.join('\n')}\n`, 'Europe/London');
    expect(unreadable(log)).toEqual([
      [2, 'pressure', '', null, null],
      [4, 'pressure', '', null, null],
      [4, 'location', '', null, null],
    ]);
  });

  test('a row with an invalid time prevents release if it has a text', () => {
    const rows = [row('1009;51.9;0.25', 0), 'ERR;;;1000?;'];
    expect(read(`${heading}\n${rows.join('\n')}\n`, 'Europe/London').refused).toEqual([
      { line: 3, reason: expect.any(String), isWithoutTime: true },
    ]);
  });

  test('a row without a readable time prevents release if it has a number', () => {
    const rows = [row('1009;51.9;0.25', 0), '1009;;;;2026-07-01 08:00:01:000', 'hPa;;;ms;'];
    expect(read(`${heading}\n${rows.join('\n')}\n`, 'Europe/London').refused).toEqual([
      { line: 3, reason: expect.any(String), isWithoutTime: true },
      {
        line: 4,
        reason: 'no data: a row needs the milliseconds since the start and a date, found "ms" and ""',
      },
    ]);
  });

  test('a file that begins in a repeated hour raises a question', () => {
    const log = `${heading}\n1009;51.9;0.25;0;2026-10-25 01:30:00:000\n`;
    expect(() => read(log, 'Europe/London')).toThrow(
      'line 2: 2026-10-25 01:30 comes twice in Europe/London, where clocks went back; write it with its offset, +01:00 or +00:00',
    );
    expect(read(log, '+01:00').readings[0]!.at).toBe(at('2026-10-25T00:30:00Z'));
  });
});

describe('the description of a file', () => {
  const formatOf = (text: string, zone: string | null = null) => read(text, zone).format;
  const timesOf = (...times: string[]) =>
    formatOf(`time,temperature\n${times.map((time) => `${time},5\n`).join('')}`, 'Europe/Berlin');
  const csv = (times: string) =>
    `CSV, UTF-8, comma-separated; time in column 1, ${times}; temperature in column 2, °C; decimal point`;

  test('CSV: names UTC offsets in the times, the zone, or both', () => {
    expect(timesOf('2026-11-21T08:00:00Z', '2026-11-21T08:10:00+01:00')).toBe(
      csv('UTC offsets in every time'),
    );
    expect(timesOf('2026-11-21T08:00:00', '2026-11-21T08:10:00')).toBe(csv('in Europe/Berlin (--time-zone)'));
    expect(timesOf('2026-11-21T08:00:00', '2026-11-21T07:10:00Z')).toBe(
      csv('UTC offsets in some times, the others in Europe/Berlin (--time-zone)'),
    );
  });

  test.each([
    ['[{"n":"t","u":"Cel","v":5,"t":1700000000}]', true],
    ['[ {\n "bt":1700000000,"u":"Cel","v":5}]', true],
    // A plain record may have any other field, even one that SenML also has.
    ['[{"time":1700000000000,"temperature":5}]', false],
    ['[ { "time" : 1700000000000,"temperature":5,"n":"x"}]', false],
    ['[{"n":"x","time":1700000000000,"temperature":5}]', false],
    ['{"time":1700000000000,"temperature":5}', false],
  ])('JSON: %s', (text, isSenml) => {
    const log = read(text);
    expect(log.readings).toEqual([{ channel: 'temperature', at: 1_700_000_000_000, value: 5 }]);
    expect(log.format).toBe(
      isSenml
        ? 'SenML, JSON; times in seconds since 1970; units in the records'
        : 'JSON, UTF-8; times with their offsets or in milliseconds since 1970; temperature in °C, pressure in kPa, humidity in %RH, battery in %, positions in °, accuracy in m',
    );
  });

  const berlinger = (zone: string, ...rows: string[]) =>
    read(`Device: Q-tag\r\nZone: ${zone}\r\n Data: \r\n\tyyyy-MM-dd hh:mm\tT\r\n${rows.join('\r\n')}\r\n`);

  test('Berlinger: names the offset in the header with its sign, and ignores blank lines', () => {
    const times = (zone: string) =>
      /times at (UTC\S+)/.exec(berlinger(zone, '\t2023-04-17 15:23\t5').format)![1];
    expect([times('-3.5'), times('+2'), times('0')]).toEqual(['UTC-3.5', 'UTC+2', 'UTC+0']);
    const log = berlinger('-3.5', '\t2023-04-17 15:23\t5', ' \t ', '\t2023-04-17 15:33\t6');
    expect(log.refused).toEqual([]);
    expect(log.readings).toEqual([
      { channel: 'temperature', at: at('2023-04-17T18:53:00Z'), value: 5 },
      { channel: 'temperature', at: at('2023-04-17T19:03:00Z'), value: 6 },
    ]);
  });

  test('Berlinger: notes the rows that the device marks as out of its limits', () => {
    const log = read(
      `Device: Q-tag CLm\r\nConf:\r\n Zone: 0.00\r\nData:\r\n\tyyyy-MM-dd hh:mm\tTemp\tOut of limits\r\n\t2023-04-17 15:23\t4.5\t\r\n\t2023-04-17 15:33\t9.5\tx\r\n`,
    );
    expect(numbers(log)).toHaveLength(2);
    expect(log.notes).toEqual([
      'the logger marks 1 row as out of its own limits (line 7); the readings are judged by the limits of the profile',
    ]);
  });

  test.each(['\t\t\t--.-\tx', '\t\t--.-\tx', '\t\t\tx'])(
    'Berlinger: a row with only a mark prevents release: %j',
    (row) => {
      const log = read(
        `Device: Q-tag CLm\r\nConf:\r\n Zone: 0.00\r\nData:\r\n\tyyyy-MM-dd hh:mm\tTemp\tOut of limits\r\n\t2023-04-17 15:23\t4.5\t\r\n${row}\r\n\t2023-04-17 15:33\t4.5\t\r\n`,
      );
      expect(log.refused).toEqual([{ line: 7, reason: expect.any(String), isWithoutTime: true }]);
    },
  );

  test('Berlinger: a time before 2000 is refused and prevents release', () => {
    const { readings, refused } = berlinger('0', '\t1999-12-31 23:59\t5', '\t2000-01-01 00:00\t6');
    expect(readings).toEqual([{ channel: 'temperature', at: at('2000-01-01T00:00:00Z'), value: 6 }]);
    expect(refused).toEqual([{ line: 5, reason: expect.any(String), isWithoutTime: true }]);
  });

  test('AndroSensor: says whether the column of dates or every known column is missing', () => {
    const refusal = (heading: string): string => {
      try {
        read(`${heading}\n1;2;3\n`, 'UTC');
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error('it was read');
    };
    expect(refusal('ATMOSPHERIC PRESSURE (hPa);Time since start in ms ;Clock')).toBe(
      'it looks like an AndroSensor log, but has no column of dates (found: "ATMOSPHERIC PRESSURE (hPa), Time since s…")',
    );
    expect(refusal('LIGHT (lux);Time since start in ms ;YYYY-MO-DD HH-MI-SS_SSS')).toBe(
      'it looks like an AndroSensor log, but has no column that is known (found: "LIGHT (lux), Time since start in ms, YYY…")',
    );
  });
});

describe('rows below a table', () => {
  test.each([
    ['Minimum', 'Max.', 'Average:', 'Std. Dev.', 'Total'],
    ['Mittelwert', 'Größter', 'Höchster', 'Summe', 'Anzahl'],
    ['Moyenne', 'Médiane', 'Écart type'],
    ['Promedio', 'Mínimo', 'Desviación estándar'],
    ['Massimo', 'Somma', 'Deviazione standard'],
    ['Soma', 'Média', 'Desvio padrão'],
    ['Gemiddelde', 'Totaal', 'Laagste', 'Hoogste', 'Aantal'],
    ['Średnia', 'Suma', 'Odchylenie standardowe'],
    ['Průměr', 'Součet'],
    ['Gennemsnit', 'Medelvärde', 'Højeste'],
    ['Keskiarvo', 'Yhteensä'],
    ['Átlag', 'Összesen'],
    ['Ortalama', 'Toplam'],
    ['Среднее', 'Итого', 'Минимум'],
    ['最高', '平均', '합계'],
  ])('are totals, not data: %s, %s', (...words) => {
    const rows = words.map((word) => `${word},5\n`).join('');
    const { readings, refused } = read(`time,temperature\n2026-11-21T08:00:00Z,4\n${rows}`);
    expect(readings).toHaveLength(1);
    expect(refused.map(({ line, isWithoutTime }) => [line, isWithoutTime])).toEqual(
      words.map((_, index) => [index + 3, undefined]),
    );
  });
});

test('a file reports the lines of its earliest and latest time', () => {
  const times = ['08:10', '08:00', '08:30', '08:00', '08:30', '08:20'];
  const rows = times.map((time) => `2026-11-21T${time}:00Z,5\n`).join('');
  expect(read(`time,temperature\n${rows}`).ends).toEqual({
    earliest: { at: at('2026-11-21T08:00:00Z'), line: 3 },
    latest: { at: at('2026-11-21T08:30:00Z'), line: 4 },
  });
});

describe('a number with a comma', () => {
  const cells = (heading: string, cell: string, answers: FileAnswers = {}) =>
    numbers(read(`time;${heading}\n2026-11-21T08:00:00Z;${cell}\n`, null, answers)).map(([, value]) => value);

  test('may have a signed exponent', () => {
    expect(cells('temperature', '46,0e-1', { decimal: 'comma' })).toEqual([4.6]);
    expect(cells('temperature', '0,46E+1', { decimal: 'comma' })).toEqual([4.6]);
    expect(cells('temperature', '0,46e1', { decimal: 'comma' })).toEqual([4.6]);
    expect(cells('temperature', '46.0e-1')).toEqual([4.6]);
    expect(cells('temperature', '460e-002')).toEqual([4.6]);
  });

  test('raises a question if the comma may group thousands, with or without a sign', () => {
    for (const cell of ['1,013', '+1,013']) {
      expect(() => cells('pressure[hPa]', cell)).toThrow(UnusableArgument);
      expect(cells('pressure[hPa]', cell, { decimal: 'comma' })).toEqual([expect.closeTo(0.1013, 9)]);
    }
    // 1013 °C is impossible, so this comma separates decimals.
    expect(cells('temperature', '1,013')).toEqual([1.013]);
    expect(cells('pressure[hPa]', '1013,25')).toEqual([expect.closeTo(101.325, 9)]);
  });

  test('is not assumed if three digits follow in a column that is not read', () => {
    expect(numbers(read('time,temperature,note\n2026-11-21T08:00:00Z,4,123\n'))).toEqual([
      ['temperature', 4],
    ]);
    expect(() => read('time,temperature,note\n2026-11-21T08:00:00Z,4,12\n')).toThrow(UnusableArgument);
  });
});

test('an empty pack is recognized as a pack without readings', () => {
  expect(readLogFile(Uint8Array.of(0x80), null, null)).toMatchObject({
    readings: [],
    refused: [{ line: 1, reason: 'the pack is empty' }],
  });
});
