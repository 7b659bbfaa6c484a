import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decode, encode } from 'cborg';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import { parsePayload } from '../../src/telemetry/parse-payload.ts';
import { resolveSenml } from '../../src/telemetry/decoders/resolve-senml.ts';
import { hasSharedData, sharedJson, sharedPath } from '../support/shared-data.ts';

const receivedAt = Date.UTC(2026, 10, 21, 8);
const bytes = (json: unknown): Uint8Array => Buffer.from(JSON.stringify(json));

type Resolved = { n: string; u?: string; t: number; v?: number };

describe.skipIf(!hasSharedData)('the examples of RFC 8428', () => {
  test.each([1, 2, 3, 4, 5, 6, 7])('example %d resolves as published', (number) => {
    const expected = sharedJson<Resolved[]>(`senml/ex${number}.resolved.json`);
    const resolved = resolveSenml(sharedJson(`senml/ex${number}.json`));
    if (typeof resolved === 'string') throw new Error(resolved);
    expected.forEach((wanted, index) => {
      const record = resolved[index]!;
      if ('reason' in record) throw new Error(record.reason);
      expect(record.name).toBe(wanted.n);
      expect(record.unit).toBe(wanted.u);
      expect(record.value).toBe(wanted.v);
      // Times that are relative in the source were resolved when it was published.
      if (record.seconds >= 2 ** 28) expect(record.seconds).toBeCloseTo(wanted.t, 3);
    });
  });

  test('the CBOR form contains the same pack as the JSON form', () => {
    const pack = decode(readFileSync(sharedPath('senml/ex3.cbor')), { useMaps: true }) as unknown[];
    expect(resolveSenml(pack)).toEqual(resolveSenml(sharedJson('senml/ex3.json')));
  });

  test('positions, humidity and the battery of example 5 are read', () => {
    const { readings, refused } = parsePayload(readFileSync(sharedPath('senml/ex5.json')), receivedAt);
    expect(refused).toEqual([]);
    expect(Map.groupBy(readings, ({ channel }) => channel).get('location')).toHaveLength(4);
    expect(readings).toContainEqual({
      channel: 'location',
      at: 1_320_067_464_000,
      latitude: 60.07965,
      longitude: 24.30621,
    });
    expect(readings).toContainEqual({ channel: 'battery', at: 1_320_067_614_000, value: 98 });
  });
});

describe('a pack of our own, with the fields of the examples of RFC 8428', () => {
  const json = [
    { bn: 'urn:dev:box-1/', bt: 1_320_067_464, bu: '%RH', v: 20 },
    { u: 'lon', v: 24.30621 },
    { u: 'lat', v: 60.07965 },
    { t: 60, v: 20.3 },
    { u: 'lon', t: 60, v: 24.30622 },
    { u: 'lat', t: 60, v: 60.07965 },
    { u: '%EL', t: 150, v: 98 },
  ];

  test('resolves names, times and units, in JSON as in CBOR', () => {
    const resolved = resolveSenml(json);
    expect(resolved).toMatchObject([
      { name: 'urn:dev:box-1/', unit: '%RH', seconds: 1_320_067_464, value: 20 },
      { unit: 'lon', seconds: 1_320_067_464, value: 24.30621 },
      { unit: 'lat', seconds: 1_320_067_464, value: 60.07965 },
      { unit: '%RH', seconds: 1_320_067_524, value: 20.3 },
      { unit: 'lon', seconds: 1_320_067_524, value: 24.30622 },
      { unit: 'lat', seconds: 1_320_067_524, value: 60.07965 },
      { unit: '%EL', seconds: 1_320_067_614, value: 98 },
    ]);
    const labels: Readonly<Record<string, number>> = { bn: -2, bt: -3, bu: -4, u: 1, v: 2, t: 6 };
    const cbor = encode(
      json.map((record) => new Map(Object.entries(record).map(([label, value]) => [labels[label], value]))),
    );
    expect(resolveSenml(decode(cbor, { useMaps: true }) as unknown[])).toEqual(resolved);
  });

  test('gives positions, humidity and the battery', () => {
    const { readings, refused } = parsePayload(bytes(json), receivedAt);
    expect(refused).toEqual([]);
    expect(readings).toEqual(
      expect.arrayContaining([
        { channel: 'location', at: 1_320_067_464_000, latitude: 60.07965, longitude: 24.30621 },
        { channel: 'location', at: 1_320_067_524_000, latitude: 60.07965, longitude: 24.30622 },
        { channel: 'humidity', at: 1_320_067_524_000, value: 20.3 },
        { channel: 'battery', at: 1_320_067_614_000, value: 98 },
      ]),
    );
  });
});

