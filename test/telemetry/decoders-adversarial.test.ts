import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UnusableArgument, UnusableFile } from '../../src/logger-files/logger-file.ts';
import type { FileAnswers } from '../../src/logger-files/logger-file.ts';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { layoutOf } from '../../src/telemetry/decoders/layouts.ts';
import { parsePayload } from '../../src/telemetry/parse-payload.ts';
import { hostilePayloads } from '../support/hostile-payloads.ts';

const receivedAt = Date.parse('2026-03-02T12:00:00Z');
const at = Date.parse('2026-03-02T06:00:00Z');
const bytes = (json: unknown) => Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
const message = (json: unknown) => parsePayload(bytes(json), receivedAt);
const file = (json: unknown, answers: FileAnswers = {}, zone: string | null = null) =>
  readLogFile(bytes(json), null, zone, answers);

const uplink = (decoded_payload: object, device = 'A1', received_at: unknown = '2026-03-02T06:00:00Z') => ({
  end_device_ids: { device_id: `box-${device}`, dev_eui: device },
  received_at,
  uplink_message: { f_port: 2, decoded_payload },
});
const values = (readings: readonly { channel: string }[]) =>
  readings.flatMap((each) =>
    each.channel === 'temperature' ? ['value' in each ? each.value : (each as { text?: string }).text] : [],
  );

describe('which temperature is meant', () => {
  const both = [uplink({ TempC_SHT: 21.5, TempC_DS: 4.25, Hum_SHT: 40 })];

  test('must be said in a file with two that are readable', () => {
    expect(() => file(both)).toThrow(UnusableArgument);
    expect(() => file(both)).toThrow(
      'it holds several temperatures, decoded_payload.TempC_SHT, decoded_payload.TempC_DS; say which is meant, as --column temperature=decoded_payload.TempC_SHT',
    );
    expect(values(file(both, { columns: { temperature: 'TempC_DS' } }).readings)).toEqual([4.25]);
    expect(values(file(both, { columns: { temperature: 'decoded_payload.TempC_SHT' } }).readings)).toEqual([
      21.5,
    ]);
  });

  test('cannot be one that the file does not have', () => {
    expect(() => file(both, { columns: { temperature: 'TempC9' } })).toThrow(
      'no temperature is --column temperature=TempC9; there are decoded_payload.TempC_SHT, decoded_payload.TempC_DS',
    );
  });

  test('is the only field that is chosen', () => {
    expect(() => file(both, { columns: { humidity: 'Hum_SHT' } })).toThrow(UnusableArgument);
  });

  test('is asked for with the names among which to choose', () => {
    const asked = (json: unknown) => {
      try {
        file(json);
      } catch (error) {
        return (error as UnusableArgument).question;
      }
      return null;
    };
    expect(asked(both)).toEqual({
      option: 'column',
      candidates: ['decoded_payload.TempC_SHT', 'decoded_payload.TempC_DS'],
    });
    expect(
      asked({ data: [{ unixtime: at / 1000, ch1: '4', ch1_unit: 'C', ch2: '21', ch2_unit: 'C' }] }),
    ).toEqual({
      option: 'column',
      candidates: ['data.ch1', 'data.ch2'],
    });
  });

  test('is not known in a message with two: they are refused, and the other values read', () => {
    const { readings, refused } = message(both);
    expect(readings).toEqual([{ channel: 'humidity', at, value: 40 }]);
    expect(refused).toEqual([
      {
        line: 1,
        reason:
          'several temperatures, "decoded_payload.TempC_SHT", "decoded_payload.TempC_DS"; which is meant is not known',
      },
    ]);
  });

  test('is one for the whole file: a probe that comes loose is unreadable, never the built-in sensor', () => {
    const loose = [
      uplink({ TempC_SHT: 21.5, TempC_DS: 4.25 }),
      uplink({ TempC_SHT: 21.5, TempC_DS: 327.67 }, 'A1', '2026-03-02T06:10:00Z'),
    ];
    expect(() => file(loose)).toThrow(UnusableArgument);
    expect(values(file(loose, { columns: { temperature: 'TempC_DS' } }).readings)).toEqual([4.25, '327.67']);
  });

  test('is the probe of a Tive tracker where it has one', () => {
    const entry = (minute: number, probe: number | null) => ({
      EntryTimeEpoch: at + minute * 60_000,
      DeviceId: '1',
      Temperature: { Celsius: 20 },
      ProbeTemperature: { Celsius: probe },
    });
    expect(values(file([entry(0, 5), entry(10, null)]).readings)).toEqual([5, 'null']);
    expect(values(file([entry(0, null), entry(10, null)]).readings)).toEqual([20, 20]);
  });

  test('is the probe of a Tive tracker in degrees Fahrenheit too', () => {
    const entry = {
      EntryTimeEpoch: at,
      DeviceId: '1',
      Temperature: { Fahrenheit: 68 },
      ProbeTemperature: { Fahrenheit: 41 },
    };
    expect(values(file(entry).readings)).toEqual([5]);
    expect(values(message(entry).readings)).toEqual([5]);
  });

  test('is unreadable where no sensor has a number', () => {
    expect(values(message(uplink({ TempC_DS: 327.67 })).readings)).toEqual(['327.67']);
    expect(values(message(uplink({ TempC_SHT: null, TempC_DS: 327.67 })).readings)).toEqual(['null']);
  });
});

