import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceMapping } from '../../src/model/source-mapping.ts';
import { decodeMessage } from '../../src/telemetry/decode-message.ts';
import { decodeSource } from '../../src/telemetry/decode-source.ts';
import { hostilePayloads } from '../support/hostile-payloads.ts';
import { sourceRecords } from '../support/source-bodies.ts';

const receivedAt = Date.parse('2026-05-04T10:00:00Z');
const at = receivedAt - 30_000;
const minute = 60_000;
const bytes = (json: unknown): Uint8Array =>
  Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
const decode = (json: unknown, mapping: SourceMapping | null = null, received = receivedAt) =>
  decodeSource(json instanceof Uint8Array ? json : bytes(json), received, mapping);
const reasons = (refused: readonly { reason: string }[]) => refused.map(({ reason }) => reason);

/** What a device has, without order and without the numbers of records, which depend on the others of the body. */
const contentOf = (decoded: ReturnType<typeof decode>, device: string) => {
  const content = decoded.devices.get(device);
  if (content === undefined) return null;
  const unnumbered = (each: object) => JSON.stringify(Object.entries(each).filter(([key]) => key !== 'line'));
  return {
    readings: content.readings.map(unnumbered).toSorted(),
    refused: content.refused.map(unnumbered).toSorted(),
  };
};

const nameless = 'the mapping: it names no device (id); a name is a text, or a number of at most 15 digits';

const kinds = Object.entries(sourceRecords);

