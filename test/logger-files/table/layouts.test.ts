import { describe, expect, test } from 'vitest';
import { type FileAnswers, UnusableArgument, UnusableFile } from '../../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../../src/logger-files/read-logger-file.ts';

function read(content: string | Uint8Array, answers: FileAnswers = {}, zone: string | null = 'UTC') {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return readLogFile(bytes, null, zone, answers);
}

/** The values of one channel by their times. */
function values(log: ReturnType<typeof read>, channel = 'temperature') {
  return log.readings.flatMap((each) =>
    each.channel === channel && 'value' in each
      ? [[new Date(each.at).toISOString().slice(0, 16), each.value]]
      : [],
  );
}

/** The option that a file asks for; null if it is read. */
function asked(content: string, answers: FileAnswers = {}): string | null {
  try {
    read(content, answers);
    return null;
  } catch (error) {
    if (error instanceof UnusableArgument && error.question !== null) return error.question.option;
    throw error;
  }
}

const expected = [
  ['2026-03-24T22:50', 3.7],
  ['2026-03-24T23:00', 3.9],
  ['2026-03-24T23:10', 8.4],
];

describe('times that are not those of readings', () => {
  test('in the lines above a table of dates and times of day do not hide it', () => {
    const lines = [
      'Device:,RTR-12',
      'First Point:,03/24/2026 22:50',
      'Last Point:,03/24/2026 23:10',
      '',
      'Date,Time,Temperature (°C)',
      '03/24/2026,10:50:00 PM,3.7',
      '03/24/2026,11:00:00 PM,3.9',
      '03/24/2026,11:10:00 PM,8.4',
    ];
    expect(values(read(`${lines.join('\n')}\n`))).toEqual(expected);
  });

  test('in a summary above or below the rows are not asked about', () => {
    const rows = ['1,2026-03-24 22:50:00,3.7', '2,2026-03-24 23:00:00,3.9', '3,2026-03-24 23:10:00,8.4'];
    const summary = ['Highest,8.4°C,2026-03-24 23:10:00', 'Lowest,3.7°C,2026-03-24 22:50:00'];
    const heading = 'No.,Time,Temp.(°C)';
    expect(values(read(`${[...summary, '', heading, ...rows].join('\n')}\n`))).toEqual(expected);
    expect(values(read(`${[heading, ...rows, '', ...summary].join('\n')}\n`))).toEqual(expected);
  });
});

describe('totals and limits in the columns of the readings', () => {
  const heading = 'No;Date/Time;Temperature (°C)';
  const rows = expected.map(
    ([time, value], index) => `${index + 1};${String(time).replace('T', ' ')};${value}`,
  );

  test('are no readings above the heading', () => {
    const totals = ['Max;2026-03-24 23:10;8.4', 'Min;2026-03-24 22:50;3.7'];
    expect(values(read(`${[...totals, '', heading, ...rows].join('\n')}\n`))).toEqual(expected);
  });

  test('are no readings below them; what is no total forbids a release', () => {
    const below = ['Average;2026-03-24 23:10;5.3', 'High limit;2026-03-24 23:10;8.0'];
    const log = read(`${[heading, ...rows, ...below].join('\n')}\n`);
    expect(values(log)).toEqual(expected);
    expect(log.refused.map(({ line, isWithoutTime }) => [line, isWithoutTime])).toEqual([
      [5, undefined],
      [6, true],
    ]);
  });
});

test('a zone in a heading is found behind another name with a slash', () => {
  const log = read('Date/Time (Europe/Berlin);Temperature (°C)\n2026-03-24 23:50;3.7\n', {}, null);
  expect(values(log)).toEqual(expected.slice(0, 1));
});

describe('a clock of twelve hours', () => {
  test('without AM and PM is refused', () => {
    const rows = ['12:40:00;3.7', '12:50:00;3.9', '01:00:00;4.1'].map((row) => `2026-03-24 ${row}`);
    expect(() => read(`Date/Time;Temperature (°C)\n${rows.join('\n')}\n`)).toThrow(UnusableFile);
  });

  test('is not suspected where the rows of one device follow those of another', () => {
    const rows = ['A', 'B'].flatMap((device) =>
      ['08:00', '08:10', '08:20'].map((time) => `${device};2026-03-24 ${time};${device === 'A' ? 3.7 : 21}`),
    );
    const text = `Sensor;Date/Time;Temperature (°C)\n${rows.join('\n')}\n`;
    expect(asked(text)).toBe('device');
    expect(values(read(text, { device: 'A' }))).toHaveLength(3);
  });
});

