import { isObject } from './json-path.ts';
import { measuredIn } from './measured-value.ts';
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
  const unit = typeof stated === 'string' ? stated : '(no unit)';
  return sensorsOf(part).flatMap(([sensor, { Temperature, Humidity }]): MeasuredValue[] => {
    const warm = { name: `${sensor}.Temperature`, quantity: 'temperature', value: Temperature } as const;
    const humid = { name: `${sensor}.Humidity`, quantity: 'humidity', value: Humidity } as const;
    return [
      ...(Temperature === undefined ? [] : [measuredIn(unit, warm)]),
      ...(Humidity === undefined ? [] : [measuredIn('%RH', humid)]),
    ];
  });
}