describe.each(kinds)('bodies of %s', (_, recordOf) => {
  test('are divided by device, in a list, as JSON Lines, and alone', () => {
    const records = [
      recordOf('D1', 4.25, at),
      recordOf('D2', 6.5, at - minute),
      recordOf('D1', 4.75, at + 20_000),
    ];
    const ofD1 = [
      { channel: 'temperature', at, value: 4.25 },
      { channel: 'temperature', at: at + 20_000, value: 4.75 },
    ];
    for (const body of [records, records.map((each) => JSON.stringify(each)).join('\n')]) {
      const { devices, refused } = decode(body);
      expect(refused).toEqual([]);
      expect([...devices.keys()]).toEqual(['D1', 'D2']);
      expect(devices.get('D1')).toMatchObject({ readings: ofD1, refused: [] });
      expect(devices.get('D2')!.readings[0]).toEqual({
        channel: 'temperature',
        at: at - minute,
        value: 6.5,
      });
    }
    expect(decode(records[0]).devices.get('D1')!.readings).toEqual(ofD1.slice(0, 1));
  });

  test('give each device what its own records would give alone, in any order', () => {
    const device = fc.constantFrom('D1', 'D2', 'D3', 'D4');
    const value = fc.oneof(
      fc.integer({ min: -300, max: 300 }).map((tenths) => tenths / 10),
      fc.constantFrom('ERR', '>8', null, 999),
    );
    const record = fc.record({ device, value, minutes: fc.integer({ min: 0, max: 500 }) });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 30 }), fc.integer(), (given, seed) => {
        const recordsOf = (some: typeof given) =>
          some.map((each) => recordOf(each.device, each.value as number, at - each.minutes * minute));
        const whole = decode(recordsOf(given));
        const shuffled = given.toSorted(
          (one, other) => ((one.minutes * 7919) ^ seed) - ((other.minutes * 7919) ^ seed),
        );
        for (const name of new Set(given.map((each) => each.device))) {
          const alone = decode(recordsOf(given.filter((each) => each.device === name)));
          expect(contentOf(whole, name)).toEqual(contentOf(alone, name));
          expect(contentOf(decode(recordsOf(shuffled)), name)).toEqual(contentOf(whole, name));
        }
        expect(whole.refused).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

const folder = join(import.meta.dirname, '../fixtures/decoders');
const samples = readdirSync(folder)
  .filter((name) => name.endsWith('.sample.json'))
  .map((name) => {
    const expected = readFileSync(join(folder, name.replace('.sample.', '.sample.expected.')), 'utf8');
    const { layout, device } = JSON.parse(expected) as { layout: string; device: string | null };
    return { name, layout, device, text: readFileSync(join(folder, name), 'utf8') };
  });

describe.each(samples)('the sample $name', ({ layout, device, text }) => {
  const sampleReceivedAt = Date.parse('2026-03-02T12:00:00Z');
  const measured = (readings: readonly { channel: string }[]) =>
    readings.filter(({ channel }) => !['clock', 'backlog', 'refused'].includes(channel));

  test('gives its device what it gives as a message, with and without its layout named', () => {
    const message = decodeMessage(bytes(text), sampleReceivedAt);
    for (const mapping of [null, { layout } as SourceMapping]) {
      const { devices, refused } = decode(text, mapping, sampleReceivedAt);
      if (device === null) {
        expect(devices.size).toBe(0);
        expect(reasons(refused)[0]).toContain(`${layout}: it names no device`);
      } else {
        expect([...devices.keys()]).toEqual([device]);
        expect(measured(devices.get(device)!.readings)).toEqual(measured(message.readings));
        expect(refused).toEqual([]);
      }
    }
  });

  test('is refused where the mapping names another layout', () => {
    const other = layout === 'Tive webhook' ? 'Traccar position' : 'Tive webhook';
    const { devices, refused } = decode(text, { layout: other }, sampleReceivedAt);
    expect(devices.size).toBe(0);
    expect(new Set(reasons(refused))).toEqual(new Set([`the record is not of ${other}`]));
  });
});

describe('times', () => {
  const uplink = (decoded: object, received: string | null) => ({
    end_device_ids: { device_id: 'box', dev_eui: 'E1' },
    received_at: received,
    uplink_message: { decoded_payload: decoded },
  });
  const chirp = (object: object, time: string) => ({ time, deviceInfo: { devEui: 'E1' }, fPort: 1, object });

  test("are the device's own where a record has both", () => {
    const own = { temperature: 5, Systimestamp: (at - 40 * minute) / 1000 };
    const received = new Date(at).toISOString();
    for (const body of [uplink(own, received), chirp(own, received)])
      expect(decode(body).devices.get('E1')!.readings[0]).toEqual({
        channel: 'temperature',
        at: at - 40 * minute,
        value: 5,
      });
  });

  test('of a receipt by others say nothing about the clock of the device', () => {
    const late = new Date(at - 40 * minute).toISOString();
    const channels = (body: object) =>
      decode(body)
        .devices.get('E1')!
        .readings.map(({ channel }) => channel);
    expect(channels(uplink({ temperature: 5 }, late))).toEqual(['temperature']);
    expect(channels(chirp({ temperature: 5 }, late))).toEqual(['temperature']);
    expect(channels(uplink({ temperature: 5, Systimestamp: (at - 40 * minute) / 1000 }, late))).toEqual([
      'temperature',
      'clock',
    ]);
    const ahead = new Date(receivedAt + 20 * minute).toISOString();
    expect(channels(uplink({ temperature: 5 }, ahead))).toEqual(['refused']);
    expect(
      channels(uplink({ temperature: 5, Systimestamp: (receivedAt + 20 * minute) / 1000 }, late)),
    ).toEqual(['clock', 'refused']);
  });

  test("of a device's clock that was never set are refused, because the value may be older than its receipt", () => {
    const { readings, refused } = decode(
      uplink({ temperature: 5, Systimestamp: 12 }, new Date(at).toISOString()),
    ).devices.get('E1')!;
    expect(readings.map(({ channel }) => channel)).toEqual(['refused']);
    expect(refused[0]!.reason).toMatch(/^time is before 2000/);
  });

  test("of Traccar are the server's only where the device gives none", () => {
    const position = (deviceTime: string | null) => ({
      deviceId: 3,
      deviceTime,
      fixTime: null,
      serverTime: new Date(at).toISOString(),
      attributes: { temp1: 3.1 },
    });
    expect(decode(position(null)).devices.get('3')!.readings).toEqual([
      { channel: 'temperature', at, value: 3.1 },
    ]);
    const own = new Date(at - minute).toISOString();
    expect(decode(position(own)).devices.get('3')!.readings[0]).toMatchObject({ at: at - minute });
  });
});

describe('a value that was rounded', () => {
  const tive = (Celsius: unknown, Fahrenheit: unknown) => ({
    DeviceId: '1',
    EntryTimeEpoch: at,
    Temperature: { Celsius, Fahrenheit },
  });
  const read = (celsius: unknown, fahrenheit: unknown) =>
    decode(tive(celsius, fahrenheit)).devices.get('1')!.readings[0];

  test.each([
    ['is read from the finer unit', 8, 46.47, ((46.47 - 32) * 5) / 9],
    ['to whole degrees hides no excursion', 8, 46.9, ((46.9 - 32) * 5) / 9],
    ['is not the one in degrees Celsius that is as fine', 8.04, 46.47, 8.04],
    ['is not one that is exact', -18.25, -0.85, -18.25],
  ])('%s', (_, celsius, fahrenheit, value) => {
    expect(read(celsius, fahrenheit)).toMatchObject({ channel: 'temperature', at });
    expect((read(celsius, fahrenheit) as { value: number }).value).toBeCloseTo(value, 9);
  });

  test.each([null, { layout: 'Tive webhook', temperature: 'Temperature.Celsius' } as const])(
    'is of the same sensor as one in the same message that is exact or has one unit; mapping %j',
    (mapping) => {
      const body = [tive(20, 68), { ...tive(21, 69.26), EntryTimeEpoch: at - minute }, tive(null, 50)];
      const { readings, refused } = decode(body, mapping).devices.get('1')!;
      expect(refused).toEqual([]);
      expect(readings).toEqual([
        { channel: 'temperature', at, value: 20 },
        { channel: 'temperature', at: at - minute, value: ((69.26 - 32) * 5) / 9 },
        { channel: 'temperature', at, value: 10 },
      ]);
    },
  );
});

describe('a temperature of Tive in two units', () => {
  const probe = (celsius: unknown, fahrenheit: unknown) => ({
    DeviceId: '1',
    EntryTimeEpoch: at,
    Temperature: { Celsius: 21, Fahrenheit: 69.8 },
    ProbeTemperature: { Celsius: celsius, Fahrenheit: fahrenheit },
  });
  const meant = { layout: 'Tive webhook', temperature: 'ProbeTemperature.Celsius' } as const;

  test('has one name, whichever of them is read', () => {
    for (const mapping of [null, meant]) {
      const { devices } = decode([probe(8, 46.4), probe(8, 46.9), probe(null, 41)], mapping);
      const { readings, refused } = devices.get('1')!;
      expect(refused).toEqual([]);
      expect(
        readings.flatMap((each) =>
          'value' in each && each.channel === 'temperature' ? [Number(each.value.toFixed(6))] : [],
        ),
      ).toEqual([8, 8.277778, 5]);
    }
  });

  test('is unreadable where they contradict each other by more than rounding', () => {
    const texts = (celsius: number, fahrenheit: number) =>
      decode(probe(celsius, fahrenheit)).devices.get('1')!.readings.slice(0, 1);
    expect(texts(5, 68)).toMatchObject([{ channel: 'temperature', text: '5 °C, 68 °F' }]);
    expect(decode(probe('ERR', 'ERR')).devices.get('1')!.readings).toMatchObject([{ text: 'ERR' }]);
    // Each rounded to whole degrees, and one of them cut off.
    expect(texts(4, 41)).toMatchObject([{ value: 4 }]);
  });
});

describe('what is no measurement', () => {
  const uplink = (more: object, message: object) => ({
    end_device_ids: { device_id: 'a' },
    received_at: new Date(at).toISOString(),
    uplink_message: message,
    ...more,
  });
  const event = (more: object) => ({
    deviceInfo: { devEui: 'a' },
    time: new Date(at).toISOString(),
    ...more,
  });

  test('is refused for its device: a simulated uplink, and an EPCIS event that declares an error', () => {
    const simulated = uplink({ simulated: true }, { decoded_payload: { temperature: 5 } });
    const withdrawn = {
      type: 'ObjectEvent',
      eventTime: new Date(at).toISOString(),
      errorDeclaration: { declarationTime: new Date(at).toISOString() },
      sensorElementList: [
        { sensorMetadata: { deviceID: 'a' }, sensorReport: [{ type: 'Temperature', value: 5, uom: 'CEL' }] },
      ],
    };
    for (const [body, reason] of [
      [simulated, 'simulated'],
      [withdrawn, 'in error'],
    ] as const) {
      const { readings, refused } = decode(body).devices.get('a')!;
      expect(readings.map(({ channel }) => channel)).toEqual(['refused']);
      expect(reasons(refused)).toEqual([expect.stringContaining(reason)]);
    }
    expect(reasons(decodeMessage(bytes(simulated), receivedAt).refused)).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['a join of ChirpStack', event({ devAddr: '00189440' })],
    ['its status', event({ margin: 8, batteryLevel: 90, batteryLevelUnavailable: false })],
    ['its acknowledgement', event({ fCntDown: 4, acknowledged: true, queueItemId: 'x' })],
    ['its log', event({ level: 'ERROR', code: 'UPLINK_CODEC', description: 'x' })],
    ['its uplink without payload', event({ fPort: 0, fCnt: 7, data: '', object: null })],
    ['a join of The Things Stack', { end_device_ids: { device_id: 'a' }, join_accept: {} }],
    [
      'its downlink',
      { end_device_ids: { device_id: 'a' }, downlink_queued: { decoded_payload: { temperature: 5 } } },
    ],
    ['its uplink without payload', uplink({}, { f_cnt: 7, rx_metadata: [] })],
  ])('is of no device, so that it says nothing against one: %s', (_, body) => {
    const { devices, refused } = decode(body);
    expect(devices.size).toBe(0);
    expect(reasons(refused)).toEqual([expect.stringContaining('measures nothing')]);
  });

  test('is not an uplink that was not decoded: its device measured something', () => {
    for (const body of [event({ fPort: 2, data: 'AQ==' }), uplink({}, { frm_payload: 'AQ==' })])
      expect(reasons(decode(body).devices.get('a')!.refused)).toHaveLength(1);
  });
});

describe('a fix that a tracker repeats with newer values', () => {
  const day = 24 * 60 * minute;
  const shadow = (env: object | undefined, fixedAt: number) => ({
    state: {
      reported: {
        dev: { v: { imei: '1' } },
        ...(env !== undefined && { env: { v: { temp: 5 }, ts: at } }),
        gnss: { v: { lat: 51.5, lng: 0.25, acc: 5 }, ts: fixedAt },
      },
    },
  });
  const position = (deviceTime: number, fixTime: number) => ({
    position: {
      deviceId: 1,
      deviceTime: new Date(deviceTime).toISOString(),
      fixTime: new Date(fixTime).toISOString(),
      valid: true,
      latitude: 51.5,
      longitude: 0.25,
      attributes: { temp1: 5 },
    },
    device: { uniqueId: '1' },
  });
  const channels = (body: object) =>
    [decode(body).devices.get('1')!, decodeMessage(bytes(body), receivedAt)].map(({ readings }) =>
      readings.map(({ channel }) => channel),
    );

  test('is stored, and is no sign of a wrong clock, however old it is', () => {
    for (const body of [shadow({}, at - 3 * day), position(at, at - 3 * day)])
      expect(channels(body)).toEqual([
        ['temperature', 'location'],
        ['temperature', 'location'],
      ]);
  });

  test('is one where nothing newer comes with it', () => {
    for (const body of [shadow(undefined, at - 3 * day), position(at - 3 * day, at - 3 * day)])
      for (const found of channels(body)) expect(found).toContain('backlog');
  });
});

describe('several temperatures of one device', () => {
  const record = (device: string, decoded: object) => ({
    end_device_ids: { device_id: device },
    received_at: new Date(at).toISOString(),
    uplink_message: { decoded_payload: decoded },
  });
  const body = [
    record('a', { TempC_SHT: 21.5, TempC_DS: 4.25, Hum_SHT: 40 }),
    record('b', { TempC_SHT: 5.5 }),
  ];

  test('are not read, and the other values and devices are', () => {
    const { devices } = decode(body);
    expect(devices.get('a')!.readings[0]).toEqual({ channel: 'humidity', at, value: 40 });
    expect(reasons(devices.get('a')!.refused)).toEqual([
      'several temperatures, "decoded_payload.TempC_SHT", "decoded_payload.TempC_DS"; which is meant is not known',
    ]);
    expect(devices.get('b')!.readings).toEqual([{ channel: 'temperature', at, value: 5.5 }]);
  });

  test('are distinguished by a mapping; a device without the one that is meant is refused', () => {
    const { devices } = decode(body, {
      layout: 'The Things Stack v3 uplink',
      temperature: 'decoded_payload.TempC_DS',
    });
    expect(devices.get('a')!.readings).toEqual([
      { channel: 'temperature', at, value: 4.25 },
      { channel: 'humidity', at, value: 40 },
    ]);
    expect(reasons(devices.get('b')!.refused)).toEqual([
      'The Things Stack v3 uplink: no "decoded_payload.TempC_DS"',
    ]);
  });
});

describe('SenML', () => {
  const pack = [
    { bn: 'probe:1', bt: at / 1000, u: 'Cel', v: 4.5 },
    { u: '%RH', v: 50 },
    { bn: 'probe:2', n: 'air', u: 'Cel', v: 7 },
    { n: 'goods', u: 'Cel', v: 6.25 },
    { n: 'goods', u: 'lat', v: 51 },
    { n: 'goods', u: 'lon', v: 4 },
  ];

  test('names its device by the base name, in JSON and in CBOR', () => {
    const labels: Readonly<Record<string, number>> = { bn: -2, bt: -3, n: 0, u: 1, v: 2 };
    const cbor = encode(
      pack.map((record) => new Map(Object.entries(record).map(([label, value]) => [labels[label], value]))),
    );
    for (const body of [pack, cbor]) {
      const { devices, refused } = decode(body);
      expect(refused).toEqual([]);
      expect(devices.get('probe:1')!.readings).toEqual([
        { channel: 'temperature', at, value: 4.5 },
        { channel: 'humidity', at, value: 50 },
      ]);
      expect(devices.get('probe:2')!.readings).toEqual([
        { channel: 'temperature', at, value: 7 },
        { channel: 'temperature', at, value: 6.25 },
        { channel: 'location', at, latitude: 51, longitude: 4 },
      ]);
    }
  });

  test('has one temperature where a mapping names it', () => {
    const { devices } = decode(pack, { layout: 'SenML', temperature: 'goods' });
    expect(devices.get('probe:2')!.readings.map((each) => ('value' in each ? each.value : null))).toEqual([
      6.25,
      null,
    ]);
    expect(devices.get('probe:1')!.readings.map(({ channel }) => channel)).toEqual(['humidity']);
  });

  test('has one temperature in whatever unit, and what of it cannot be read', () => {
    const records = [
      { bn: 'probe:3', bt: at / 1000, n: 'air', u: 'K', v: 300.15 },
      { n: 'goods', u: 'K', v: 277.15 },
      { n: 'air', u: 'Cel', v: 'warm' },
      { n: 'goods', u: 'Cel', v: 'cold' },
      { n: 'air', u: 'Cel', t: 'soon', v: 4 },
    ];
    const { readings, refused } = decode(records, { layout: 'SenML', temperature: 'goods' }).devices.get(
      'probe:3',
    )!;
    expect(readings.filter(({ channel }) => channel === 'temperature')).toMatchObject([
      { at, value: 4 },
      { at, text: 'cold' },
    ]);
    expect(refused.map(({ line }) => line)).toEqual([5]);
  });

  test('names it by the name where there is no base name, and is refused without any', () => {
    const { devices, refused } = decode([
      { n: 'p1', u: 'Cel', v: 4 },
      { n: 'p2', u: 'Cel', v: 5 },
      { u: 'Cel', v: 6 },
    ]);
    expect([...devices.keys()]).toEqual(['p1', 'p2']);
    expect(refused).toEqual([
      { line: 3, reason: 'it names no device: neither a base name (bn) nor a name (n)' },
    ]);
  });

  test('is refused where the mapping is of something else, also in CBOR', () => {
    const reason = "it is SenML, and the source's mapping is of Tive webhook";
    expect(reasons(decode(encode([{ n: 'a', u: 'Cel', v: 1 }]), { layout: 'Tive webhook' }).refused)).toEqual(
      [reason],
    );
  });
});

describe('a declared mapping', () => {
  const mapping: SourceMapping = {
    records: 'batch.points',
    devices: ['batch.points.probe', 'hub.serial'],
    times: [
      { path: 'batch.sent', form: 'iso', clock: 'receipt' },
      { path: 'batch.points.ts', form: 'seconds', clock: 'device' },
    ],
    values: [
      { channel: 'temperature', path: 'batch.points.raw', unit: '°C', factor: 0.1 },
      { channel: 'temperature', path: 'batch.points.tF', unit: '°F' },
      { channel: 'humidity', path: 'hub.rh', unit: '%' },
    ],
    position: { latitude: 'batch.points.lat', longitude: 'batch.points.lon' },
  };
  const body = (points: readonly unknown[], rh?: unknown) => ({
    hub: { serial: 'H9', ...(rh !== undefined && { rh }) },
    batch: { sent: new Date(at).toISOString(), points },
    more: 'x',
  });

  test('reads each object of a list, with what is outside the list', () => {
    const { devices, refused } = decode(
      body(
        [
          { probe: 'P1', ts: (at - minute) / 1000, raw: 46, tF: 40.3 },
          { probe: 'P2', tF: 41 },
          { raw: -182, lat: 51, lon: 4 },
        ],
        55,
      ),
      mapping,
    );
    expect(refused).toEqual([]);
    expect(devices.get('P1')!.readings).toMatchObject([
      { channel: 'temperature', at: at - minute, value: expect.closeTo(4.6, 9) as number },
      { channel: 'humidity', value: 55 },
      { channel: 'clock' },
    ]);
    expect(devices.get('P2')!.readings).toEqual([
      { channel: 'temperature', at, value: 5 },
      { channel: 'humidity', at, value: 55 },
    ]);
    expect(devices.get('H9')!.readings).toMatchObject([
      { channel: 'temperature', at, value: expect.closeTo(-18.2, 9) as number },
      { channel: 'humidity', value: 55 },
      { channel: 'location', latitude: 51, longitude: 4 },
    ]);
  });

  test('gives what stands in place of a number as it was sent', () => {
    const { readings } = decode(
      body([
        { raw: 32_767, tF: 40 },
        { raw: 'ERR', tF: 40 },
        { raw: null, tF: '>212' },
        { raw: null, tF: null },
      ]),
      mapping,
    ).devices.get('H9')!;
    expect(readings).toMatchObject([
      { channel: 'temperature', text: '32767' },
      { channel: 'temperature', text: 'ERR' },
      { channel: 'temperature', text: '>212', offScale: 'above', bound: 100 },
      { channel: 'temperature', text: 'null' },
    ]);
  });

  test('reads neither how long a list is, nor a name that has more digits than a number', () => {
    const some: SourceMapping = {
      devices: ['id'],
      times: [{ path: 't', form: 'milliseconds', clock: 'device' }],
      values: [{ channel: 'temperature', path: 'v.length', unit: '°C' }],
    };
    const { devices, refused } = decode(
      `[{"id":"a","t":${at},"v":[1,2,3]},{"id":89440000000000000017,"t":${at},"v":{"length":5}},{"id":7,"t":${at},"v":{"length":5}}]`,
      some,
    );
    expect(refused).toEqual([{ line: 2, reason: nameless }]);
    expect(reasons(devices.get('a')!.refused)).toEqual(['the mapping: no value that is read']);
    expect(devices.get('7')!.readings[0]).toMatchObject({ value: 5 });
  });

  test('refuses what names no device, has no time, or no value, and reads the rest', () => {
    const some: SourceMapping = {
      devices: ['id'],
      times: [{ path: 't', form: 'milliseconds', clock: 'device' }],
      values: [{ channel: 'temperature', path: 'v.0', unit: 'K' }],
    };
    const { devices, refused } = decode(
      [
        { id: 'a', t: at, v: [278.15] },
        { t: at, v: [280] },
        { id: 'a', v: [280] },
        { id: 'a', t: 'x', v: [280] },
        { id: 'b', t: at },
        { id: '', t: at, v: [280] },
        7,
      ],
      some,
    );
    expect(refused).toEqual([
      { line: 2, reason: nameless },
      { line: 6, reason: nameless },
      { line: 7, reason: 'a record must be an object, found 7' },
    ]);
    expect(devices.get('a')!.readings[0]).toEqual({ channel: 'temperature', at, value: 5 });
    expect(reasons(devices.get('a')!.refused)).toEqual([
      'time is missing (t)',
      'time must be in milliseconds since 1970, found "x"',
    ]);
    expect(reasons(devices.get('b')!.refused)).toEqual(['the mapping: no value that is read']);
  });

  test('without a single record says so, and cannot be led into prototypes', () => {
    for (const empty of [body([]), { batch: {} }, { batch: 7 }])
      expect(reasons(decode(empty, mapping).refused)).toEqual(['the mapping: no records in it']);
    const { devices } = decode('{"__proto__":{"id":"a","t":1777888800000,"v":1}}', {
      devices: ['constructor.name', '__proto__.id'],
      times: [{ path: '__proto__.t', form: 'milliseconds', clock: 'device' }],
      values: [{ channel: 'temperature', path: '__proto__.v', unit: '°C' }],
      records: '__proto__',
    });
    expect([...devices.keys()]).toEqual(['a']);
  });

  test('reads plain JSON, which is refused without one', () => {
    const plain = [{ sensor: 's1', time: new Date(at).toISOString(), temperature: 4.1 }];
    expect(decode(plain)).toEqual({
      devices: new Map(),
      refused: [
        {
          line: 1,
          reason:
            'no built-in layout recognises the record; declare where its device, time and values are, as a mapping: coldwatch source map',
        },
      ],
    });
    const { devices } = decode(plain, {
      devices: ['sensor'],
      times: [{ path: 'time', form: 'iso', clock: 'device' }],
      values: [{ channel: 'temperature', path: 'temperature', unit: '°C' }],
    });
    expect(devices.get('s1')!.readings).toEqual([{ channel: 'temperature', at, value: 4.1 }]);
  });
});

describe('limits', () => {
  const one = (DeviceId: unknown) => ({
    EntryTimeEpoch: at,
    DeviceId,
    Temperature: { Celsius: 4 },
  });

  test('a body has at most 100 devices; the records of others are refused with their names', () => {
    const { devices, refused } = decode(Array.from({ length: 102 }, (_, index) => one(`d${index}`)));
    expect(devices.size).toBe(100);
    expect(refused).toEqual(
      [100, 101].map((index) => ({
        line: index + 1,
        reason: `"d${index}" is not read: it is beyond 100 devices, the most that one body may have`,
      })),
    );
  });

  test.each([['x'.repeat(201)], ['a\nb'], ['\ud800']])('%j is no name of a device', (name) => {
    const { devices, refused } = decode([one(name)]);
    expect(devices.size).toBe(0);
    expect(reasons(refused)[0]).toMatch(/is no name of a device: it must be one line of at most 200/);
  });

  test('a key that stands twice in a record is refused for the devices of the record only', () => {
    const twice = `{"a":[{"ts":${at},"values":{"temperature":4,"temperature":9}}],"b":[{"ts":${at},"values":{"temperature":5}}]}`;
    const whole = `{"c":[{"ts":${at},"values":{"temperature":6}}]}`;
    const { devices, refused } = decode(`[${twice},${whole}]`);
    expect(refused).toEqual([]);
    for (const name of ['a', 'b'])
      expect(devices.get(name)).toMatchObject({
        readings: [{ channel: 'refused' }],
        refused: [{ line: 1, reason: expect.stringContaining('stands twice') as string }],
      });
    expect(devices.get('c')!.readings).toEqual([{ channel: 'temperature', at, value: 6 }]);
  });

  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'the payload is empty'],
    ['an empty list', '[]', 'the list is empty'],
    ['a text', 'temperature=4', 'the payload is neither JSON nor CBOR: '],
    ['a number', '7', 'a record must be an object, found 7'],
    ['no UTF-8', Uint8Array.of(0x7b, 0xff), 'the payload is not valid UTF-8'],
    ['CBOR that is no list', Uint8Array.of(0xc1, 0x01), 'the payload is not valid CBOR: '],
  ])('%s is refused, and no device is blamed', (_, body, reason) => {
    const { devices, refused } = decode(body);
    expect(devices.size).toBe(0);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.reason.startsWith(reason)).toBe(true);
  });
});

