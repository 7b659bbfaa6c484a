import { isObject, valueAt } from './json-path.ts';
import { fields, measured } from './measured-value.ts';
import type { JsonObject, MeasuredValue, RecordLayout } from './record-layout.ts';
import { iso, milliseconds } from './time-forms.ts';

/** The temperatures of a tracker. A probe is in the goods, so it replaces the built-in sensor. */
const temperatures = [
  { key: 'Temperature', overrides: [] },
  { key: 'ExternalTemperature', overrides: [] },
  { key: 'ProbeTemperature', overrides: ['Temperature.Celsius', 'Temperature.Fahrenheit'] },
] as const;

/** Tive's webhook, by its fields in two integrations of it; the units are in their names. */
export const tive: RecordLayout = {
  name: 'Tive webhook',
  recognises: (record) =>
    ('EntryTimeEpoch' in record || 'EntryTimeUtc' in record) &&
    ('DeviceId' in record || 'EntityName' in record),
  devices: ['DeviceId', 'DeviceName', 'EntityName'],
  groups: [
    {
      times: [
        { path: 'EntryTimeEpoch', form: milliseconds, clock: 'device' },
        { path: 'EntryTimeUtc', form: iso, clock: 'device' },
      ],
      values: (part) => [...temperatures.flatMap((each) => temperatureOf(part, each)), ...others(part)],
    },
  ],
};

const others = fields(
  { path: 'Humidity.Percentage', quantity: 'humidity', unit: '%RH' },
  { path: 'Location.Latitude', quantity: 'latitude', unit: '°' },
  { path: 'Location.Longitude', quantity: 'longitude', unit: '°' },
  { path: 'Location.Accuracy.Meters', quantity: 'accuracy', unit: 'm' },
);

/** The same temperature stands there in both units; degrees Fahrenheit are read where there are no degrees Celsius. */
function temperatureOf(
  part: JsonObject,
  { key, overrides }: (typeof temperatures)[number],
): readonly MeasuredValue[] {
  if (!isObject(part[key])) return [];
  const [celsius, fahrenheit] = [valueAt(part, `${key}.Celsius`), valueAt(part, `${key}.Fahrenheit`)];
  const isCelsius = (celsius ?? null) !== null || (fahrenheit ?? null) === null;
  return [
    measured({
      name: `${key}.${isCelsius ? 'Celsius' : 'Fahrenheit'}`,
      quantity: 'temperature',
      unit: isCelsius ? '°C' : '°F',
      value: isCelsius ? (celsius ?? null) : fahrenheit,
      overrides,
    }),
  ];
}
