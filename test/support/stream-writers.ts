import type { SourceMapping } from '../../src/model/source-mapping.ts';
import type { Chance } from '../proof/chance.ts';

/**
 * What a device measured: °C, % relative humidity where it has such a sensor, and where it was. Times in epoch
 * milliseconds.
 */
export type Measured = {
  readonly named: string;
  readonly at: number;
  readonly celsius: number;
  readonly humidity: number | null;
};

/** What a body means: one value of one device at one time. A place is latitude and longitude in one text. */
export type Meant = {
  readonly named: string;
  readonly at: number;
  readonly channel: 'temperature' | 'humidity' | 'location';
  readonly value: number | string;
};

/** Writes a body of a platform from what its devices measured, and says what is meant by it. */
export type StreamWriter = {
  /** Times are whole seconds. */
  readonly inSeconds?: true;
  readonly mapping?: SourceMapping;
  readonly write: (measured: readonly Measured[], chance: Chance) => { body: string; meant: Meant[] };
};

const iso = (at: number): string => new Date(at).toISOString();
/** The same moment on a clock that is hours ahead of UTC. */
function isoAhead(at: number, hours: number): string {
  return `${iso(at + hours * 3_600_000).slice(0, -1)}+${String(hours).padStart(2, '0')}:00`;
}
const basic = (at: number): string => `${iso(at).slice(0, 19).replaceAll('-', '').replaceAll(':', '')}Z`;

function meantBy({ named, at, celsius, humidity }: Measured): Meant[] {
  const air: Meant[] = humidity === null ? [] : [{ named, at, channel: 'humidity', value: humidity }];
  return [{ named, at, channel: 'temperature', value: celsius }, ...air];
}

/** A writer of platforms that send one record about one device; several of them are a list. */
function byRecord(
  recordOf: (measured: Measured, chance: Chance) => { record: object; meant?: Meant[] },
  fields: Omit<StreamWriter, 'write'> = {},
): StreamWriter {
  return {
    ...fields,
    write(measured, chance) {
      const written = measured.map((each) => ({ meant: meantBy(each), ...recordOf(each, chance) }));
      const records = written.map(({ record }) => record);
      const isAlone = records.length === 1 && chance.is(0.7);
      return {
        body: JSON.stringify(isAlone ? records[0] : records),
        meant: written.flatMap(({ meant }) => meant),
      };
    },
  };
}

/** One of the ways in which devices differ, always the same for one device. */
function ofDevice<Way>({ named }: Measured, ways: readonly Way[]): Way {
  return ways[Number(named.slice(-2)) % ways.length]!;
}

/** The values of a LoRaWAN device by the names that the codec of its maker gives them. */
function codecOf(measured: Measured): object {
  const { celsius, humidity } = measured;
  return ofDevice<() => object>(measured, [
    () => ({
      BatV: 3.04,
      TempC_SHT: celsius,
      TempC_DS: 327.67,
      ...(humidity !== null && { Hum_SHT: humidity }),
    }),
    () => ({ temperature: celsius, ...(humidity !== null && { humidity }), battery: 93, door: 'closed' }),
    () => ({
      temperatureSensor: { '1': celsius },
      ...(humidity !== null && { humiditySensor: { '2': humidity } }),
      analogInput: { '3': 1.5 },
    }),
  ])();
}

/** The device's own clock and the server's, on which the message came a while later; or the server's alone. */
function clocksOf(at: number, chance: Chance): { own: object; receivedAt: number } {
  const isOwn = at % 1000 === 0 && chance.is(0.5);
  return isOwn
    ? { own: { Systimestamp: at / 1000 }, receivedAt: at + chance.below(30_000) }
    : { own: {}, receivedAt: at };
}

