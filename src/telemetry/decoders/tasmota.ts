import { temperatureUnitNamed, unitInWords } from '../temperature-unit.ts';
import { isObject, valueAt } from './json-path.ts';
import { measured } from './measured-value.ts';
import type { JsonObject, MeasuredValue, RecordLayout } from './record-layout.ts';
import { iso } from './time-forms.ts';

/**
 * Tasmota's SENSOR message: sensors by their name, the unit of all temperatures in TempUnit. Documented:
 * https://tasmota.github.io/docs/MQTT and .../Commands (`Time`, `TempUnit`, `PressureUnit`). `Time` is the local time of
 * the device; it is read where it has an offset.
 */
export const tasmota: RecordLayout = {
  name: 'Tasmota SENSOR message',
  recognises: (record) => 'Time' in record && 'TempUnit' in record && sensorsOf(record).length > 0,
  devices: [],
  groups: [{ times: [{ path: 'Time', form: iso, clock: 'device' }], values: valuesOf }],
  notRead: 'DewPoint',
};

function sensorsOf(record: JsonObject): readonly (readonly [string, JsonObject])[] {
  return Object.entries(record).filter(
    (entry): entry is [string, JsonObject] =>
      isObject(entry[1]) && ('Temperature' in entry[1] || 'Humidity' in entry[1]),
  );
}

function valuesOf(part: JsonObject): readonly MeasuredValue[] {
  const stated = part['TempUnit'];
  const letter = typeof stated === 'string' ? temperatureUnitNamed(stated) : null;
  return sensorsOf(part).flatMap(([sensor]): MeasuredValue[] => {
    const [warm, humid] = [valueAt(part, `${sensor}.Temperature`), valueAt(part, `${sensor}.Humidity`)];
    return [
      ...(warm === undefined || letter === null
        ? []
        : [
            measured({
              name: `${sensor}.Temperature`,
              quantity: 'temperature' as const,
              unit: letter === 'K' ? 'K' : unitInWords(letter),
              value: warm,
            }),
          ]),
      ...(humid === undefined
        ? []
        : [{ name: `${sensor}.Humidity`, quantity: 'humidity' as const, unit: '%RH', value: humid }]),
    ];
  });
}
