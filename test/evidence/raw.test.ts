import { describe, expect, test } from 'vitest';
import type { ArchivedMessage } from '../../src/storage/archive/archived-message.ts';
import type { Attachment } from '../../src/shipments/ledger.ts';
import type { Reading } from '../../src/model/reading.ts';
import { compareRaw, rawOf } from '../../src/evidence/raw.ts';
import { hour, minute, start } from '../support/series.ts';

const attachment: Attachment = {
  device: 'lid',
  since: start,
  detachedAt: start + hour,
  intervalMs: 10 * minute,
  role: 'product',
  profile: { id: 'warm', version: 1 },
  calibratedUntil: null,
  products: null,
  declaredAt: null,
};
const celsius = (minutes: number, value = 5): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
/** A message with values by minute, received one second after the last of them unless `receivedAt` is given. */
function message(
  values: readonly [minutes: number, temperature: number | string][],
  {
    thing = 'lid',
    receivedAt = start + Math.max(...values.map(([at]) => at)) * minute + 1000,
    more = {},
  } = {},
): ArchivedMessage {
  const payload = values.map(([minutes, temperature]) => ({
    time: start + minutes * minute,
    temperature,
    ...more,
  }));
  return {
    receivedAt,
    thing,
    topic: `coldwatch/${thing}/telemetry`,
    payload: Buffer.from(JSON.stringify(payload)).toString('base64'),
  };
}
const lineOf = (of: ArchivedMessage): string => `${JSON.stringify(of)}\n`;
const clean = { readings: 0, backed: 0, unrecorded: 0, foreign: 0, shifted: 0 };

describe('raw payloads of an attachment', () => {
  test('are the messages of its device with recorded readings, by receive time, without duplicates', () => {
    const first = message([[0, 5]]);
    const second = message([
      [10, 5],
      [11, 9],
    ]);
    const early = message([[9, 5]], { receivedAt: start });
    const other = message([[0, 5]], { thing: 'floor' });
    const unknown = message([[30, 5]]);
    const readings = [celsius(0), celsius(10), celsius(9)];
    const archived = [second, other, first, unknown, first, early];
    expect(rawOf(attachment, readings, archived)).toBe([early, first, second].map(lineOf).join(''));
    expect(rawOf(attachment, [], archived)).toBe('');
    expect(rawOf(attachment, readings, [])).toBe('');
    expect(rawOf({ ...attachment, device: 'floor' }, readings, archived)).toBe(lineOf(other));
  });

  test('received at the same time are sorted by text, and have no extra fields', () => {
    const [a, b] = [message([[0, 5]]), message([[0, 6]], { receivedAt: start + 1000 })];
    const readings = [celsius(0), celsius(0, 6)];
    const inOrder = [a, b].map(lineOf).toSorted((one, other) => (one < other ? -1 : 1));
    expect(rawOf(attachment, readings, [a, b])).toBe(inOrder.join(''));
    expect(rawOf(attachment, readings, [b, a])).toBe(inOrder.join(''));
    const { receivedAt, thing, topic, payload } = a;
    const spelled = { payload, more: 1, topic, thing, receivedAt } as ArchivedMessage;
    expect(rawOf(attachment, readings, [spelled])).toBe(lineOf(a));
  });

  test('match a reading only if all its fields match', () => {
    const at = start;
    const more = { latitude: 1, longitude: 2, accuracy: 3 };
    const of = (reading: Reading, what: ArchivedMessage) => rawOf(attachment, [reading], [what]) !== '';
    const place = { channel: 'location', at, latitude: 1, longitude: 2, accuracy: 3 } as const;
    const everywhere = message([[0, 5]], { more });
    expect(of(place, everywhere)).toBe(true);
    for (const wrong of [{ accuracy: 4 }, { latitude: 2 }, { longitude: 3 }, { at: at + 1 }])
      expect(of({ ...place, ...wrong }, everywhere), JSON.stringify(wrong)).toBe(false);
    const unreadable = { channel: 'temperature', at, text: '>72.0', offScale: 'above', bound: 72 } as const;
    const beyond = message([[0, '>72.0']]);
    expect(of(unreadable, beyond)).toBe(true);
    for (const wrong of [{ text: 'HI' }, { offScale: null }, { bound: null }])
      expect(of({ ...unreadable, ...wrong }, beyond), JSON.stringify(wrong)).toBe(false);
    expect(of(celsius(0, 5.0000000001), message([[0, 5]]))).toBe(true);
    expect(of(celsius(0, 5.000000001), message([[0, 5]]))).toBe(false);
    expect(of({ channel: 'humidity', at, value: 5 }, message([[0, 5]]))).toBe(false);
  });
});

