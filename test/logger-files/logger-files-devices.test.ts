import { encode } from 'cborg';
import { describe, expect, test } from 'vitest';
import { UnusableArgument } from '../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';

const read = (text: string, device?: string) => readLogFile(Buffer.from(text), null, null, { device });
const lines = (...rows: string[]): string => `${rows.join('\n')}\n`;
const numbers = (...args: Parameters<typeof read>): number[] =>
  read(...args).readings.flatMap((each) => ('value' in each ? [each.value] : []));

const two = lines(
  'time,Device ID,temperature',
  '2026-11-21T08:00:00Z,box A,4',
  '2026-11-21T08:00:00Z,box B,14',
  '2026-11-21T08:10:00Z,box A,5',
  '2026-11-21T08:10:00Z,box B,15',
  'Max,,15',
);

describe('a CSV of several devices', () => {
  test('is refused until one is named', () => {
    expect(() => read(two)).toThrow(UnusableArgument);
    expect(() => read(two)).toThrow(
      'it holds readings of several devices, box A, box B (in "Device ID"); say which is meant, as --device "box A"',
    );
  });

  test('is read for the named device', () => {
    const log = read(two, 'box B');
    expect(log.readings).toMatchObject([{ value: 14 }, { value: 15 }]);
    expect(log.refused).toEqual([{ line: 6, reason: 'no data: "Max" stands for a total' }]);
    expect(log.format).toContain('rows of "box B" (--device)');
  });

  test('lists its devices if the named one is not among them', () => {
    expect(() => read(two, 'box C')).toThrow(UnusableArgument);
    expect(() => read(two, 'box C')).toThrow(
      'no row is of --device "box C"; named are box A, box B (in "Device ID")',
    );
  });

  test('with two sensors of one device is refused until a sensor is named', () => {
    const sensors = lines(
      'time,device,sensor,temperature',
      '2026-11-21T08:00:00Z,A,inside,4',
      '2026-11-21T08:00:00Z,A,outside,24',
    );
    expect(() => read(sensors, 'A')).toThrow('inside, outside (in "sensor")');
    expect(numbers(sensors, 'inside')).toEqual([4]);
  });

  test('leaves out refused rows of other devices, but not those without a device', () => {
    const rows = lines(
      'time,device,temperature',
      '2026-11-21T08:00:00Z,A,4',
      'later,B,14',
      'later,A,5',
      'later,,6',
    );
    expect(read(rows, 'A').refused).toEqual(
      [4, 5].map((line) => ({ line, reason: expect.any(String), isWithoutTime: true })),
    );
  });

  test('raises the question of devices before that of the repeated hour', () => {
    const rows = lines('time,device,temperature', '2026-10-25 02:30,A,4', '2026-10-25 02:30,B,14');
    expect(() => readLogFile(Buffer.from(rows), null, 'Europe/Berlin')).toThrow('several devices');
  });

  test.each([
    'device',
    'deviceId',
    'DEVICE_ID',
    'Serial Number',
    'serial',
    'S/N',
    'Sensor',
    'sensor_name',
    'Logger',
    'Probe ID',
    'thing',
    'thingName',
    'IMEI',
    'dev_eui',
    'Gerät',
    'Seriennummer',
    'Numéro de série',
    'Capteur',
    'Czujnik',
    'id',
    'name',
    'Channel',
    'box',
    'Box ID',
    'asset',
    'Station',
    'tracker',
    'EUI',
    'mac',
    'node',
    'tag',
    'topic',
    'client_id',
    'hwid',
    'hardware_id',
    'mote',
    'ch',
    'dev',
    'Kanal',
    'Geräte-ID',
    'Instrument',
    'Equipment',
    'fridge',
    'freezer',
  ])('is recognized by a heading such as %s', (heading) => {
    const rows = lines(
      `time,${heading},temperature`,
      '2026-11-21T08:00:00Z,7,4',
      '2026-11-21T08:00:00Z,8,14',
      '2026-11-21T08:10:00Z,7,5',
    );
    expect(() => read(rows)).toThrow('7, 8');
  });
});