describe('a SenML pack', () => {
  test('relative times refer to the receipt, and are refused in a file', () => {
    const pack = bytes([{ n: 't', u: 'Cel', v: 5, t: -60 }]);
    expect(parsePayload(pack, receivedAt).readings).toEqual([
      { channel: 'temperature', at: receivedAt - 60_000, value: 5 },
    ]);
    expect(parsePayload(pack, null)).toMatchObject({
      readings: [],
      refused: [{ line: 1, reason: expect.stringContaining('relative') }],
    });
  });

  test('base values are added and units are converted', () => {
    const { readings } = parsePayload(
      bytes([
        { bn: 'd:', bt: 1_700_000_000, bu: 'K', bv: 273.15, v: 4.6 },
        { n: 'p', u: 'Pa', bv: 0, v: 100_900 },
      ]),
      receivedAt,
    );
    expect(readings.map((reading) => 'value' in reading && reading.value)).toEqual([
      expect.closeTo(4.6, 9),
      100.9,
    ]);
  });

  test('base fields survive a value that cannot be read', () => {
    const pack = [
      { bt: 1_700_000_000, n: 't', u: 'Cel', v: 'bad' },
      { u: 'Cel', t: 60, v: 12 },
    ];
    expect(parsePayload(bytes(pack), receivedAt)).toEqual({
      readings: [
        { channel: 'temperature', at: 1_700_000_000_000, text: 'bad', offScale: null, bound: null, line: 1 },
        { channel: 'temperature', at: 1_700_000_060_000, value: 12 },
      ],
      refused: [],
    });
  });

  test.each<[string, object, object]>([
    ['a text as its value', { u: 'Cel', vs: 'warm' }, { channel: 'temperature', text: 'warm' }],
    ['above its scale, in its unit', { u: 'K', vs: '>345.15' }, { offScale: 'above', bound: 72 }],
    ['a base value that overflows', { bv: 1e308, u: 'Cel', v: 1e308 }, { text: 'Infinity' }],
    ['null as its value', { u: '%RH', v: null }, { channel: 'humidity', text: 'null' }],
    ['only a latitude', { u: 'lat', v: 51 }, { channel: 'location', text: '51,' }],
  ])('a record with %s has an unreadable value', (_, record, expected) => {
    const { readings, refused } = parsePayload(bytes([{ bt: 1.7e9, ...record }]), receivedAt);
    expect(readings).toMatchObject([{ at: 1_700_000_000_000, ...expected }]);
    expect(refused).toEqual([]);
  });

  test('in a file, every record that cannot be used prevents a release', () => {
    const pack = [
      { bt: 1.7e9, u: 'Cel', v: 5 },
      { u: 'Cel', t: 'x', v: 20 },
      { u: 'F', t: 60, v: 20 },
      { u: 'Cel', t: 120 },
      { u: 'Cel', t: 180, vb: true },
    ];
    const log = readLogFile(bytes(pack), null, null);
    expect(log.refused).toMatchObject([
      { line: 2, isWithoutTime: true },
      { line: 3, isWithoutTime: true },
    ]);
    expect(log.readings).toMatchObject([{ value: 5 }, { text: '' }, { text: 'true' }]);
  });

  test('an unreadable base time refuses its records until the time is given again', () => {
    const pack = [
      { bt: 'noon', u: 'Cel', v: 4 },
      { u: 'Cel', v: 5 },
      { bt: 1_700_000_000, u: 'Cel', v: 6 },
    ];
    const { readings, refused } = parsePayload(bytes(pack), receivedAt);
    expect(refused.map(({ line }) => line)).toEqual([1, 2]);
    expect(readings).toEqual([{ channel: 'temperature', at: 1_700_000_000_000, value: 6 }]);
  });

  test.each([
    ['an unknown unit', [{ n: 'x', u: 'V', v: 1, t: 1.7e9 }], 'unit "V" is unknown'],
    ['no unit', [{ n: 'x', v: 1, t: 1.7e9 }], 'unit is missing'],
    ['a text without a unit', [{ n: 'x', vs: 'warm', t: 1.7e9 }], 'unit is missing'],
    ['a field that must be understood', [{ n: 'x', u: 'Cel', v: 1, t: 1.7e9, odd_: 1 }], 'not understood'],
    ['a later version', [{ bver: 11, n: 'x', u: 'Cel', v: 1, t: 1.7e9 }], 'version 11'],
  ])('a pack with %s is refused with the reason', (_, pack, reason) => {
    const { readings, refused } = parsePayload(bytes(pack), receivedAt);
    expect(readings).toEqual([]);
    expect(refused).toEqual([{ line: 1, reason: expect.stringContaining(reason) }]);
  });
});