describe('the comparison of raw payloads with the readings', () => {
  const compare = (readings: Reading[], ...messages: ArchivedMessage[]) =>
    compareRaw(attachment, readings, messages.map(lineOf).join(''));

  test('reports nothing if they match, or if there are none', () => {
    expect(compare([celsius(0), celsius(60)], message([[0, 5]]), message([[60, 5]]))).toEqual({
      ...clean,
      readings: 2,
      backed: 2,
    });
    expect(compare([])).toEqual(clean);
    expect(
      compareRaw({ ...attachment, detachedAt: null }, [celsius(90)], lineOf(message([[90, 5]]))),
    ).toEqual({
      ...clean,
      readings: 1,
      backed: 1,
    });
  });

  test("counts unrecorded readings within the attachment's time, both ends included", () => {
    const just = 1 / 60_000;
    const second = (minutes: number) =>
      compare(
        [celsius(30)],
        message([
          [30, 5],
          [minutes, 9],
        ]),
      );
    const found = { ...clean, readings: 1, backed: 1 };
    expect(second(0)).toEqual({ ...found, unrecorded: 1 });
    expect(second(60)).toEqual({ ...found, unrecorded: 1 });
    expect(second(-just)).toEqual(found);
    expect(second(60 + just)).toEqual(found);
  });

  test('counts messages of another device, and without recorded readings', () => {
    const onOtherTopic = { ...message([[0, 5]]), topic: 'coldwatch/floor/telemetry' };
    expect(
      compare([celsius(0)], onOtherTopic, message([[0, 5]], { thing: 'floor' }), message([[1, 5]])),
    ).toEqual({ ...clean, readings: 1, foreign: 3 });
  });

  test('counts readings that no payload has', () => {
    expect(compare([celsius(0), celsius(10)], message([[0, 5]]))).toEqual({
      ...clean,
      readings: 2,
      backed: 1,
    });
  });

  test('counts receive times that are out of order; equal ones are in order', () => {
    const [a, b, c] = [0, 1, 2].map((minutes) => message([[minutes, 5]])) as [
      ArchivedMessage,
      ArchivedMessage,
      ArchivedMessage,
    ];
    const readings = [celsius(0), celsius(1), celsius(2)];
    const found = { ...clean, readings: 3, backed: 3 };
    expect(compare(readings, a, c, b)).toEqual({ ...found, shifted: 1 });
    expect(compare(readings, c, b, a)).toEqual({ ...found, shifted: 2 });
    const together = [a, b, c].map((each) => ({ ...each, receivedAt: start + minute }));
    expect(compare(readings, ...together)).toEqual(found);
  });

  test('counts clock readings that are missing from the record or differ from it', () => {
    const late = message([[0, 5]], { receivedAt: start + 3_600_000 });
    const clock = { channel: 'clock', at: start, value: 3600 } as const;
    const found = { ...clean, readings: 1, backed: 1 };
    expect(compare([celsius(0)], late)).toEqual({ ...found, shifted: 1 });
    expect(compare([celsius(0), clock], late)).toEqual(found);
    expect(compare([celsius(0), clock], message([[0, 5]]))).toEqual({ ...found, shifted: 1 });
    expect(compare([celsius(0), { ...clock, value: 1800 }], late)).toEqual({ ...found, shifted: 1 });
    expect(compare([celsius(0), { ...clock, at: start - 1 }], message([[0, 5]]))).toEqual(found);
  });

  test('refuses a line that is not a message, or not in canonical form', () => {
    const line = lineOf(message([[0, 5]]));
    const wrong = (raw: string) => () => compareRaw(attachment, [celsius(0)], raw);
    for (const raw of [line.trimEnd(), `${line}\n`, ` ${line}`, line.replace('{', '{"more":1,')])
      expect(wrong(raw), raw).toThrow('a line is not in canonical form');
    expect(wrong('x\n')).toThrow(SyntaxError);
    expect(wrong('{"receivedAt":1}\n')).toThrow();
  });
});