test.each([
  [
    uplink({ TempC_SHT: 4, TempC_DS: 327.67, Hum_SHT: 40 }),
    {},
    'The Things Stack v3 uplink; times of receipt (received_at); temperature from decoded_payload.TempC_SHT, °C; humidity from decoded_payload.Hum_SHT, %RH; not read: decoded_payload.TempC_DS',
  ],
  [
    { ts: at, values: { temperature: 4 } },
    {},
    'ThingsBoard telemetry; times of the device (ts); temperature from values.temperature, °C (not stated)',
  ],
  [
    { ASER: 'A7', records: [{ ABST: '20260302T060000Z', TVC: 4, TAMB: 30 }] },
    { device: 'A7' },
    'WHO PQS E006/DS01 equipment monitoring data; times of the device (records.ABST); temperature from records.TVC, °C; not read: TAMB (surroundings), BEMD (days of battery), LAT and LNG (place of installation); records of "A7" (--device)',
  ],
])('a file says how it was read', (json, answers, format) => {
  expect(file(json, answers).format).toBe(format);
});

describe('the unit of a temperature', () => {
  test('is that of its key, of the value, or of the key beside it', () => {
    expect(values(message(uplink({ temp_f: 41 })).readings)).toEqual([5]);
    expect(values(message(uplink({ temp_k: 278.15 })).readings)).toEqual([5]);
    expect(values(message(uplink({ temperature: { value: 278.15, unit: 'K' } })).readings)).toEqual([5]);
    expect(values(message(uplink({ temperature: 41, temperature_unit: '°F' })).readings)).toEqual([5]);
  });

  test('that is not known makes no number', () => {
    expect(values(message(uplink({ temperature: { value: 4, unit: 'Re' } })).readings)).toEqual(['4 Re']);
    const event = {
      eventTime: '2026-03-02T06:00:00Z',
      sensorElementList: [{ sensorReport: [{ type: 'Temperature', value: 4, uom: 'XYZ' }] }],
    };
    expect(values(message(event).readings)).toEqual(['4 XYZ']);
  });

  test('that is not known makes no number of a text either', () => {
    const report = (sensorReport: object) => ({
      eventTime: '2026-03-02T06:00:00Z',
      sensorElementList: [{ sensorReport: [{ type: 'Temperature', ...sensorReport }] }],
    });
    expect(values(message(report({ value: '4' })).readings)).toEqual(['4 (no unit)']);
    expect(values(message(report({ value: '41', uom: 'FAH' })).readings)).toEqual([5]);
    expect(
      values(message(report({ stringValue: '4', uom: 'CEL', exception: 'ERROR_CONDITION' })).readings),
    ).toEqual(['ERROR_CONDITION']);
    expect(values(message(uplink({ temperature: { value: '4', unit: 'Re' } })).readings)).toEqual(['4 Re']);
    const tasmota = { Time: '2026-03-02T06:00:00Z', DS18B20: { Temperature: '4' }, TempUnit: 'X' };
    expect(values(message(tasmota).readings)).toEqual(['4 X']);
  });

  test('beside a value of T&D counts more than that of its channel', () => {
    const json = {
      channel: [{ num: 1, unit: 'C' }],
      data: [
        { unixtime: at / 1000, ch1: '41', ch1_unit: 'F' },
        { unixtime: at / 1000 + 600, ch1: '6' },
      ],
    };
    expect(values(message(json).readings)).toEqual([5, 6]);
  });

  test('of a value counts more than that of its key', () => {
    expect(values(message(uplink({ temp_f: { value: 5, unit: 'C' } })).readings)).toEqual([5]);
  });

  test('can be stated by the user only where the file does not state it', () => {
    expect(values(file(uplink({ temperature: 41 }), { unit: 'degF' }).readings)).toEqual([5]);
    expect(() => file(uplink({ TempC_SHT: 41 }), { unit: 'degF' })).toThrow(UnusableArgument);
    expect(values(file(uplink({ TempC_SHT: 4 }), { unit: 'degC' }).readings)).toEqual([4]);
  });

  test('converts the end of a scale, and keeps the text of what is out of bounds', () => {
    const { readings } = message(uplink({ temp_f: '>212' }));
    expect(readings).toMatchObject([{ channel: 'temperature', text: '>212', offScale: 'above', bound: 100 }]);
    expect(values(message(uplink({ temp_f: 9999 })).readings)).toEqual(['9999']);
  });
});