const theThingsStack = byRecord((measured, chance) => {
  const { own, receivedAt } = clocksOf(measured.at, chance);
  // Less than half a millisecond more.
  const nanoseconds = `${iso(receivedAt).slice(0, -1)}${100_000 + chance.below(399_999)}Z`;
  const uplink = {
    end_device_ids: {
      device_id: `eui-${measured.named.toLowerCase()}`,
      application_ids: { application_id: 'cold-rooms' },
      dev_eui: measured.named,
    },
    correlation_ids: [`as:up:${chance.below(1e9)}`],
    received_at: nanoseconds,
    uplink_message: {
      f_port: 2,
      f_cnt: chance.below(60_000),
      frm_payload: 'y7cK',
      decoded_payload: { ...codecOf(measured), ...own },
      rx_metadata: [{ gateway_ids: { gateway_id: 'roof' }, rssi: -97, time: iso(receivedAt - 80) }],
      received_at: iso(receivedAt - 5),
    },
  };
  return {
    record: chance.pick<object>([
      uplink,
      uplink,
      { result: uplink },
      { name: 'as.up.data.forward', data: uplink },
    ]),
  };
});

const chirpStack = byRecord((measured, chance) => {
  const { own, receivedAt } = clocksOf(measured.at, chance);
  return {
    record: {
      deduplicationId: `d-${chance.below(1e9)}`,
      time: chance.is(0.5) ? iso(receivedAt) : isoAhead(receivedAt, 1 + chance.below(9)),
      deviceInfo: { tenantName: 'Trial', deviceName: 'shelf', devEui: measured.named, tags: { floor: '1' } },
      devAddr: '00aa11bb',
      dr: 4,
      fCnt: chance.below(60_000),
      fPort: 2,
      data: 'y7cK',
      object: { ...codecOf(measured), ...own },
      rxInfo: [{ gatewayId: '0a0b0c0d0e0f0001', rssi: -61 }],
    },
  };
});

const hundredths = (value: number): number => Math.round(value * 100) / 100;

const tive = byRecord((measured, chance) => {
  const { named, at, celsius, humidity } = measured;
  const fahrenheit = hundredths(celsius * 1.8 + 32);
  const both = { Celsius: celsius, Fahrenheit: fahrenheit };
  const own = {
    EntityName: `T-${named.slice(-4)}`,
    DeviceId: named,
    ...(chance.is(0.5) ? { EntryTimeEpoch: at, EntryTimeUtc: iso(at) } : { EntryTimeUtc: iso(at) }),
    Cellular: { SignalStrength: 'Fair', Dbm: -101 },
    ...(humidity !== null && { Humidity: { Percentage: humidity } }),
  };
  const exact = ((fahrenheit - 32) * 5) / 9;
  const lost = Math.abs(Math.round(exact) - exact);
  return ofDevice(measured, [
    () => ({ record: { ...own, Temperature: both, ProbeTemperature: { Celsius: null, Fahrenheit: null } } }),
    // The probe is in the goods, the other one in the housing.
    () => ({ record: { ...own, Temperature: { Celsius: 21.5, Fahrenheit: 70.7 }, ProbeTemperature: both } }),
    () => {
      const isClear = lost > 0.05 || lost < 1e-9;
      const rounded = { Celsius: isClear ? Math.round(exact) : null, Fahrenheit: fahrenheit };
      const [warm, ...rest] = meantBy(measured);
      return { record: { ...own, Temperature: rounded }, meant: [{ ...warm!, value: exact }, ...rest] };
    },
  ])();
});

const thingsBoard: StreamWriter = {
  write(measured, chance) {
    const entryOf = ({ at, celsius, humidity }: Measured) => ({
      ts: at,
      values: {
        temperature: chance.is(0.2) ? String(celsius) : celsius,
        ...(humidity !== null && { humidity }),
        rssi: -70,
      },
    });
    const meant = measured.flatMap(meantBy);
    if (chance.is(0.5)) {
      const lists = [...Map.groupBy(measured, ({ named }) => named)].map(([named, own]) => [
        named,
        own.map(entryOf),
      ]);
      return { body: JSON.stringify(Object.fromEntries(lists)), meant };
    }
    return {
      body: JSON.stringify(measured.map((each) => ({ deviceName: each.named, ...entryOf(each) }))),
      meant,
    };
  },
};