describe('raw bodies of a source', () => {
  const body = ['P1', 'P2'].map((DeviceId, index) => ({
    DeviceId,
    EntryTimeEpoch: start + minute,
    Temperature: { Celsius: 5 + index },
  }));
  const mapping = {
    devices: ['DeviceId'],
    times: [{ path: 'EntryTimeEpoch', form: 'milliseconds', clock: 'device' }],
    values: [{ channel: 'temperature', path: 'Temperature.Celsius', unit: '°C' }],
  } as const;
  const line = (
    from: ArchivedMessage['from'],
    { thing = 'lid', topic = 'coldwatch/gw-1/gateway' } = {},
  ): ArchivedMessage => ({
    receivedAt: start + minute + 1000,
    thing,
    topic,
    payload: Buffer.from(JSON.stringify(body)).toString('base64'),
    ...(from && { from }),
  });
  const own = { source: 'gw-1', named: 'P1', mapping: null };
  const compare = (readings: Reading[], ...messages: ArchivedMessage[]) =>
    compareRaw(attachment, readings, messages.map(lineOf).join(''));

  test('are those of which the device in the body has recorded readings, by the mapping in the line', () => {
    for (const from of [own, { ...own, mapping }]) {
      expect(rawOf(attachment, [celsius(1)], [line(from)])).toBe(lineOf(line(from)));
      expect(rawOf(attachment, [celsius(1, 6)], [line(from)])).toBe('');
    }
    expect(rawOf(attachment, [celsius(1)], [line({ ...own, named: null })])).toBe('');
    expect(rawOf(attachment, [celsius(1)], [line(undefined)])).toBe('');
  });

  test('match the record, over MQTT and over HTTPS', () => {
    for (const topic of ['coldwatch/gw-1/gateway', '$aws/rules/r/b/gw-1/gateway', 'source/gw-1'])
      expect(compare([celsius(1)], line({ ...own, mapping }, { topic }))).toEqual({
        ...clean,
        readings: 1,
        backed: 1,
      });
  });

  test.each<[string, ArchivedMessage]>([
    ['the name of another device', line({ ...own, named: 'P2' })],
    ['a name that the body does not have', line({ ...own, named: 'P3' })],
    ['no name', line({ ...own, named: null })],
    ['the source of another topic', line({ ...own, source: 'gw-2' })],
    ['the source of another HTTPS topic', line(own, { topic: 'source/gw-2' })],
    ['the topic of an ordinary message', line(own, { topic: 'coldwatch/lid/telemetry' })],
    ['another kind of topic', line(own, { topic: 'coldwatch/gw-1/telemetry' })],
    [
      'a mapping that reads another value',
      line({
        ...own,
        mapping: { ...mapping, values: [{ channel: 'temperature', path: 'DeviceId', unit: '°C' }] },
      }),
    ],
    ['nothing about the source', line(undefined)],
  ])('that were changed to have %s do not', (_, changed) => {
    expect(compare([celsius(1)], changed)).toEqual({ ...clean, readings: 1, foreign: 1 });
  });

  test('are none of a device that would have sent on the topic of gateways itself', () => {
    const ordinary = message([[1, 5]]);
    expect(compare([celsius(1)], ordinary)).toEqual({ ...clean, readings: 1, backed: 1 });
    expect(compare([celsius(1)], { ...ordinary, topic: 'coldwatch/lid/gateway' })).toEqual({
      ...clean,
      readings: 1,
      foreign: 1,
    });
  });

  test('with a mapping that nobody could have approved, or out of its form, are refused', () => {
    const text = lineOf(line({ ...own, mapping }));
    const wrong = (raw: string) => () => compareRaw(attachment, [celsius(1)], raw);
    expect(wrong(text.replace('°C', 'psi'))).toThrow();
    expect(wrong(text.replace('"named":"P1",', '"named":"P1","more":1,'))).toThrow();
    expect(wrong(text.replace('"source":"gw-1","named":"P1"', '"named":"P1","source":"gw-1"'))).toThrow(
      'a line is not in canonical form',
    );
  });
});
