import { UnreadableText } from '../unreadable.ts';
import { isObject } from './json-path.ts';
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
 * The same temperature stands there in both units. Degrees Celsius are read, unless there are none, or they were
 * rounded and the degrees Fahrenheit are finer. Its name does not depend on which of them was read: it is one sensor.
 * Where the two contradict each other, which of them was measured is not known.
 */
function temperatureOf(
  part: JsonObject,
  { key, overrides }: (typeof temperatures)[number],
): readonly MeasuredValue[] {
  const both = part[key];
  if (!isObject(both)) return [];
  const { Celsius: celsius = null, Fahrenheit: fahrenheit = null } = both;
  const field = {
    // One name for both, or a message in which only some degrees were rounded would seem to have two sensors.
    name: `${key}.Celsius`,
    quantity: 'temperature',
    overrides,
  } as const;
  const apart =
    typeof celsius === 'number' && typeof fahrenheit === 'number' ? apartBy(celsius, fahrenheit) : null;
  if (apart === 'contradicting')
    return [
      { ...field, unit: '°C', value: new UnreadableText(`${String(celsius)} °C, ${String(fahrenheit)} °F`) },
    ];
  const isCelsius = (celsius !== null || fahrenheit === null) && apart !== 'rounded';
  return [measured({ ...field, unit: isCelsius ? '°C' : '°F', value: isCelsius ? celsius : fahrenheit })];
}

/**
 * How degrees Celsius differ from the same temperature in degrees Fahrenheit: they are what rounding these gives, and
 * these have more to say; or by more than rounding both can explain. Null otherwise.
 */
function apartBy(celsius: number, fahrenheit: number): 'rounded' | 'contradicting' | null {
  const lost = Math.abs(((fahrenheit - 32) * 5) / 9 - celsius);
  // A step of the last digit of degrees Fahrenheit is five ninths of one in degrees Celsius.
  const [step, finer] = [stepOf(celsius), stepOf(fahrenheit) * (5 / 9)];
  if (lost > step + finer) return 'contradicting';
  return lost > 1e-9 && lost < step && lost > 0.6 * finer ? 'rounded' : null;
}

/** The step of the last digit with which a number is written. */
function stepOf(number: number): number {
  const decimals = /^-?\d+(?:\.(\d+))?$/.exec(String(number))?.[1]?.length ?? 0;
  return 10 ** -decimals;
}
