import { describe, expect, test } from 'vitest';
import { parsePayload } from '../../contract/payload/parse-payload.ts';

const receivedAt = Date.UTC(2026, 10, 21, 8);
const time = '2026-11-21T08:00:00Z';
const parse = (json: unknown) => parsePayload(Buffer.from(JSON.stringify(json)), receivedAt);

describe('every payload shape that was ever accepted', () => {
  test.each<[string, unknown, number]>([
    [
      'one object with every quantity',
      { time, temperature: 4.6, pressure: 100.9, latitude: 51.9, longitude: 0.25, humidity: 41, battery: 87 },
      5,
    ],
    [
      'an array',
      [
        { time, temperature: 4.6 },
        { time: '2026-11-21T07:59:00Z', temperature: 4.7 },
      ],
      2,
    ],
    ['epoch milliseconds', { time: receivedAt, temperature: 4.6 }, 1],
    ['an offset', { time: '2026-11-21T09:00:00+01:00', temperature: 4.6 }, 1],
    ['zero degrees', { time, latitude: 0, longitude: 0, temperature: 0 }, 2],
    ['a time at the edge of ten minutes ahead', { time: '2026-11-21T08:10:00Z', temperature: 4.6 }, 1],
  ])('%s', (_, json, count) => {
    const { readings, refused } = parse(json);
    expect(refused).toEqual([]);
    expect(readings).toHaveLength(count);
  });

  test('times are rounded to the millisecond', () => {
    expect(parse({ time: '2026-11-21T07:00:00.1236Z', temperature: 4 }).readings[0]!.at).toBe(
      Date.UTC(2026, 10, 21, 7, 0, 0, 124),
    );
  });
});

describe('what is refused has a reason, and leaves the rest standing', () => {
  test.each<[string, unknown, number, string]>([
    [
      'a number as text',
      { time, temperature: '4.6', pressure: 100 },
      1,
      'temperature must be a number, found "4.6"',
    ],
    ['null', { time, temperature: null, pressure: 100 }, 1, 'temperature must be a number, found null'],
    [
      'below absolute zero',
      { time, temperature: -274, pressure: 100 },
      1,
      'temperature must be at least -273.15',
    ],
    ['negative pressure', { time, temperature: 4, pressure: -1 }, 1, 'pressure must be at least 0'],
    [
      'latitude beyond the pole',
      { time, temperature: 4, latitude: 91, longitude: 0 },
      1,
      'latitude must be between',
    ],
    ['longitude alone', { time, temperature: 4, longitude: 0 }, 1, 'longitude came without latitude'],
    ['a second reading without time', [{ time, temperature: 4 }, { temperature: 5 }], 1, 'time is missing'],
    ['a number among readings', [{ time, temperature: 4 }, 7], 1, 'a reading must be an object, found 7'],
    ['no zone', { time: '2026-11-21T08:00:00', temperature: 4 }, 0, 'time has no zone'],
    [
      'a day that does not exist',
      { time: '2026-02-30T08:00:00Z', temperature: 4 },
      0,
      'time must be ISO 8601',
    ],
    ['the future', { time: '2026-11-21T08:10:00.001Z', temperature: 4 }, 0, 'more than ten minutes ahead'],
    ['before 2000', { time: '1999-12-31T23:59:59Z', temperature: 4 }, 0, 'before 2000'],
    ['seconds for milliseconds', { time: 1_790_000_000, temperature: 4 }, 0, 'epoch milliseconds'],
    ['an unknown quantity', { time, temp: 4 }, 0, 'no known value; known are temperature'],
    ['an empty list', [], 0, 'the list is empty'],
    ['a bare number', 4.6, 0, 'a reading must be an object'],
  ])('%s', (_, json, taken, reason) => {
    const { readings, refused } = parse(json);
    expect(readings).toHaveLength(taken);
    expect(refused).toEqual([{ line: expect.any(Number), reason: expect.stringContaining(reason) }]);
  });

  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'the payload is empty'],
    ['white space', Buffer.from(' \n'), 'the payload is empty'],
    ['malformed JSON', Buffer.from('{"time":'), 'neither JSON nor CBOR'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'not valid UTF-8'],
    ['CBOR that breaks off', Buffer.from([0x82, 0xa1]), 'not valid CBOR'],
    ['CBOR that is no pack', Buffer.from([0xc1, 0x00]), 'CBOR'],
    [
      'deep nesting',
      Buffer.from(`${'['.repeat(50_000)}${']'.repeat(50_000)}`),
      'a reading must be an object',
    ],
  ])('%s', (_, payload, reason) => {
    const { readings, refused } = parsePayload(payload, receivedAt);
    expect(readings).toEqual([]);
    expect(refused).toEqual([{ line: 1, reason: expect.stringContaining(reason) }]);
  });
});