/** Rows ten minutes apart, each with a text under the heading. */
const rowsOf = (heading: string, names: readonly string[]): string =>
  lines(
    `time,${heading},temperature`,
    ...names.map(
      (name, place) =>
        `${new Date(Date.UTC(2026, 10, 21) + place * 600_000).toISOString()},${name},${place % 2 === 0 ? 4 : 5}`,
    ),
  );
const thirty = Array.from({ length: 30 }, (_, place) => place);

describe('a column that may hold remarks', () => {
  test.each(['name', 'tag', 'channel', 'station', 'box'])(
    '%s does not name devices if nearly every row differs',
    (heading) => {
      const remarks = thirty.map((place) => `seen by ${place}`);
      expect(numbers(rowsOf(heading, remarks))).toHaveLength(30);
      expect(numbers(rowsOf(heading, thirty.map(String)))).toHaveLength(30);
    },
  );

  test.each(['name', 'tag', 'channel', 'station', 'box'])(
    '%s names devices if rows share texts',
    (heading) => {
      expect(() =>
        read(
          rowsOf(
            heading,
            thirty.map((place) => `box ${place % 15}`),
          ),
        ),
      ).toThrow('several devices');
      expect(() => read(rowsOf(heading, ['1', '2']))).toThrow('1, 2');
    },
  );

  test('a channel may name what was measured', () => {
    expect(numbers(rowsOf('channel', ['temperature', 'humidity']))).toEqual([4, 5]);
  });

  test('a serial number is never a remark', () => {
    expect(() =>
      read(
        rowsOf(
          'serial',
          thirty.map((place) => `S${place}`),
        ),
      ),
    ).toThrow('several devices');
  });
});

describe('a CSV of one device', () => {
  test.each([
    [
      'has the device in every row',
      lines('time,device,temperature', '2026-11-21T08:00:00Z,A,4', '2026-11-21T08:10:00Z,A,5'),
    ],
    [
      'has the device in some rows',
      lines('time,device,temperature', '2026-11-21T08:00:00Z,A,4', '2026-11-21T08:10:00Z,,5'),
    ],
    [
      'has numbered rows',
      lines('id,time,temperature', '1,2026-11-21T08:00:00Z,4', '2,2026-11-21T08:10:00Z,5'),
    ],
    [
      'has rows numbered downwards',
      lines('id,time,temperature', '2,2026-11-21T08:00:00Z,4', '1,2026-11-21T08:10:00Z,5'),
    ],
    [
      'has a column with values of another probe',
      lines('time,temperature,probe', '2026-11-21T08:00:00Z,4,3.5', '2026-11-21T08:10:00Z,5,3.6'),
    ],
    [
      'has a status column',
      lines('time,temperature,sensor status', '2026-11-21T08:00:00Z,4,ok', '2026-11-21T08:10:00Z,5,low'),
    ],
    [
      'has an empty row of another device',
      lines('time,device,temperature', '2026-11-21T08:00:00Z,A,4', '2026-11-21T08:10:00Z,A,5', 'x,B,'),
    ],
  ])('that %s is read', (_, text) => {
    expect(numbers(text)).toEqual([4, 5]);
  });

  test('is read under its own name, and without a name if it has none', () => {
    expect(numbers(lines('time,device,temperature', '2026-11-21T08:00:00Z,A,4'), 'A')).toEqual([4]);
    expect(() => read(lines('time,temperature', '2026-11-21T08:00:00Z,4'), 'A')).toThrow(
      'it names no device; leave --device A out',
    );
  });

  test('from a Berlinger logger is identified by its serial number', () => {
    const text =
      'Device: Q-tag CLm\r\nConf:\r\n Serial: 4711\r\n Zone: 0.00\r\nData:\r\n\tyyyy-MM-dd hh:mm\tT\r\n\t2023-04-17 15:23\t4.5\r\n';
    expect(numbers(text, '4711')).toEqual([4.5]);
    expect(read(text).device).toEqual({ heading: 'Serial', name: '4711' });
    expect(() => read(text, '4712')).toThrow('named are 4711');
  });
});

