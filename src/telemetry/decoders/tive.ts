import { isObject, valueAt } from './json-path.ts';
import { fields, measured } from './measured-value.ts';
import type { JsonObject, MeasuredValue, RecordLayout } from './record-layout.ts';
import { iso, milliseconds } from './time-forms.ts';

/** The temperatures of a tracker. A probe is in the goods, so it replaces the built-in sensor. */
const temperatures = [
  { key: 'Temperature', overrides: [] },
  { key: 'ExternalTemperature', overrides: [] },
  { key: 'ProbeTemperature', overrides: ['Temperature.Celsius'] },
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

/**
 * The same temperature stands there in both units. Degrees Celsius are read, unless there are none, or they were rounded
 * and the degrees Fahrenheit are finer.
 */
function temperatureOf(
  part: JsonObject,
  { key, overrides }: (typeof temperatures)[number],
): readonly MeasuredValue[] {
  if (!isObject(part[key])) return [];
  const [celsius, fahrenheit] = [valueAt(part, `${key}.Celsius`), valueAt(part, `${key}.Fahrenheit`)];
  const isCelsius =
    ((celsius ?? null) !== null || (fahrenheit ?? null) === null) && !isRounded(celsius, fahrenheit);
  return [
    measured({
      // One name for both, or a message in which only some degrees were rounded would seem to have two sensors.
      name: `${key}.Celsius`,
      quantity: 'temperature',
      unit: isCelsius ? '°C' : '°F',
      value: isCelsius ? (celsius ?? null) : fahrenheit,
      overrides,
    }),
  ];
}

/** Whether degrees Celsius are what rounding the degrees Fahrenheit gives, and these have more to say. */
function isRounded(celsius: unknown, fahrenheit: unknown): boolean {
  if (typeof celsius !== 'number' || typeof fahrenheit !== 'number') return false;
  const exact = ((fahrenheit - 32) * 5) / 9;
  const lost = Math.abs(exact - celsius);
  // A step of the last digit of degrees Fahrenheit is five ninths of one in degrees Celsius.
  return lost > 1e-9 && lost < stepOf(celsius) && lost > 0.6 * stepOf(fahrenheit) * (5 / 9);
}

/** The step of the last digit with which a number is written. */
function stepOf(number: number): number {
  const decimals = /^-?\d+(?:\.(\d+))?$/.exec(String(number))?.[1]?.length ?? 0;
  return 10 ** -decimals;
}