describe('times', () => {
  const tandd = (unixtime: unknown) => ({ data: [{ unixtime, ch1: '4', ch1_unit: 'C' }] });
  const thingsboard = (ts: unknown) => ({ ts, values: { temperature: 4 } });

  test.each([
    ['milliseconds in place of seconds', tandd(at)],
    ['seconds in place of milliseconds', thingsboard(at / 1000)],
    ['a date in place of seconds', tandd('2026-03-02')],
    ['a list', thingsboard([at])],
    ['a time before 2000', uplink({ temperature: 4 }, 'A1', '1999-12-31T23:59:59Z')],
    ['a time that is no date', uplink({ temperature: 4 }, 'A1', 'yesterday')],
    ['no time', uplink({ temperature: 4 }, 'A1', null)],
    ["a device's clock that was never set", uplink({ temperature: 4, Systimestamp: 12 })],
  ])('%s: the record is refused, and nothing is read', (_, json) => {
    for (const { readings, refused } of [message(json), file(json)]) {
      expect(readings).toEqual([]);
      expect(refused).toHaveLength(1);
      expect(refused[0]!.isWithoutTime).toBe(true);
    }
  });

  test('of receipt in an AWS IoT shadow are seconds, also of its humidity or its position alone', () => {
    const shadow = (key: string, v: object) => ({
      state: { reported: { [key]: { v } } },
      metadata: {
        reported: {
          [key]: { v: Object.fromEntries(Object.keys(v).map((name) => [name, { timestamp: at / 1000 }])) },
        },
      },
    });
    for (const json of [shadow('env', { hum: 40 }), shadow('gnss', { lat: 51.5, lng: 0.5 })])
      expect(message(json)).toMatchObject({ readings: [{ at }], refused: [] });
  });

  test('without an offset need a zone in a file, and are refused in a message', () => {
    const sensor = { Time: '2026-03-02T07:00:00', DS18B20: { Temperature: 4 }, TempUnit: 'C' };
    expect(() => file(sensor)).toThrow(UnusableArgument);
    expect(file(sensor, {}, 'Europe/Berlin').readings).toEqual([{ channel: 'temperature', at, value: 4 }]);
    expect(message(sensor).readings).toEqual([]);
    expect(message(sensor).refused).toHaveLength(1);
  });

  test('more than ten minutes ahead of receipt are refused with how far', () => {
    const ahead = thingsboard(receivedAt + 11 * 60_000);
    expect(message(ahead)).toMatchObject({ readings: [], refusedAheadMs: 11 * 60_000 });
  });

  test('of WHO monitoring data without a clock are not placed where its records disagree', () => {
    const record = (ABST: string | null, RELT: string, TVC: number) => ({ ABST, RELT, RTCW: null, TVC });
    const json = {
      ASER: '1',
      records: [
        record('20260302T060000Z', 'PT1H', 4),
        record('20260302T061000Z', 'PT2H', 5),
        record(null, 'PT3H', 6),
      ],
    };
    const { readings, refused } = message(json);
    expect(values(readings)).toEqual([4, 5]);
    expect(refused.map(({ line }) => line)).toEqual([3]);
  });
});

