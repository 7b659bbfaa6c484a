import type { ScalarChannel } from '../../model/channels/channels.ts';
import { temperatureUnitNamed } from '../temperature-unit.ts';
import { objectsAt } from './json-path.ts';
import { measuredIn } from './measured-value.ts';
import type { JsonObject, MeasuredValue, RecordLayout } from './record-layout.ts';
import { seconds } from './time-forms.ts';

/** T&D's devices have at most this many channels. */
const channelsAtMost = 8;

/**
 * T&D WebStorage: readings with their times in seconds, and for each channel its value and unit. Documented:
 * https://www.webstorage-service.com/docs/api/reference/devices_data.html and devices_device.html (the current readings
 * of `devices`). In readings the units stand in `channel`, or beside each value. The unit says what a channel measures;
 * one without a unit is not read.
 */
export const tandd: RecordLayout = {
  name: 'T&D WebStorage',
  recognises: (record) => isReadings(record) || isCurrent(record),
  parts: (record) => (isCurrent(record) ? currentParts(record) : readingParts(record)),
  devices: ['remote-serial', 'serial'],
  groups: [{ times: [{ path: 'data.unixtime', form: seconds, clock: 'device' }], values: valuesOf }],
};

const isReadings = (record: JsonObject): boolean =>
  objectsAt(record, 'data').some(
    (row) => 'unixtime' in row && Object.keys(row).some((key) => /^ch\d$/.test(key)),
  );

const isCurrent = (record: JsonObject): boolean =>
  objectsAt(record, 'devices').some((device) => 'unixtime' in device && Array.isArray(device['channel']));

function readingParts(record: JsonObject): readonly JsonObject[] {
  const units = channelsBy(record, (number, { unit }) => [[`ch${number}_unit`, unit]]);
  const { serial } = record;
  return objectsAt(record, 'data').map((row) => ({
    'remote-serial': record['remote-serial'],
    serial,
    data: { ...units, ...row },
  }));
}

function currentParts(record: JsonObject): readonly JsonObject[] {
  return objectsAt(record, 'devices').map((device) => ({
    serial: device['serial'],
    data: {
      unixtime: device['unixtime'],
      ...channelsBy(device, (number, { value, unit }) => [
        [`ch${number}`, value],
        [`ch${number}_unit`, unit],
      ]),
    },
  }));
}

/** Fields of a record's list of channels, by the channels' numbers. */
function channelsBy(
  record: JsonObject,
  entriesOf: (number: string | number, channel: JsonObject) => readonly (readonly [string, unknown])[],
): JsonObject {
  return Object.fromEntries(
    objectsAt(record, 'channel').flatMap((channel) => {
      const { num } = channel;
      // Others would only be copied into every reading.
      const isRead = (typeof num === 'string' || typeof num === 'number') && /^[1-8]$/.test(String(num));
      return isRead ? entriesOf(num, channel) : [];
    }),
  );
}

function valuesOf({ data }: JsonObject): readonly MeasuredValue[] {
  const row = data as JsonObject;
  const found: MeasuredValue[] = [];
  for (let channel = 1; channel <= channelsAtMost; channel++) {
    const [value, named] = [row[`ch${channel}`], row[`ch${channel}_unit`]];
    if (value === undefined || typeof named !== 'string') continue;
    const name = `data.ch${channel}`;
    const quantity = quantityOf(named);
    if (quantity !== null) found.push(measuredIn(named, { name, quantity, value }));
  }
  return found;
}

function quantityOf(unit: string): ScalarChannel | null {
  if (temperatureUnitNamed(unit) !== null) return 'temperature';
  if (/^%(?:RH)?$/i.test(unit)) return 'humidity';
  return /^hPa$/i.test(unit) ? 'pressure' : null;
}