describe('base fields and other fields', () => {
  /** The resolved records, without the parts of their names. */
  const resolve = (...records: object[]) => {
    const resolved = resolveSenml(records);
    if (typeof resolved === 'string') return resolved;
    return resolved.map((each) =>
      Object.fromEntries(Object.entries(each).filter(([key]) => key !== 'device' && key !== 'own')),
    );
  };
  const record = (fields: object) => ({
    line: 1,
    name: '',
    unit: 'Cel',
    seconds: 1_700_000_000,
    other: false,
    ...fields,
  });

  test('base fields and other fields may be integers of any size in CBOR', () => {
    expect(resolve({ bt: 1_700_000_000n, bv: 2n, u: 'Cel', v: 3n })).toEqual([record({ value: 5 })]);
  });

  test('base fields alone make no record; a sum, a boolean and data do', () => {
    expect(resolve({ bt: 1_700_000_000, bu: 'Cel', bn: 'd' }, { n: 'x' })).toEqual([]);
    expect(resolve({ bt: 1_700_000_000, bu: 'Cel' }, { s: 4 }, { vb: true }, { vd: 'AA' })).toEqual([
      record({ line: 2, value: undefined }),
      record({ line: 3, value: undefined, text: true, other: true }),
      record({ line: 4, value: undefined, text: 'AA', other: true }),
    ]);
  });

  test.each<[object, string]>([
    [{ n: 5, u: 'Cel', v: 4 }, 'SenML field "n" must be text, found 5'],
    [{ u: 7, v: 4 }, 'SenML field "u" must be text, found 7'],
    [{ bn: 1, u: 'Cel', v: 4 }, 'SenML field "bn" must be text, found 1'],
    [{ t: '1', u: 'Cel', v: 4 }, 'SenML field "t" must be a number, found "1"'],
    [{ s: 'x', u: 'Cel' }, 'SenML field "s" must be a number, found "x"'],
  ])('fields of the wrong type refuse the record: %j', (fields, reason) => {
    expect(resolve(fields)).toEqual([{ line: 1, reason }]);
    expect(parsePayload(bytes([{ bt: 1.7e9, ...fields }]), receivedAt)).toEqual({
      readings: [],
      refused: [{ line: 1, reason }],
    });
  });

  test('a sum and an empty record are not readings, each with its own reason', () => {
    const pack = [{ bt: 1.7e9, u: 'Cel', s: 4 }, 7];
    expect(parsePayload(bytes(pack), receivedAt).refused).toEqual([
      { line: 1, reason: 'a sum is not a reading' },
      { line: 2, reason: 'a SenML record must be an object, found 7' },
    ]);
  });
});

test.each([
  ['Cel', 4.5, 'temperature', 4.5],
  ['K', 273.15, 'temperature', 0],
  ['Pa', 101_300, 'pressure', 101.3],
  ['hPa', 1013, 'pressure', 101.3],
  ['%RH', 41.5, 'humidity', 41.5],
  ['%EL', 87, 'battery', 87],
])('the unit %s is read', (u, v, channel, value) => {
  expect(parsePayload(bytes([{ t: 1_700_000_000, u, v }]), receivedAt)).toEqual({
    readings: [{ channel, at: 1_700_000_000_000, value }],
    refused: [],
  });
});