test.each([
  [
    'an empty time under a heading of numbers',
    '序号,时间,温度(℃)',
    (n: number, time: string) => `${n},${time}`,
    '最高值,,8.4',
  ],
  [
    'the place of the time of day',
    'Date,Time,Temperature (°C)',
    (_: number, time: string) => time.replace(' ', ','),
    '2026-03-24,Average,5.3',
  ],
  ['a Polish word', 'Data i czas,Temperatura (°C)', (_: number, time: string) => time, 'Maksimum,8.4'],
])('a total is no row without a time: %s', (_, heading, cellsOf, total) => {
  const rows = expected.map(
    ([time, value], index) => `${cellsOf(index + 1, String(time).replace('T', ' '))},${value}`,
  );
  const log = read(`${[heading, ...rows, total].join('\n')}\n`);
  expect(values(log)).toEqual(expected);
  expect(log.refused).toMatchObject([{ line: 5 }]);
  expect(log.refused[0]).not.toHaveProperty('isWithoutTime');
});

describe('a heading as our own', () => {
  test.each([
    ['seconds since 1970', (at: number) => String(at / 1000)],
    ['milliseconds since 1970', String],
    [
      'dates as people write them',
      (at: number) => new Date(at).toISOString().replace(/^(\d+)-(\d+)-(\d+)T(.{5}).*/, '$3.$2.$1 $4'),
    ],
  ])('over %s is read as a table', (_, timeOf) => {
    const rows = expected.map(([time, value]) => `${timeOf(Date.parse(`${time}Z`))},${value}`);
    expect(values(read(`"Time","temperature"\n${rows.join('\n')}\n`, { unit: 'degC' }))).toEqual(expected);
  });
});

test('a heading with line breaks inside its quotation marks is read', () => {
  const rows = expected.map(([time, value]) => `"${time}","${value}","door\nopen"`);
  expect(values(read(`"Time\n(UTC)","Temperature\n(°C)","Note"\n${rows.join('\n')}\n`))).toEqual(expected);
});

test('Shift-JIS that begins like CBOR is read as text', () => {
  // 日時,温度(℃)
  const heading = Buffer.from('93fa8e9e2c89b793782881 8e29'.replaceAll(' ', ''), 'hex');
  const rows = expected.map(
    ([time, value]) => `\r\n${String(time).replaceAll('-', '/').replace('T', ' ')},${value}`,
  );
  expect(values(read(Buffer.concat([heading, Buffer.from(`${rows.join('')}\r\n`)])))).toEqual(expected);
});

test.each([0, 1])('GBK is known wherever the part ends that is inspected: shifted by %d bytes', (shift) => {
  // 时间,温度(℃),门
  const heading = Buffer.from('cab1bce42ccec2b6c828a1e6292cc3c5', 'hex');
  const note = Buffer.from('c3c5'.repeat(60_000), 'hex');
  const row = Buffer.from(`\n2026-03-24 22:50,3.7,${'x'.repeat(shift)}`);
  expect(values(read(Buffer.concat([heading, row, note])))).toEqual(expected.slice(0, 1));
});

describe('a column "id"', () => {
  const row = (id: string, minute: number) => `${id},2026-03-24 22:${minute},3.7`;
  const minutes = Array.from({ length: 40 }, (_, index) => 10 + index);

  test('that differs in every row names no devices', () => {
    const rows = minutes.map((minute) => row(`0F7K${(minute * 7919).toString(36)}`, minute));
    expect(asked(`id,Time,Temperature (°C)\n${rows.join('\n')}\n`)).toBe(null);
  });

  test('with a few texts names devices', () => {
    const rows = minutes.map((minute) => row(minute % 2 === 0 ? 'front' : 'back', minute));
    expect(asked(`id,Time,Temperature (°C)\n${rows.join('\n')}\n`)).toBe('device');
  });
});

test('entities of a home automation are told apart as devices', () => {
  const rows = ['sensor.humidity,51,2026-03-24T22:50:00Z', 'sensor.temperature,3.7,2026-03-24T22:50:00Z'];
  const text = `entity_id,state,last_changed\n${rows.join('\n')}\n`;
  const answers = { columns: { temperature: 'state' }, unit: 'degC' } as const;
  expect(asked(text, answers)).toBe('device');
  expect(values(read(text, { ...answers, device: 'sensor.temperature' }))).toEqual(expected.slice(0, 1));
});

