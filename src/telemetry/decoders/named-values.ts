import type { ScalarChannel } from '../../model/channels/channels.ts';
import { namesTemperatureUnit, temperatureUnitNamed } from '../temperature-unit.ts';
import { isPrintable } from '../../model/printable.ts';
import { isObject, valueAt } from './json-path.ts';
import { measuredIn } from './measured-value.ts';
import type { JsonObject, MeasuredValue } from './record-layout.ts';

/** Keys of a temperature, as words: "temperature", "externalTemperature", "temp_c", "temperature_chn1". */
const temperature =
  /^(?:(?:external|ext|internal|probe|ambient|air|water|surface|product|sensor) )?(?:temp|temperature|tmp)(?: ?(?:ch|chn|channel|probe|sensor)? ?\d+)?(?: (?:external|internal|probe|ambient))?(?: (?:in )?(?:deg(?:rees?)? ?)?(?<unit>c|celsius|f|fahrenheit|k|kelvin))?$/;
const humidity = /^(?:relative |rel |air )?(?:humidity|hum|rh)(?: ?\d+)?(?: (?:percent|pct|rh))?$/;
/** A pressure is only read if its key names the unit, because decoders use several. */
const pressure = /^(?:barometric |air |atmospheric )?pressure(?: ?\d+)? (?<unit>hpa|kpa|mbar|pa)$/;
/** A charge is only read if its key says that it is one, because "battery" is often a voltage. */
const battery = /^batt(?:ery)? (?:percent|percentage|pct|level percent)$/;
const position = /^(?:gps|gnss|location|position)(?: ?\d+)?$/;

/**
 * Dragino's decoders (LHT52, LHT65, D20 to D23, S31): SHT is the built-in sensor, DS and the numbers are external
 * probes, all in °C and %RH; 327.67 °C means that no probe is connected and lies outside the bounds of a temperature.
 * BatV is a voltage.
 */
const dragino: { readonly [key: string]: Kind } = {
  TempC_SHT: { quantity: 'temperature', unit: '°C' },
  TempC_DS: { quantity: 'temperature', unit: '°C' },
  TempC1: { quantity: 'temperature', unit: '°C' },
  TempC2: { quantity: 'temperature', unit: '°C' },
  TempC3: { quantity: 'temperature', unit: '°C' },
  Hum_SHT: { quantity: 'humidity', unit: '%RH' },
};

/** At most this many keys of an object are read, and characters of a key. */
const keysAtMost = 200;
const charactersAtMost = 40;

/**
 * Reads the values of an object whose keys a decoder of the user's device chose, such as the decoded payload of a
 * LoRaWAN network server: by Dragino's keys, the usual names of the channels, and Cayenne LPP's (`temperature_1`,
 * `temperatureSensor: {"1": 22.5}`). The unit is that of the key, of the value ({value, unit}) or of a key beside it
 * ("temperature_unit"). Without any, a temperature is read in °C, as in plain JSON.
 */
export function namedValues(path: string): (part: JsonObject) => readonly MeasuredValue[] {
  return (part) => {
    const object = valueAt(part, path);
    return isObject(object) ? valuesOf(object, path) : [];
  };
}

/** Whether a key names a value that `namedValues` reads. */
export function namesValue(key: string): boolean {
  return kindOf(key) !== null;
}

function valuesOf(object: JsonObject, path: string): readonly MeasuredValue[] {
  const stated = statedUnit(object);
  const found: MeasuredValue[] = [];
  for (const [key, given] of Object.entries(object).slice(0, keysAtMost)) {
    const name = `${path}.${key}`;
    if (isObject(given) && position.test(wordsOf(key))) found.push(...positionOf(given, name));
    const kind = kindOf(key);
    if (kind === null) continue;
    for (const [each, value, unit] of unwrapped(given, name)) {
      const named = unit ?? kind.unit ?? (kind.quantity === 'temperature' ? stated : null);
      const field = { name: each, quantity: kind.quantity, value };
      found.push(named === null ? inOwnUnit(field) : measuredIn(named, field));
    }
  }
  return [...found, ...positionOf(object, path)];
}

type Kind = { readonly quantity: ScalarChannel; readonly unit: string | null };

function kindOf(key: string): Kind | null {
  if (key.length > charactersAtMost || !isPrintable(key)) return null;
  if (Object.hasOwn(dragino, key)) return dragino[key]!;
  const words = wordsOf(key);
  const warm = temperature.exec(words);
  if (warm !== null) {
    const unit = warm.groups?.['unit'];
    return { quantity: 'temperature', unit: unit === undefined ? null : unitInName(unit) };
  }
  if (humidity.test(words)) return { quantity: 'humidity', unit: '%RH' };
  if (battery.test(words)) return { quantity: 'battery', unit: '%' };
  const pressed = pressure.exec(words)?.groups?.['unit'];
  return pressed === undefined ? null : { quantity: 'pressure', unit: pressed };
}

const unitInName = (letters: string): string =>
  letters.startsWith('f') ? '°F' : letters.startsWith('k') ? 'K' : '°C';

function wordsOf(key: string): string {
  return key
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .replaceAll(/[\s_.\-:/%°]+/gu, ' ')
    .trim()
    .toLowerCase()
    .replace(/ sensor$/, '');
}

/** A value, or those of a list by number, each with the unit that it names itself. */
function unwrapped(given: unknown, name: string): (readonly [string, unknown, string | null])[] {
  if (!isObject(given)) return [[name, given, null]];
  if ('value' in given) {
    const unit = given['unit'] ?? given['unitId'];
    return [[name, given['value'], typeof unit === 'string' ? unit : null]];
  }
  const numbered = Object.entries(given).slice(0, keysAtMost);
  return numbered.length > 0 && numbered.every(([key]) => /^\d+$/.test(key))
    ? numbered.map(([key, value]) => [`${name}.${key}`, value, null] as const)
    : [[name, given, null]];
}

/** A value whose unit nothing states; only the key of a temperature leaves it open. */
function inOwnUnit(field: Omit<MeasuredValue, 'unit'>): MeasuredValue {
  return { ...field, unit: '°C', isUnitOpen: true };
}

function statedUnit(object: JsonObject): string | null {
  for (const [key, value] of Object.entries(object).slice(0, keysAtMost))
    if (typeof value === 'string' && namesTemperatureUnit(key) && temperatureUnitNamed(value) !== null)
      return value;
  return null;
}

/** Latitude and longitude in °, and the radius of their accuracy in metres. */
function positionOf(object: JsonObject, path: string): readonly MeasuredValue[] {
  return (['latitude', 'longitude', 'accuracy'] as const).flatMap((quantity) =>
    object[quantity] === undefined || object['latitude'] === undefined
      ? []
      : [
          {
            name: `${path}.${quantity}`,
            quantity,
            unit: quantity === 'accuracy' ? 'm' : '°',
            value: object[quantity],
          },
        ],
  );
}
