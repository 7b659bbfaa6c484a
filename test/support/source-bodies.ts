/**
 * Bodies as network servers, trackers and platforms send them, each about one device, with one temperature at a time.
 */

const iso = (at: number): string => new Date(at).toISOString();
/** WHO E006/DS01: the basic form of ISO 8601, in whole seconds. */
const basic = (at: number): string => `${iso(at).slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

export type SourceKindName =
  | 'The Things Stack'
  | 'ChirpStack'
  | 'Tive'
  | 'ThingsBoard'
  | 'Traccar with Teltonika'
  | "Nordic's asset tracker"
  | 'WHO E006/DS01'
  | 'EPCIS 2.0';

/** A record about a device with a temperature in °C at a time (epoch milliseconds, whole seconds). */
type RecordOf = (device: string, celsius: number, at: number) => object;

export const sourceRecords: Readonly<Record<SourceKindName, RecordOf>> = {
  'The Things Stack': (device, celsius, at) => ({
    end_device_ids: { device_id: `box-${device.toLowerCase()}`, dev_eui: device },
    received_at: iso(at),
    uplink_message: {
      f_port: 2,
      frm_payload: 'AQID',
      decoded_payload: { TempC_SHT: celsius, BatV: 3.01 },
      rx_metadata: [{ gateway_ids: { gateway_id: 'dock' }, rssi: -101 }],
    },
  }),
  ChirpStack: (device, celsius, at) => ({
    time: iso(at),
    deviceInfo: { devEui: device, deviceName: 'fridge' },
    fPort: 85,
    object: { temperature: celsius },
  }),
  Tive: (device, celsius, at) => ({
    EntityName: 'T1',
    DeviceId: device,
    EntryTimeEpoch: at,
    EntryTimeUtc: iso(at),
    Temperature: { Celsius: celsius, Fahrenheit: null },
  }),
  ThingsBoard: (device, celsius, at) => ({ [device]: [{ ts: at, values: { temperature: celsius } }] }),
  'Traccar with Teltonika': (device, celsius, at) => ({
    device: { id: 7, uniqueId: device, name: 'lorry' },
    position: {
      deviceId: 7,
      protocol: 'teltonika',
      serverTime: iso(at + 4000),
      deviceTime: iso(at),
      fixTime: iso(at),
      valid: true,
      attributes: { temp1: celsius, io72: Math.round(celsius * 10) },
    },
  }),
  "Nordic's asset tracker": (device, celsius, at) => ({
    state: {
      reported: { dev: { v: { imei: device } }, env: { v: { temp: celsius }, ts: at } },
    },
    metadata: { reported: { env: { v: { temp: { timestamp: Math.round(at / 1000) + 30 } } } } },
  }),
  'WHO E006/DS01': (device, celsius, at) => ({
    AMFR: 'Frost',
    ASER: device,
    records: [{ ABST: basic(at), TVC: celsius, TAMB: 31 }],
  }),
  'EPCIS 2.0': (device, celsius, at) => ({
    eventTime: iso(at + 60_000),
    sensorElementList: [
      {
        sensorMetadata: { deviceID: device, time: iso(at) },
        sensorReport: [{ type: 'Temperature', value: celsius, uom: 'CEL' }],
      },
    ],
  }),
};