const traccar = byRecord((measured, chance) => {
  const { named, at, celsius, humidity } = measured;
  const [north, east] = [(450_000 + chance.below(90_000)) / 1e4, (50_000 + chance.below(90_000)) / 1e4];
  const isValid = chance.is(0.8);
  const fixAt = at - 1000;
  const place: Meant[] = isValid
    ? [{ named, at: fixAt, channel: 'location', value: `${north} ${east}` }]
    : [];
  return {
    record: {
      position: {
        id: chance.below(1e9),
        deviceId: 3,
        protocol: 'teltonika',
        serverTime: iso(at + 9000).replace('Z', '+00:00'),
        deviceTime: iso(at).replace('Z', '+00:00'),
        fixTime: iso(fixAt).replace('Z', '+00:00'),
        outdated: !isValid,
        valid: isValid,
        latitude: north,
        longitude: east,
        speed: 31.2,
        accuracy: 0,
        attributes: {
          priority: 0,
          sat: 9,
          io72: Math.round(celsius * 10),
          [ofDevice(measured, ['temp1', 'bleTemp1'])]: celsius,
          ...(humidity !== null && { humidity }),
          deviceTemp: 40,
        },
      },
      device: { id: 3, uniqueId: named, name: 'trailer', status: 'online' },
    },
    meant: [...meantBy(measured), ...place],
  };
});

const nordic = byRecord(
  ({ named, at, celsius, humidity }, chance) => {
    const isTimed = chance.is(0.7);
    const document = {
      state: {
        reported: {
          dev: { v: { imei: named, brdV: 'thingy91' }, ts: at - 500_000 },
          env: {
            v: { temp: celsius, ...(humidity !== null && { hum: humidity }) },
            ...(isTimed && { ts: at }),
          },
          bat: { v: 4100, ts: at },
        },
      },
      metadata: { reported: { env: { v: { temp: { timestamp: isTimed ? at / 1000 + 20 : at / 1000 } } } } },
      version: chance.below(1000),
    };
    const previous = { state: { reported: { env: { v: { temp: -40 }, ts: at - 60_000 } } } };
    return { record: chance.is(0.5) ? document : { previous, current: document, timestamp: at / 1000 } };
  },
  { inSeconds: true },
);

const who: StreamWriter = {
  inSeconds: true,
  write(measured, chance) {
    const documents = [...Map.groupBy(measured, ({ named }) => named)].map(([named, own]) => {
      // The logger's clock counts from a start; one time of its records says when that was.
      const began = own[0]!.at - 7 * 86_400_000;
      const isRelative = chance.is(0.5);
      return {
        AMFR: 'Trial Cold Chain',
        AMOD: 'X 90',
        ASER: named,
        LSER: `L-${named}`,
        records: own.map(({ at, celsius }, index) => ({
          ABST: isRelative && index > 0 ? null : basic(at),
          RELT: `PT${(at - began) / 1000}S`,
          RTCW: '20260101T000000Z',
          TAMB: 33.1,
          TVC: celsius,
          DORV: 0,
        })),
      };
    });
    return {
      body: JSON.stringify(documents.length === 1 ? documents[0] : documents),
      meant: measured.map(({ named, at, celsius }) => ({
        named,
        at,
        channel: 'temperature',
        value: celsius,
      })),
    };
  },
};

