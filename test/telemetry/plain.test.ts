import { describe, expect, test } from 'vitest';
import { parsePayload } from '../../src/telemetry/parse-payload.ts';

const receivedAt = Date.UTC(2026, 10, 21, 8);
const time = '2026-11-21T08:00:00Z';
const at = receivedAt;
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
    ['a time exactly ten minutes ahead', { time: '2026-11-21T08:10:00Z', temperature: 4.6 }, 1],
  ])('accepted payload: %s', (_, json, count) => {
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

describe('an unreadable value takes the place of a reading', () => {
  const unreadable = (text: string, offScale: string | null = null, bound: unknown = null) => ({
    channel: 'temperature',
    at,
    text,
    offScale,
    bound,
    line: 1,
  });

  test.each<[string, unknown, object]>([
    ['null', null, unreadable('null')],
    ['a text', 'ERR', unreadable('ERR')],
    ['an empty text', '', unreadable('')],
    ['a decimal comma', '4,6', unreadable('4,6')],
    ['a mark after the number', '-0.6*', unreadable('-0.6*')],
    ['a boolean', true, unreadable('true')],
    ['a list', [4.6], unreadable('[…]')],
    ['an object', { celsius: 4.6 }, unreadable('{…}')],
    ['more than a sensor can report', 150.1, unreadable('150.1')],
    ['less than a sensor can report', -210.1, unreadable('-210.1')],
    ['sixteen one bits', 65_535, unreadable('65535')],
    ['above its scale', '>72.0', unreadable('>72.0', 'above', 72)],
    ['below its scale', '< −40', unreadable('< −40', 'below', -40)],
    [
      'above its scale, with its own unit',
      '>40 °F',
      unreadable('>40 °F', 'above', expect.closeTo(4.4444, 3)),
    ],
    ['below its scale, in kelvin', '<250K', unreadable('<250K', 'below', expect.closeTo(-23.15, 9))],
    ['high, with a unit', 'HI °C', unreadable('HI °C', 'above')],
    ['high', 'HI', unreadable('HI', 'above')],
    ['low', 'lo', unreadable('lo', 'below')],
    ['overload', 'O.L.', unreadable('O.L.', 'either')],
    ['control characters', 'E\u001b[31m\u202e', unreadable('E\\u{1b}[31m\\u{202e}')],
    ['a long text', 'x'.repeat(100), unreadable('x'.repeat(24))],
  ])('unreadable temperature: %s', (_, temperature, expected) => {
    const { readings, refused } = parse({ time, temperature, pressure: 100 });
    expect(readings).toEqual([expected, { channel: 'pressure', at, value: 100 }]);
    expect(refused).toEqual([]);
  });

  test.each<[string, object]>([
    ['beyond the pole', { latitude: 91, longitude: 0 }],
    ['without a latitude', { longitude: 0 }],
    ['without a longitude', { latitude: 51 }],
    ['not measured', { latitude: null, longitude: null }],
    ['with an invalid radius', { latitude: 51, longitude: 0, accuracy: -1 }],
  ])('a position is unreadable %s', (_, position) => {
    const { readings, refused } = parse({ time, temperature: 4, ...position });
    expect(readings).toMatchObject([{ value: 4 }, { channel: 'location', at, text: expect.any(String) }]);
    expect(refused).toEqual([]);
  });

  test('bare NaN and infinities are accepted in otherwise valid JSON', () => {
    const payload = `[{"time":${at},"temperature":NaN,"humidity":-Infinity,"pressure":inf,"note":"NaN nan"}]`;
    const { readings, refused } = parsePayload(Buffer.from(payload), receivedAt);
    expect(readings).toMatchObject([
      { channel: 'temperature', text: 'NaN' },
      { channel: 'pressure', text: 'inf' },
      { channel: 'humidity', text: '-Infinity' },
    ]);
    expect(refused).toEqual([]);
  });
});

describe('a text that spells a number is that number', () => {
  test.each<[string, number]>([
    ['4.6', 4.6],
    [' -1.5 ', -1.5],
    ['+4', 4],
    ['\u22120.6', -0.6],
    ['46e-1', 4.6],
  ])('the text "%s" is a number', (text, value) => {
    expect(parse({ time, temperature: text }).readings).toEqual([{ channel: 'temperature', at, value }]);
  });

  test('a time given as text is not a number', () => {
    const { refused } = parse({ time: String(at), temperature: 4 });
    expect(refused).toMatchObject([{ reason: expect.stringContaining('time must be') }]);
  });
});

test('a position may have an accuracy, and the radius is rounded up', () => {
  expect(parse({ time, latitude: 51, longitude: 0, accuracy: 11.2 }).readings).toEqual([
    { channel: 'location', at, latitude: 51, longitude: 0, accuracy: 12 },
  ]);
});

test('JSON Lines are read line by line', () => {
  const payload = `{"time":${at},"temperature":4}\n\n{"time":${at + 1},"temperature":5}\n{"time":\n`;
  const { readings, refused } = parsePayload(Buffer.from(payload), receivedAt);
  expect(readings).toMatchObject([{ value: 4 }, { value: 5 }]);
  expect(refused).toEqual([{ line: 4, reason: expect.stringContaining('the line is not JSON') }]);
});

describe('a refused part has a reason and does not affect the rest', () => {
  test.each<[string, unknown, number, string]>([
    ['a second reading without a time', [{ time, temperature: 4 }, { temperature: 5 }], 1, 'time is missing'],
    ['a number among readings', [{ time, temperature: 4 }, 7], 1, 'a reading must be an object, found 7'],
    ['no zone', { time: '2026-11-21T08:00:00', temperature: 4 }, 0, 'time has no zone'],
    [
      'a day that does not exist',
      { time: '2026-02-30T08:00:00Z', temperature: 4 },
      0,
      'time must be ISO 8601',
    ],
    [
      'a time in the future',
      { time: '2026-11-21T08:10:00.001Z', temperature: 4 },
      0,
      'more than ten minutes ahead',
    ],
    ['a time before 2000', { time: '1999-12-31T23:59:59Z', temperature: 4 }, 0, 'before 2000'],
    ['seconds instead of milliseconds', { time: 1_790_000_000, temperature: 4 }, 0, 'epoch milliseconds'],
    ['an unknown quantity', { time, temp: 4 }, 0, 'no known value; known are temperature'],
    ['an empty list', [], 0, 'the list is empty'],
    ['a bare number', 4.6, 0, 'a reading must be an object'],
  ])('a reading is refused: %s', (_, json, taken, reason) => {
    const { readings, refused } = parse(json);
    expect(readings).toHaveLength(taken);
    expect(refused).toMatchObject([{ line: expect.any(Number), reason: expect.stringContaining(reason) }]);
  });

  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'the payload is empty'],
    ['white space', Buffer.from(' \n'), 'the payload is empty'],
    ['malformed JSON', Buffer.from('{"time":'), 'neither JSON nor CBOR'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'not valid UTF-8'],
    ['CBOR that breaks off', Buffer.from([0x82, 0xa1]), 'not valid CBOR'],
    ['CBOR that is not a pack', Buffer.from([0xc1, 0x00]), 'CBOR'],
    [
      'deep nesting',
      Buffer.from(`${'['.repeat(50_000)}${']'.repeat(50_000)}`),
      'a reading must be an object',
    ],
  ])('a payload is refused: %s', (_, payload, reason) => {
    const { readings, refused } = parsePayload(payload, receivedAt);
    expect(readings).toEqual([]);
    expect(refused).toEqual([{ line: 1, reason: expect.stringContaining(reason) }]);
  });
});

