import { temperatureUnitNamed, unitInWords } from '../temperature-unit.ts';
import { objectsAt } from './json-path.ts';
import { measured } from './measured-value.ts';
import type { JsonObject, MeasuredValue, RecordLayout } from './record-layout.ts';
import { seconds } from './time-forms.ts';

/** T&D's devices have at most this many channels. */
const channelsAtMost = 8;

/**
 * T&D WebStorage: readings with their times in seconds, and for each channel its value and unit. Documented:
 * https://www.webstorage-service.com/docs/api/reference/devices_data.html; there the units stand in `channel`, in other
 * exports beside each value. The unit says what a channel measures; one without a unit is not read.
 */
export const tandd: RecordLayout = {
  name: 'T&D WebStorage',
  recognises: (record) =>
    objectsAt(record, 'data').some(
      (row) => 'unixtime' in row && Object.keys(row).some((key) => /^ch\d$/.test(key)),
    ),
  parts: (record) => {
    const units = Object.fromEntries(
      objectsAt(record, 'channel').flatMap(({ num, unit }) =>
        typeof num === 'string' || typeof num === 'number' ? [[`ch${num}_unit`, unit] as const] : [],
      ),
    );
    return objectsAt(record, 'data').map((row) => ({
      'remote-serial': record['remote-serial'],
      serial: record['serial'],
      data: { ...units, ...row },
    }));
  },
  devices: ['remote-serial', 'serial'],
  groups: [{ times: [{ path: 'data.unixtime', form: seconds, clock: 'device' }], values: valuesOf }],
};

function valuesOf({ data }: JsonObject): readonly MeasuredValue[] {
  const row = data as JsonObject;
  const found: MeasuredValue[] = [];
  for (let channel = 1; channel <= channelsAtMost; channel++) {
    const [value, named] = [row[`ch${channel}`], row[`ch${channel}_unit`]];
    if (value === undefined || typeof named !== 'string') continue;
    const name = `data.ch${channel}`;
    const letter = temperatureUnitNamed(named);
    if (letter !== null)
      found.push(
        measured({ name, quantity: 'temperature', unit: letter === 'K' ? 'K' : unitInWords(letter), value }),
      );
    else if (/^%(?: ?RH)?$/i.test(named)) found.push({ name, quantity: 'humidity', unit: '%RH', value });
    else if (/^hPa$/i.test(named)) found.push(measured({ name, quantity: 'pressure', unit: 'hPa', value }));
  }
  return found;
}
