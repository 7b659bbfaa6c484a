import { isObject } from './json-path.ts';
import { fields, measured } from './measured-value.ts';
import type { JsonObject, MeasuredValue, RecordLayout } from './record-layout.ts';
import { iso } from './time-forms.ts';

/**
 * Traccar's positions, alone or as it forwards them (`position` with `device`). Documented:
 * https://www.traccar.org/api-reference; units by the comments of its `Position` class: temp1, bleTemp1 and so on in °C,
 * batteryLevel in percent, accuracy in metres. Times are ISO 8601, or milliseconds in version 5.
 */
export const traccar: RecordLayout = {
  name: 'Traccar position',
  recognises: (record) => {
    const position = positionOf(record);
    return 'fixTime' in position && 'deviceId' in position && isObject(position['attributes']);
  },
  parts: (record) => [{ ...positionOf(record), device: record['device'] }],
  devices: ['device.uniqueId', 'deviceId', 'device.name'],
  groups: [
    {
      times: [
        { path: 'deviceTime', form: iso, clock: 'device' },
        { path: 'fixTime', form: iso, clock: 'device' },
        { path: 'serverTime', form: iso, clock: 'receipt' },
      ],
      values: (part) => [...temperaturesOf(part), ...others(part)],
    },
    { times: [{ path: 'fixTime', form: iso, clock: 'device' }], values: fixOf, isLastFix: true },
  ],
  notRead: 'deviceTemp (the tracker itself)',
};

const others = fields(
  { path: 'attributes.humidity', quantity: 'humidity', unit: '%RH' },
  { path: 'attributes.batteryLevel', quantity: 'battery', unit: '%' },
);

const fix = fields(
  { path: 'latitude', quantity: 'latitude', unit: '°' },
  { path: 'longitude', quantity: 'longitude', unit: '°' },
);

/** A position that the tracker itself calls invalid is not one. An accuracy of 0 means that it is not known. */
function fixOf(part: JsonObject): readonly MeasuredValue[] {
  if (part['valid'] === false) return [];
  const { accuracy } = part;
  return typeof accuracy === 'number' && accuracy > 0
    ? [...fix(part), { name: 'accuracy', quantity: 'accuracy', unit: 'm', value: accuracy }]
    : fix(part);
}

function temperaturesOf({ attributes }: JsonObject): readonly MeasuredValue[] {
  return Object.entries(attributes as JsonObject).flatMap(([key, value]) =>
    /^(?:temp|bleTemp)\d+$/.test(key)
      ? [measured({ name: `attributes.${key}`, quantity: 'temperature', unit: '°C', value })]
      : [],
  );
}

const positionOf = (record: JsonObject): JsonObject =>
  isObject(record['position']) ? record['position'] : record;