test('times refused for being ahead report the largest difference', () => {
  const ahead = (...minutes: number[]) =>
    parse(minutes.map((each) => ({ time: receivedAt + each * 60_000, temperature: 4 }))).refusedAheadMs;
  expect(ahead(9)).toBeUndefined();
  expect(ahead(11)).toBe(660_000);
  expect(ahead(11, 30, 12)).toBe(1_800_000);
});

test('text that is not JSON is refused with the message of JSON.parse, even if it contains a bare NaN', () => {
  const reasonOf = (text: string): string => {
    try {
      JSON.parse(text);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('it is JSON');
  };
  for (const text of ['{"time":', '{"time": NaN', '{'])
    expect(parsePayload(Buffer.from(text), receivedAt)).toEqual({
      readings: [],
      refused: [{ line: 1, reason: `the payload is neither JSON nor CBOR: ${reasonOf(text)}` }],
    });
  expect(parsePayload(Buffer.from('{}\n{"time":'), receivedAt).refused[1]).toEqual({
    line: 2,
    reason: `the line is not JSON: ${reasonOf('{"time":')}`,
  });
});

test.each([
  ...['HI', 'high', 'HHH', 'Over range'].map((text) => [text, 'above'] as const),
  ...['LO', 'low', 'LLL', 'Under', 'UFL'].map((text) => [text, 'below'] as const),
  ...['OL', 'O.L.', '+OL', 'OFL', 'Over', 'out of range', 'Out of limits'].map(
    (text) => [text, 'either'] as const,
  ),
  ...['H', 'LOWER', 'OUT', 'RANGE'].map((text) => [text, null] as const),
])('the mark %s is off the scale: %s', (temperature, offScale) => {
  expect(parse({ time, temperature }).readings).toEqual([
    { channel: 'temperature', at, text: temperature, offScale, bound: null, line: 1 },
  ]);
});

describe('repeated keys', () => {
  const text = (records: string) => parsePayload(Buffer.from(records), receivedAt);
  const good = `{"time":${at},"temperature":4}`;

  test.each([
    ['one object', `{"time":${at},"temperature":-5,"temperature":5}`, 1, 0, 'temperature'],
    [
      'an array',
      `[${good},{"temperature":25,"time":${at},"note":"a,b","temperature":5},${good}]`,
      2,
      2,
      'temperature',
    ],
    ['JSON Lines', `${good}\n{"time":${at},"temperature":25,"temperature":5}\n`, 2, 1, 'temperature'],
    ['its time', `{"time":${at - 60_000},"time":${at},"temperature":5}`, 1, 0, 'time'],
    [
      'white space before its colon',
      `{"time":${at},"temperature" : 25,"temperature":5}`,
      1,
      0,
      'temperature',
    ],
    ['an escape', `{"time":${at},"temper\\u0061ture":25,"temperature":5}`, 1, 0, 'temperature'],
    ['a bare word', `{"time":${at},"temperature":NaN,"temperature":5}`, 1, 0, 'temperature'],
  ])('a repeated key in %s refuses that record', (_, records, line, taken, key) => {
    const { readings, refused } = text(records);
    expect(refused).toEqual([
      {
        line,
        reason: `"${key}" stands twice in one record; which of the two is meant is not known`,
      },
    ]);
    expect(readings).toHaveLength(taken);
  });

  test.each([
    ['a key that occurs in two records', `[${good},${good}]`, 2],
    [
      'a key that also occurs as a text',
      `{"time":${at},"temperature":4,"note":"temperature","more":["temperature"]}`,
      1,
    ],
    [
      'a key that also occurs inside a text',
      `{"time":${at},"temperature":4,"note":"\\"temperature\\":5 \\u00e9"}`,
      1,
    ],
    ['a repeated key that is not read', `{"time":${at},"temperature":4,"note":1,"note":2}`, 1],
  ])('%s is accepted', (_, records, taken) => {
    const { readings, refused } = text(records);
    expect(refused).toEqual([]);
    expect(readings).toHaveLength(taken);
  });
});

describe('an unread key that may contain a known quantity refuses the record', () => {
  test.each<[string, unknown, string]>([
    ['Temperature', 25, '"Temperature" is not read; write "temperature"'],
    ['TEMPERATURE', 25, 'write "temperature"'],
    ['temp', 25, 'write "temperature"'],
    ['Temp', 25, 'write "temperature"'],
    ['temperature_c', 25, 'write "temperature"'],
    ['temperatureC', 25, 'write "temperature"'],
    ['temp_degC', 25, 'write "temperature"'],
    ['temperature (°C)', 25, 'write "temperature"'],
    ['temperature ', 25, 'write "temperature"'],
    ['temper\u200bature', 25, 'write "temperature"'],
    ['tC', 25, 'write "temperature"'],
    ['hum', 70, 'write "humidity"'],
    ['relative_humidity', 70, 'write "humidity"'],
    ['humidity_pct', 70, 'write "humidity"'],
    ['lat', 51, 'write "latitude"'],
    ['Time', at, 'write "time"'],
    ['values', { temperature: 25 }, '"values" holds "temperature", which is not read there'],
    ['data', [{ channel: { temp: 25 } }], '"data" holds "temp"'],
    ['unit', 'F', '"unit" says °F, and temperature is read in °C; send it in °C'],
    ['units', '°F', 'says °F'],
    ['temperatureUnit', 'Fahrenheit', 'says °F'],
    ['temperature_unit', 'degF', 'says °F'],
    ['scale', 'Fahr.', 'says °F'],
    ['unit', 'K', 'says kelvin'],
    ['units', { temperature: 'F' }, '"units" holds "temperature"'],
  ])('the key %s is refused', (key, value, reason) => {
    expect(parse({ time, temperature: 5, [key]: value })).toEqual({
      readings: [],
      refused: [{ line: 1, reason: expect.stringContaining(reason) }],
    });
  });

  test.each<[string, unknown]>([
    ['note', 'temperature'],
    ['temperatureAlarm', false],
    ['temperature_max', 8],
    ['battery_mv', 3600],
    ['batt', 3.6],
    ['t', 1],
    ['template', 'x'],
    ['device', { id: 'A', firmware: [1, 2] }],
    ['unit', '°C'],
    ['unit', 'unit-7'],
    ['units', { temperature: 'C' }],
    ['scale', 2],
    ['fault', 'F'],
  ])('the key %s: %j is ignored', (key, value) => {
    expect(parse({ time, temperature: 5, [key]: value })).toEqual({
      readings: [{ channel: 'temperature', at, value: 5 }],
      refused: [],
    });
  });

  test('an unread key refuses the record even if nothing else is in it', () => {
    expect(parse({ time, temp: 4 }).refused).toEqual([
      {
        line: 1,
        reason:
          'no known value; known are temperature, pressure, humidity, battery, latitude, longitude; "temp" is not read; write "temperature", in its unit',
      },
    ]);
  });
});