describe('a column of values of several quantities', () => {
  const heading = 'Timestamp,Quantity,Value,Unit';
  const rows = ['2026-03-24T22:50:00Z,Temperature,3.7,°C', '2026-03-24T22:50:00Z,Humidity,51,%RH'];

  test('is asked about, and the rows of one of them are read', () => {
    const text = `${[heading, ...rows].join('\n')}\n`;
    expect(asked(text)).toBe('device');
    expect(values(read(text, { device: 'Temperature' }))).toEqual(expected.slice(0, 1));
  });

  test('is asked about without a column of units', () => {
    const text = `${[heading, ...rows].map((row) => row.replace(/,[^,]*$/, '')).join('\n')}\n`;
    const answers = { columns: { temperature: 'Value' }, unit: 'degC' } as const;
    expect(asked(text, answers)).toBe('device');
    expect(values(read(text, { ...answers, device: 'Temperature' }))).toEqual(expected.slice(0, 1));
  });

  test('is refused where a unit is none that is known', () => {
    const text = 'Timestamp,Value,Unit\n2026-03-24T22:50:00Z,3.7,°C\n2026-03-24T22:50:00Z,4,lux\n';
    expect(() => read(text)).toThrow(UnusableFile);
  });

  test('names no device', () => {
    const text = `${[heading, ...rows].join('\n')}\n`;
    expect(read(text, { device: 'Temperature' }).device).toBeUndefined();
  });
});

test('a question which device is meant can be answered, whatever the heading of the names', () => {
  const rows = Array.from({ length: 5 }, (_, index) => [
    `2026-03-24 22:5${index}:00,Shelf,3.${index}`,
    `2026-03-24 22:5${index}:30,Door,19.${index}`,
  ]).flat();
  const text = `Date/Time,Place,Temperature (°C)\n${rows.join('\n')}\n`;
  expect(asked(text)).toBe('device');
  expect(values(read(text, { device: 'Shelf' })).map(([, value]) => value)).toEqual([3, 3.1, 3.2, 3.3, 3.4]);
});

test('rows are chosen by a text of any column, also beside a column that names devices', () => {
  const rows = ['22:50', '23:00'].flatMap((time) => [
    `2026-03-24 ${time},L-1,Shelf,3.7`,
    `2026-03-24 ${time},L-1,Door,19.2`,
  ]);
  const text = `Date/Time,Sensor,Place,Temperature (°C)\n${rows.join('\n')}\n`;
  expect(values(read(text, { device: 'Shelf' })).map(([, value]) => value)).toEqual([3.7, 3.7]);
});

describe('a title below the rows', () => {
  const begin = 'Time;Temperature (°C)\n2026-03-24T22:50:00Z;3.7\n2026-03-24T23:00:00Z;3.9\n';

  test('begins another table where the times begin again', () => {
    expect(() => read(`${begin}\nAlarms\n2026-03-24T22:55:00Z;8.0\n`)).toThrow(UnusableFile);
    expect(() => read(`${begin}\nSensor 2\n2026-03-24T22:50:00Z;21.0\n`)).toThrow(UnusableFile);
  });

  test('is a remark where they go on', () => {
    expect(values(read(`${begin}# battery changed\n2026-03-24T23:10:00Z;8.4\n`))).toEqual(expected);
  });
});

describe('a letter behind the name of a temperature', () => {
  const text = (heading: string): string => `Time (UTC);${heading}\n2026-03-24 22:50:00;38.66\n`;

  test.each(['temp_out_f', 'TempF', 'Temperature, F', 'Temp F', 'Air temperature (F)'])(
    'in %s is its unit',
    (heading) => {
      expect(values(read(text(heading)))).toEqual([['2026-03-24T22:50', expect.closeTo(3.7, 9)]]);
    },
  );

  test.each(['Temperature fridge F', 'Temp room K', 'Temp. sensor C'])(
    'in %s is a name, and the unit is asked for',
    (heading) => {
      expect(asked(text(heading))).toBe('unit');
    },
  );
});

test('a tracker that names its temperature in another way than our own CSV is read with its positions', () => {
  const log = read('Time,Latitude,Longitude,Probe temperature (°C)\n2026-03-24T22:50:00Z,51.5,0.5,3.7\n');
  expect(values(log)).toEqual(expected.slice(0, 1));
  expect(log.readings).toContainEqual(expect.objectContaining({ channel: 'location', latitude: 51.5 }));
});

test('a time of day under "Time" beside a date is no time of our own CSV', () => {
  expect(values(read('Date,Time,Temperature\n2026-03-24,22:50:00,3.7\n', { unit: 'degC' }))).toEqual(
    expected.slice(0, 1),
  );
});