describe('whatever the bytes are', () => {
  const declared: SourceMapping = {
    records: 'a',
    devices: ['a', 'b', 'time'],
    times: [{ path: 'time', form: 'iso', clock: 'device' }],
    values: [{ channel: 'temperature', path: 'a', unit: '°F' }],
  };
  const mappings: readonly (SourceMapping | null)[] = [null, declared, { layout: 'SenML' }];

  test.each(hostilePayloads)('%s: the result is readings and refusals, and in time', (_, payload) => {
    for (const mapping of mappings) {
      const started = performance.now();
      const { devices, refused } = decode(payload, mapping);
      expect(performance.now() - started).toBeLessThan(2000);
      expect(devices.size + refused.length).toBeGreaterThan(0);
      expect(devices.size).toBeLessThanOrEqual(100);
      for (const { reason } of refused) expect(reason.length).toBeLessThan(400);
    }
  });

  test('any JSON and any bytes are decoded, the same way each time', () => {
    const key = fc.constantFrom('a', 'b', 'time', 'ts', 'values', 'bn', 'u', 'v', 'records', '__proto__');
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 'D1', at, 4.5, 'ERR', new Date(at).toISOString(), 'Cel'),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 5 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.oneof(json.map(bytes), fc.uint8Array()), (payload) => {
        for (const mapping of mappings) {
          const decoded = decode(payload, mapping);
          expect(decode(payload, mapping)).toEqual(decoded);
          expect(decoded.devices.size + decoded.refused.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
