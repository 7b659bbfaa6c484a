import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decode } from 'cborg';
import { parsePayload } from '../../contract/payload/parse-payload.ts';
import { resolveSenml } from '../../contract/payload/senml.ts';
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
      // What is relative in the source was resolved at the moment of publication.
      if (record.seconds >= 2 ** 28) expect(record.seconds).toBeCloseTo(wanted.t, 3);
    });
  });

  test('the CBOR form holds the same pack as its JSON', () => {
    const pack = decode(readFileSync(sharedPath('senml/ex3.cbor')), { useMaps: true }) as unknown[];
    expect(resolveSenml(pack)).toEqual(resolveSenml(sharedJson('senml/ex3.json')));
  });

  test('positions and humidity of example 5 are read, and the battery', () => {
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

describe('a pack', () => {
  test('with relative times is read at its receipt, and refused in a file', () => {
    const pack = bytes([{ n: 't', u: 'Cel', v: 5, t: -60 }]);
    expect(parsePayload(pack, receivedAt).readings).toEqual([
      { channel: 'temperature', at: receivedAt - 60_000, value: 5 },
    ]);
    expect(parsePayload(pack, null)).toMatchObject({
      readings: [],
      refused: [{ line: 1, reason: expect.stringContaining('relative') }],
    });
  });

  test('has its base value added and its units converted', () => {
    const { readings } = parsePayload(
      bytes([
        { bn: 'd:', bt: 1_700_000_000, bu: 'K', bv: 273.15, v: 4.6 },
        { n: 'p', u: 'Pa', bv: 0, v: 100_900 },
      ]),
      receivedAt,
    );
    expect(readings.map((reading) => reading.channel !== 'location' && reading.value)).toEqual([
      expect.closeTo(4.6, 9),
      100.9,
    ]);
  });

  test('keeps its base fields when one value cannot be read', () => {
    const pack = [
      { bt: 1_700_000_000, n: 't', u: 'Cel', v: 'bad' },
      { u: 'Cel', t: 60, v: 12 },
    ];
    expect(parsePayload(bytes(pack), receivedAt)).toEqual({
      readings: [{ channel: 'temperature', at: 1_700_000_060_000, value: 12 }],
      refused: [{ line: 1, reason: 'SenML field "v" must be a number, found "bad"' }],
    });
  });

  test('whose base time cannot be read is refused until it is given anew', () => {
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
    ['text for a value', [{ n: 'x', u: 'Cel', vs: 'warm', t: 1.7e9 }], 'only numbers are read'],
    ['a base value that overflows', [{ bv: 1e308, bt: 1.7e9, u: 'Cel', v: 1e308 }], 'must be a number'],
    ['a field that must be understood', [{ n: 'x', u: 'Cel', v: 1, t: 1.7e9, odd_: 1 }], 'not understood'],
    ['a later version', [{ bver: 11, n: 'x', u: 'Cel', v: 1, t: 1.7e9 }], 'version 11'],
    ['latitude alone', [{ u: 'lat', v: 51, t: 1.7e9 }], 'latitude came without longitude'],
  ])('with %s is refused with the reason', (_, pack, reason) => {
    const { readings, refused } = parsePayload(bytes(pack), receivedAt);
    expect(readings).toEqual([]);
    expect(refused).toEqual([{ line: 1, reason: expect.stringContaining(reason) }]);
  });
});