describe('JSON of several devices', () => {
  const records = [
    { time: '2026-11-21T08:00:00Z', deviceId: 'A', temperature: 4 },
    { time: '2026-11-21T08:00:00Z', deviceId: 'B', temperature: 14 },
    { time: '2026-11-21T08:10:00Z', deviceId: 'B', temperature: 'ERR' },
    { time: 'later', deviceId: 'B', temperature: 15 },
  ];

  test.each([
    ['an array', JSON.stringify(records)],
    ['JSON Lines', records.map((record) => JSON.stringify(record)).join('\n')],
  ])('in %s is refused until one is named, and its records keep their positions', (_, text) => {
    expect(() => read(text)).toThrow('several devices, A, B (in "deviceId")');
    expect(() => read(text, 'C')).toThrow('named are A, B');
    const log = read(text, 'B');
    expect(log.readings).toMatchObject([{ value: 14 }, { text: 'ERR', line: 3 }]);
    expect(log.refused).toEqual([{ line: 4, reason: expect.any(String), isWithoutTime: true }]);
    expect(log.format).toContain('records of "B" (--device)');
  });

  test('with a repeated key is refused at that record, even for one device', () => {
    const text = `[{"time":"2026-11-21T08:00:00Z","deviceId":"A","temperature":4},
      {"time":"2026-11-21T08:00:00Z","deviceId":"B","temperature":14},
      {"time":"2026-11-21T08:10:00Z","deviceId":"B","temperature":25,"temperature":14}]`;
    const log = read(text, 'B');
    expect(log.readings).toMatchObject([{ value: 14 }]);
    expect(log.refused).toEqual([
      { line: 3, reason: expect.stringContaining('stands twice'), isWithoutTime: true },
    ]);
  });

  test('with bare words that are not JSON is still read', () => {
    const text = JSON.stringify(records).replace('"ERR"', 'NaN');
    expect(read(text, 'B').readings).toMatchObject([{ value: 14 }, { text: 'NaN', line: 3 }]);
  });

  test('of one device is read', () => {
    expect(numbers(JSON.stringify([records[0]]))).toEqual([4]);
    expect(read(JSON.stringify([records[0]])).device).toEqual({ heading: 'deviceId', name: 'A' });
    expect(numbers(JSON.stringify([records[0]]), 'A')).toEqual([4]);
    expect(() => read(JSON.stringify([{ time: '2026-11-21T08:00:00Z', temperature: 4 }]), 'A')).toThrow(
      'names no device',
    );
  });

  test.each(['name', 'n', 'id', 'imei', 'mac', 'station', 'asset'])('has a field such as %s', (field) => {
    const of = (name: string, temperature: number) => ({
      time: '2026-11-21T08:00:00Z',
      [field]: name,
      temperature,
    });
    const text = JSON.stringify([of('A', 4), of('B', 14)]);
    expect(() => read(text)).toThrow(`several devices, A, B (in "${field}")`);
    expect(numbers(text, 'B')).toEqual([14]);
  });

  test('ignores names in records without values, and fields that only count', () => {
    const reading = { time: '2026-11-21T08:00:00Z', temperature: 4 };
    expect(
      numbers(
        JSON.stringify([
          { ...reading, name: 'A' },
          { name: 'gateway', status: 'ok' },
        ]),
      ),
    ).toEqual([4]);
    expect(numbers(JSON.stringify([1, 2, 3].map((n) => ({ ...reading, n }))))).toEqual([4, 4, 4]);
  });

  test('can be read for devices beyond those that an error lists', () => {
    const text = JSON.stringify(
      thirty.map((place) => ({
        time: '2026-11-21T08:00:00Z',
        deviceId: `D${place + 10}`,
        temperature: place,
      })),
    );
    expect(numbers(text, 'D39')).toEqual([29]);
    expect(() => read(text, 'D40')).toThrow('no row is of --device D40');
  });

  describe('in a SenML pack', () => {
    const pack = [
      { bn: 'urn:dev:A:', bt: 1_700_000_000, bu: 'Cel', n: 't', v: 4 },
      { n: 't', t: 600, v: 5 },
      { bn: 'urn:dev:B:', bt: 1_700_000_100, n: 't', v: 14 },
      { n: 't', t: 600, v: 15 },
      { n: 't', t: 1200, vs: 'ERR' },
      { bn: 'urn:dev:C:', n: 'u', u: 'V', v: 3 },
    ];
    const keys: { readonly [label: string]: number } = {
      bn: -2,
      bt: -3,
      bu: -4,
      n: 0,
      u: 1,
      v: 2,
      vs: 3,
      t: 6,
    };
    const cbor = encode(
      pack.map((record) => new Map(Object.entries(record).map(([label, value]) => [keys[label], value]))),
    );
    const readBytes = (bytes: Uint8Array, device?: string) => readLogFile(bytes, null, null, { device });

    test.each([
      ['JSON', Buffer.from(JSON.stringify(pack))],
      ['CBOR', cbor],
    ])('in %s is refused until a base name is given', (_, bytes) => {
      expect(() => readBytes(bytes)).toThrow(UnusableArgument);
      expect(() => readBytes(bytes)).toThrow('several devices, urn:dev:A:, urn:dev:B: (in "bn")');
      expect(() => readBytes(bytes, 'urn:dev:D:')).toThrow('no row is of --device urn:dev:D:');
      const log = readBytes(bytes, 'urn:dev:B:');
      // Base fields that an earlier device set still apply.
      expect(log.readings).toMatchObject([
        { at: 1_700_000_100_000, value: 14 },
        { at: 1_700_000_700_000, value: 15 },
        { at: 1_700_001_300_000, text: 'ERR', line: 5 },
      ]);
      expect(log.refused).toEqual([]);
      expect(log.device).toEqual({ heading: 'bn', name: 'urn:dev:B:' });
    });
  });

  describe('in a SenML pack with two sensors of one quantity', () => {
    const at = 1_700_000_000;
    const ofTwoSensors = (base: object) => [
      { ...base, bt: at, n: 'lid', u: 'Cel', v: 4 },
      { n: 'door', u: 'K', t: 300, v: 255.15 },
      { n: 'lid', u: 'Cel', t: 600, v: 5 },
      { n: 'door', u: 'K', t: 900, v: 256.15 },
    ];

    test.each([
      ['without a base name', {}, ''],
      ['below one base name', { bn: 'urn:dev:A:' }, 'urn:dev:A:'],
    ])('%s is refused until one is named', (_, base, prefix) => {
      const text = JSON.stringify(ofTwoSensors(base));
      expect(() => read(text)).toThrow(`several devices, ${prefix}door, ${prefix}lid (in "n")`);
      expect(numbers(text, `${prefix}lid`)).toEqual([4, 5]);
      const log = read(text, `${prefix}door`);
      expect(log.readings).toMatchObject([
        { at: (at + 300) * 1000, value: expect.closeTo(-18, 9) },
        { at: (at + 900) * 1000, value: expect.closeTo(-17, 9) },
      ]);
      expect(log.device).toEqual({ heading: 'n', name: `${prefix}door` });
    });

    test('with different quantities is read as one device', () => {
      const pack = [
        { bt: at, n: 'air', u: 'Cel', v: 4 },
        { n: 'damp', u: '%RH', v: 40 },
      ];
      expect(read(JSON.stringify(pack)).readings).toMatchObject([{ value: 4 }, { value: 40 }]);
    });
  });

  test('a SenML pack with one base name is identified by it', () => {
    const pack = JSON.stringify([{ bn: 'a:', bt: 1_700_000_000, n: 't', u: 'Cel', v: 4 }]);
    expect(numbers(pack)).toEqual([4]);
    expect(read(pack)).toMatchObject({
      format: 'SenML, JSON; times in seconds since 1970; units in the records',
      device: { heading: 'bn', name: 'a:' },
    });
    expect(numbers(pack, 'a:')).toEqual([4]);
    expect(() => read(pack, 'b:')).toThrow('named are a:');
    expect(read(JSON.stringify([{ bt: 1_700_000_000, u: 'Cel', v: 4 }])).device).toBeUndefined();
  });
});