const epcis: StreamWriter = {
  write(measured, chance) {
    const meant: Meant[] = [];
    const events = measured.map((each) => {
      const { named, at, celsius, humidity } = each;
      const [place, clock] = [chance.is(0.5), chance.below(3)];
      const inUnit = chance.pick([
        { uom: 'CEL', given: celsius, value: celsius },
        {
          uom: 'FAH',
          given: hundredths(celsius * 1.8 + 32),
          value: ((hundredths(celsius * 1.8 + 32) - 32) * 5) / 9,
        },
        { uom: 'KEL', given: hundredths(celsius + 273.15), value: hundredths(celsius + 273.15) - 273.15 },
      ]);
      meant.push({ named, at, channel: 'temperature', value: inUnit.value });
      if (humidity !== null) meant.push({ named, at, channel: 'humidity', value: humidity });
      const own = { ...(!place && { deviceID: named }), ...(clock === 0 && { time: iso(at) }) };
      return {
        type: 'ObjectEvent',
        action: 'OBSERVE',
        eventTime: clock === 2 ? isoAhead(at, 2) : iso(at + 45_000),
        eventTimeZoneOffset: '+02:00',
        bizStep: 'sensor_reporting',
        sensorElementList: [
          {
            sensorMetadata: {
              ...(place && { deviceID: named }),
              ...(clock === 1 && { time: isoAhead(at, 3) }),
            },
            sensorReport: [
              {
                type: ofDevice(each, ['Temperature', 'gs1:Temperature']),
                value: inUnit.given,
                uom: inUnit.uom,
                ...own,
              },
              ...(humidity === null
                ? []
                : [{ type: 'RelativeHumidity', value: humidity, uom: 'P1', ...own }]),
              { type: 'AbsoluteHumidity', value: 4.4, uom: 'A93', ...own },
            ],
          },
        ],
      };
    });
    const document = { type: 'EPCISDocument', schemaVersion: '2.0', epcisBody: { eventList: events } };
    return { body: JSON.stringify(events.length === 1 && chance.is(0.5) ? events[0] : document), meant };
  },
};

const declared: StreamWriter = {
  inSeconds: true,
  mapping: {
    records: 'report.probes',
    devices: ['report.probes.id.serial', 'report.probes.id.label'],
    times: [
      { path: 'report.probes.taken', form: 'seconds', clock: 'device' },
      { path: 'report.sent', form: 'iso', clock: 'receipt' },
    ],
    values: [
      { channel: 'temperature', path: 'report.probes.tenths', unit: '°C', factor: 0.1 },
      { channel: 'temperature', path: 'report.probes.f', unit: '°F' },
      { channel: 'humidity', path: 'report.probes.air.rh', unit: '%RH' },
    ],
  },
  write(measured, chance) {
    const meant: Meant[] = [];
    const probes = measured.map(({ named, at, celsius, humidity }) => {
      const isTenths = chance.is(0.5);
      const [tenths, fahrenheit] = [Math.round(celsius * 10), hundredths(celsius * 1.8 + 32)];
      const value = isTenths ? tenths / 10 : ((fahrenheit - 32) * 5) / 9;
      meant.push({ named, at, channel: 'temperature', value });
      if (humidity !== null) meant.push({ named, at, channel: 'humidity', value: humidity });
      return {
        id: chance.is(0.5) ? { serial: named } : { label: named },
        taken: chance.is(0.2) ? String(at / 1000) : at / 1000,
        ...(isTenths ? { tenths } : { f: fahrenheit }),
        ...(humidity !== null && { air: { rh: humidity } }),
      };
    });
    return {
      body: JSON.stringify({ report: { sent: iso(measured[0]!.at), probes }, firmware: '7.1' }),
      meant,
    };
  },
};

/** A writer of each platform from which streams are read, made without the product's code. */
export const streamWriters: Readonly<Record<string, StreamWriter>> = {
  'The Things Stack': theThingsStack,
  ChirpStack: chirpStack,
  Tive: tive,
  ThingsBoard: thingsBoard,
  'Traccar with Teltonika': traccar,
  "Nordic's asset tracker": nordic,
  'WHO E006/DS01': who,
  'EPCIS 2.0 sensor events': epcis,
  'a declared mapping': declared,
};