test('a pack is recognized by any label of its first record', () => {
  const second = { bt: 1_700_000_000, u: 'Cel', v: 5 };
  for (const first of [{ t: 0 }, { bn: 'd' }, { bu: 'Cel' }, { bt: 1 }, { bv: 0 }, { bver: 10 }, { n: 'x' }])
    expect(parsePayload(bytes([first, { ...second, bv: 0 }]), receivedAt).readings).toEqual([
      { channel: 'temperature', at: 1_700_000_000_000, value: 5 },
    ]);
});

describe('a record whose value is not where SenML expects it', () => {
  const base = { bn: 'd:', bt: 1_700_000_000, bu: 'Cel' };
  const good = { ...base, n: 't', v: 5 };

  test.each<[string, object, string]>([
    ['plain JSON', { time: '2026-11-21T08:00:00Z', temperature: 25 }, 'found "time, temperature"'],
    ['a value under its name', { n: 't', value: 25 }, 'holds its value as "v", "vs", "vb" or "vd"'],
    ['a capital letter', { n: 't', t: 60, V: 25 }, '"V"'],
    ['an unknown field alone', { celsius: 25 }, 'found "celsius"'],
    ['a base value alone', { bv: 25 }, 'a base value ("bv") alone is no value'],
    ['a base value with other base fields', { bt: 1_700_000_060, bv: 25 }, 'alone is no value'],
    ['plain JSON next to a value', { n: 't', v: 5, temperature: 25 }, '"temperature" is no field of SenML'],
    ['a second value in capitals next to a value', { n: 't', v: 5, V: 25 }, '"V" is no field of SenML'],
    ['two values', { n: 't', v: 5, vs: 'HI' }, 'holds one value; found "v" and "vs"'],
  ])('%s is refused with its line', (_, record, reason) => {
    const { readings, refused } = parsePayload(bytes([good, record]), receivedAt);
    expect(readings).toHaveLength(1);
    expect(refused).toEqual([{ line: 2, reason: expect.stringContaining(reason) }]);
    expect(readLogFile(bytes([good, record]), null, null).refused).toMatchObject([
      { line: 2, isWithoutTime: true },
    ]);
  });

  test.each<[string, object]>([
    ['only base fields', { bn: 'e:', bt: 1_700_000_100 }],
    ['a name', { n: 'x' }],
    ['an unknown field next to a value', { t: 60, v: 5, sequence: 7 }],
  ])('%s is accepted', (_, record) => {
    expect(parsePayload(bytes([good, record]), receivedAt).refused).toEqual([]);
  });

  test('a pack without any value reports what it contains', () => {
    expect(parsePayload(bytes([base, { n: 'x' }]), receivedAt).refused).toEqual([
      { line: 1, reason: 'the pack holds no value: 2 records with "bn, bt, bu, n"' },
    ]);
  });
});

describe('repeated labels', () => {
  const parse = (text: string) => parsePayload(Buffer.from(text), receivedAt);

  test('a repeated label refuses only its record', () => {
    const { readings, refused } = parse(
      '[{"bt":1700000000,"u":"Cel","v":25,"v":5},{"u":"Cel","v":6},{"n":"v","u":"Cel","v":7}]',
    );
    expect(readings).toMatchObject([{ value: 6 }, { value: 7 }]);
    expect(refused).toEqual([{ line: 1, reason: expect.stringContaining('"v" stands twice') }]);
  });

  test('a repeated base label refuses the records that depend on it', () => {
    const { readings, refused } = parse(
      '[{"bt":1700000000,"bt":1700000060,"u":"Cel","v":5},{"u":"Cel","v":6},{"bt":1700000000,"u":"Cel","v":7}]',
    );
    expect(readings).toMatchObject([{ value: 7 }]);
    expect(refused.map(({ line }) => line)).toEqual([1, 2]);
  });

  test('a CBOR label given both as a number and as a text is repeated', () => {
    const record = new Map<unknown, unknown>([
      [1, 'Cel'],
      [6, 1_700_000_000],
      [2, 25],
      ['v', 5],
    ]);
    expect(parsePayload(encode([record]), receivedAt).refused).toEqual([
      { line: 1, reason: expect.stringContaining('"v" stands twice') },
    ]);
  });
});