describe('devices', () => {
  const two = [uplink({ temperature: 4 }, 'A1'), uplink({ temperature: 14 }, 'B2')];

  test('of a file must be one, or be named by any of their names', () => {
    expect(() => file(two)).toThrow(
      'it holds readings of several devices, A1, B2 (in "end_device_ids.dev_eui"); say which is meant, as --device A1',
    );
    expect(values(file(two, { device: 'B2' }).readings)).toEqual([14]);
    expect(values(file(two, { device: 'box-A1' }).readings)).toEqual([4]);
    expect(() => file(two, { device: 'C3' })).toThrow(UnusableArgument);
    expect(() => file({ ts: at, values: { temperature: 4 } }, { device: 'C3' })).toThrow(UnusableArgument);
  });

  test('are told apart even if each has a single record', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      dev_eui: `EUI${index}`,
      reported_at: at,
      decoded: { payload: { temperature: index } },
    }));
    expect(() => file(many)).toThrow(UnusableArgument);
    expect(values(file(many, { device: 'EUI7' }).readings)).toEqual([7]);
  });

  test('of one event or one gateway are told apart', () => {
    const element = (deviceID: string, value: number) => ({
      sensorMetadata: { deviceID },
      sensorReport: [{ type: 'Temperature', value, uom: 'CEL' }],
    });
    const event = {
      eventTime: '2026-03-02T06:00:00Z',
      sensorElementList: [element('urn:a', 4), element('urn:b', 14)],
    };
    const gateway = {
      a: [{ ts: at, values: { temperature: 4 } }],
      b: [{ ts: at, values: { temperature: 14 } }],
    };
    expect(() => file(event)).toThrow(UnusableArgument);
    expect(() => file(gateway)).toThrow(UnusableArgument);
    expect(values(file(gateway, { device: 'b' }).readings)).toEqual([14]);
  });

  test('that are several in one message are refused, because the device is that of the topic', () => {
    expect(message(two)).toEqual({
      readings: [],
      refused: [{ line: 1, reason: 'several devices in one message: "A1", "B2"' }],
    });
  });

  test('that were not asked for do not prevent a release', () => {
    const log = file([...two, uplink({ FIRMWARE_VERSION: '1.0' }, 'A1')], { device: 'B2' });
    expect(log.refused).toEqual([]);
  });
});

describe('records that are not as they should be', () => {
  test.each([
    ['{"ts":1772431200000,"values":{"temperature":4,"temperature":9}}'],
    ['[{"ts":1772431200000,"ts":1772431800000,"values":{"temperature":4}}]'],
    ['{"ts":1772431200000,"values":{"temperature":4,"temperatur\\u0065":9}}'],
  ])('with a key twice are refused: %s', (text) => {
    for (const { readings, refused } of [message(text), file(text)]) {
      expect(readings).toEqual([]);
      expect(refused).toHaveLength(1);
    }
  });

  test('with a key twice do not affect the others', () => {
    const lines =
      '{"ts":1772431200000,"values":{"temperature":4,"temperature":9}}\n{"ts":1772431200000,"values":{"temperature":5}}';
    for (const { readings, refused } of [message(lines), file(lines)]) {
      expect(values(readings)).toEqual([5]);
      expect(refused.map(({ line }) => line)).toEqual([1]);
    }
  });

  test('and are of two kinds make the file unusable', () => {
    const mixed = [uplink({ temperature: 4 }), { ts: at, values: { temperature: 4 } }];
    expect(() => file(mixed)).toThrow(UnusableFile);
  });

  test('and are no records of the kind are refused with their line', () => {
    const log = file([uplink({ temperature: 4 }), null, 7, { time: at, temperature: 5 }]);
    expect(values(log.readings)).toEqual([4]);
    expect(log.refused.map(({ line, isWithoutTime }) => [line, isWithoutTime])).toEqual([
      [2, true],
      [3, true],
      [4, true],
    ]);
  });

  test.each([null, 'ERR', '', true, [4], { a: 4 }, {}, [], 'NaN', '1e999', 1e300])(
    'with %j in a value give an unreadable value',
    (temperature) => {
      for (const json of [
        uplink({ TempC_SHT: temperature }),
        { ASER: '1', records: [{ ABST: '20260302T060000Z', TVC: temperature }] },
        { data: [{ unixtime: at / 1000, ch1: temperature, ch1_unit: 'F' }] },
      ]) {
        const { readings, refused } = message(json);
        expect(readings).toMatchObject([{ channel: 'temperature', at, text: expect.any(String) as string }]);
        expect(refused).toEqual([]);
      }
    },
  );

  test('bare NaN is an unreadable value', () => {
    const text = '{"ts":1772431200000,"values":{"temperature":NaN}}';
    expect(values(message(text).readings)).toEqual(['NaN']);
    expect(values(file(text).readings)).toEqual(['NaN']);
  });

  test('a minimum, maximum or mean of EPCIS, and a value over a period, is no reading', () => {
    const event = (report: object, metadata: object = {}) => ({
      eventTime: '2026-03-02T06:00:00Z',
      sensorElementList: [
        { sensorMetadata: metadata, sensorReport: [{ type: 'Temperature', uom: 'CEL', ...report }] },
      ],
    });
    expect(message(event({ minValue: 2, maxValue: 9 })).readings).toEqual([]);
    expect(message(event({ value: 9 }, { startTime: '2026-03-01T00:00:00Z' })).readings).toEqual([]);
  });
});