describe('an unknown column that seems to distinguish devices', () => {
  const time = (place: number) => new Date(Date.UTC(2026, 10, 21) + place * 300_000).toISOString();
  /** Alternating rows of two groups, each with its own temperature. */
  const turns = (name: (place: number) => string, celsius: (place: number) => number) =>
    thirty.map((place) => ({ name: name(place), celsius: celsius(place), time: time(place) }));
  const asCsv = (heading: string, rows: ReturnType<typeof turns>) =>
    lines(
      `time,temperature,${heading}`,
      ...rows.map((row) => `${row.time},${row.celsius.toFixed(1)},${row.name}`),
    );
  const asJson = (field: string, rows: ReturnType<typeof turns>) =>
    JSON.stringify(rows.map((row) => ({ time: row.time, temperature: row.celsius, [field]: row.name })));
  const alternating = turns(
    (place) => (place % 2 === 0 ? 'left' : 'right'),
    (place) => (place % 2 === 0 ? 5 : 9),
  );
  const numbered = turns(
    (place) => `1.${1 + (place % 2)}`,
    (place) => (place % 2 === 0 ? 5 : 9),
  );

  test.each([
    'source',
    'label',
    'pallet',
    'trailer',
    'vehicle',
    'compartment',
    'zone',
    'position',
    'whatever',
  ])('%s raises a question', (heading) => {
    for (const text of [asCsv(heading, alternating), asJson(heading, alternating)]) {
      expect(() => read(text)).toThrow(UnusableArgument);
      expect(() => read(text)).toThrow(
        `under "left", "right" (in "${heading}") seem to be of several devices; say which is meant, as --device "left"`,
      );
      expect(numbers(text, 'left')).toEqual(Array.from({ length: 15 }, () => 5));
    }
  });

  test('a sensor named by a decimal number is not a measured column', () => {
    expect(() => read(asCsv('sensor', numbered))).toThrow('"1.1", "1.2" (in "sensor")');
    expect(numbers(asCsv('sensor', numbered), '1.2')).toEqual(Array.from({ length: 15 }, () => 9));
  });

  test('one device after another raises a question where the time jumps back', () => {
    const blocks = thirty.map((place) => ({
      name: place < 15 ? 'north' : 'south',
      celsius: place < 15 ? 5 : 9,
      time: time(place % 15),
    }));
    expect(() => read(asCsv('whatever', blocks))).toThrow('"north", "south"');
  });

  test.each<[string, string, ReturnType<typeof turns>]>([
    [
      'states',
      'whatever',
      turns(
        (place) => (place % 2 === 0 ? 'OK' : 'ALARM'),
        (place) => (place % 2 === 0 ? 5 : 9),
      ),
    ],
    ['a status', 'status', alternating],
    [
      'time zones',
      'time zone',
      turns(
        (place) => (place % 2 === 0 ? 'CET' : 'UTC'),
        (place) => 5 + (place % 2) * 4,
      ),
    ],
    [
      'a state that changes while the temperature is continuous',
      'compressor',
      turns(
        (place) => (place % 6 < 3 ? 'A' : 'B'),
        (place) => 5 + Math.abs(3 - (place % 6)) * 0.7,
      ),
    ],
    [
      'a text that changes once',
      'vehicle',
      turns(
        (place) => (place < 15 ? 'truck' : 'ship'),
        (place) => (place < 15 ? 5 : 7),
      ),
    ],
    [
      'two sensors that agree',
      'whatever',
      turns(
        (place) => (place % 2 === 0 ? 'A' : 'B'),
        (place) => 5 + (place % 2) * 0.3,
      ),
    ],
    [
      'a measured column',
      'whatever',
      turns(
        (place) => `${20 + (place % 2)}.5`,
        () => 5,
      ),
    ],
  ])('%s do not raise a question', (_, heading, rows) => {
    expect(numbers(asCsv(heading, rows))).toHaveLength(30);
    expect(numbers(asJson(heading, rows))).toHaveLength(30);
  });

  test.each<[string, (name: string) => object]>([
    ['device.id', (id) => ({ device: { id } })],
    ['devEui', (devEui) => ({ deviceInfo: { devEui } })],
    ['device_id', (device_id) => ({ end_device_ids: { device_id } })],
  ])('JSON may name devices in nested objects: %s', (heading, inside) => {
    const text = JSON.stringify(
      ['A', 'B'].map((name, place) => ({ time: time(place), temperature: 4 + place * 10, ...inside(name) })),
    );
    expect(() => read(text)).toThrow(`several devices, A, B (in "${heading}")`);
    expect(numbers(text, 'B')).toEqual([14]);
  });
});