const folder = join(import.meta.dirname, '../fixtures/decoders');
const samples = readdirSync(folder)
  .filter((name) => name.endsWith('.sample.json'))
  .map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as object] as const);

/** Every value of a JSON document replaced once. */
function* replaced(value: unknown, by: unknown): Generator {
  yield by;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    for (const other of replaced(inner, by))
      yield Array.isArray(value)
        ? (value as unknown[]).map((each, index) => (index === Number(key) ? other : each))
        : { ...value, [key]: other };
}

const odd: readonly unknown[] = [
  null,
  true,
  '',
  'x',
  0,
  -1,
  1e308,
  [],
  {},
  [[]],
  [null],
  { toString: 1, valueOf: 1 },
  [{ toString: 1, valueOf: 1 }],
  '__proto__',
];

describe('any change of one value', () => {
  test.each(samples)(
    'of %s leads to readings and refusals, never to an exception or to silence',
    (_, json) => {
      for (const by of odd)
        for (const changed of replaced(json, by)) {
          const { readings, refused } = parsePayload(bytes(changed), receivedAt);
          expect(readings.length + refused.length).toBeGreaterThan(0);
          for (const each of readings) expect(Number.isFinite(each.at)).toBe(true);
          try {
            file(changed);
          } catch (error) {
            if (!(error instanceof UnusableArgument || error instanceof UnusableFile)) throw error;
          }
        }
    },
  );
});

describe('a plain payload', () => {
  test('is never claimed by a layout, whatever else it has', () => {
    for (const [, json] of samples)
      for (const record of Array.isArray(json) ? (json as object[]) : [json])
        for (const channel of ['temperature', 'latitude', 'humidity', 'battery', 'pressure'])
          expect(layoutOf({ ...record, time: '2026-03-02T06:00:00Z', [channel]: 4 })).toBeNull();
  });

  test('takes no answers to what it states', () => {
    const plain = { time: '2026-03-02T06:00:00Z', temperature: 5 };
    expect(() => file(plain, { columns: { temperature: 'humidity' } })).toThrow(UnusableArgument);
    expect(() => file(plain, { unit: 'degF' })).toThrow(UnusableArgument);
    expect(values(file(plain, { unit: 'degC' }).readings)).toEqual([5]);
  });

  test('beside a record of another layout is read as before', () => {
    const plain = { time: '2026-03-02T06:00:00Z', temperature: 5 };
    expect(new Set(values(message([plain, uplink({ temperature: 4 })]).readings))).toEqual(new Set([4, 5]));
  });
});

describe('large messages', () => {
  test.each(hostilePayloads)('%s, in a record, lead to readings or refusals in time', (_, payload) => {
    const inner = payload.toString().slice(0, 100_000);
    const started = performance.now();
    message(`{"ts":1772431200000,"values":${inner}}`);
    message(`{"ts":1772431200000,"values":{"temperature":${inner}}}`);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('a great many parts are read', () => {
    const count = 50_000;
    const data = Array.from({ length: count }, (_, index) => ({
      unixtime: String(at / 1000 - index),
      ch1: '4',
      ch1_unit: 'C',
    }));
    expect(message({ data }).readings).toHaveLength(count);
    expect(file({ data }).readings).toHaveLength(count);
  });
});
