import { scalarChannelDefinitions, scalarChannels } from '../model/channels/channels.ts';
import { excerpt } from '../model/printable.ts';
import { quantities } from './payload-readings.ts';
import { namesTemperatureUnit, temperatureUnitNamed, unitInWords } from './temperature-unit.ts';

/** The keys of a plain record that are read. */
const known = new Set(['time', ...Object.keys(quantities), 'accuracy']);

/** Other spellings of the known keys, as words in lower case. */
const spellings: ReadonlyMap<string, string> = new Map<string, string>([
  ...scalarChannels.flatMap((channel) =>
    scalarChannelDefinitions[channel].spellings.map((words) => [words, channel] as const),
  ),
  ['lat', 'latitude'],
  ['lon', 'longitude'],
  ['lng', 'longitude'],
  ['long', 'longitude'],
]);
/** Words after a key that name its unit, or say that it is the value itself. */
const unitWords = new Set([
  ...Object.values(scalarChannelDefinitions).flatMap(({ units }) =>
    units.flatMap(({ names }) => names.flatMap((name) => wordsOf(name))),
  ),
  'deg',
  'degree',
  'degrees',
  'pct',
  'value',
  'val',
  'reading',
]);

/** A cache of keys, because a device uses the same ones in every message. */
const cachedNames = new Map<string, string | null>();
const evaluatedAtMost = 500;

/**
 * Returns the known key that another key seems to mean: it differs in case, white space, underscores or a trailing
 * unit, or is a usual abbreviation ("Temperature", "temp", "temperature_c"). Returns null for the known keys and for
 * all others.
 */
export function nearKnown(key: string): string | null {
  let near = cachedNames.get(key);
  if (near === undefined) {
    near = known.has(key) ? null : nearOf(key);
    if (cachedNames.size < evaluatedAtMost && key.length <= 40) cachedNames.set(key, near);
  }
  return near;
}

function nearOf(key: string): string | null {
  if (key.length > 60) return null;
  const words = wordsOf(key);
  let hasUnit = false;
  for (;;) {
    const name = words.join(' ');
    const together = words.join('');
    if (known.has(together)) return together;
    const near = spellings.get(name);
    if (near !== undefined) return near;
    if (hasUnit && name === 't') return 'temperature';
    if (words.length < 2 || !unitWords.has(words.at(-1)!)) return null;
    words.pop();
    hasUnit = true;
  }
}

function wordsOf(key: string): string[] {
  return key
    .normalize('NFKC')
    .replaceAll(/[\u200b-\u200f\ufeff]/g, '')
    .replaceAll('°', ' ')
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .split(/[\s_.\-:,/%[\](){}"']+/u)
    .filter((word) => word !== '');
}

const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * Returns why a record is refused because of a key that is not read: one that seems to mean a known key, an object that
 * contains one, or a foreign unit of temperature next to a temperature. Null if there is no such key; other keys are
 * ignored.
 */
export function unreadKeyOf(record: { readonly [key: string]: unknown }): string | null {
  for (const key in record) {
    if (known.has(key)) continue;
    const value = record[key];
    if (value === undefined) continue;
    const near = nearKnown(key);
    if (near !== null) return `${excerpt(key)} is not read; write "${near}", in its unit`;
    if (isText(value)) {
      const unit = namesTemperatureUnit(key) ? temperatureUnitNamed(value) : null;
      if (unit !== null && unit !== 'C' && record['temperature'] !== undefined)
        return `${excerpt(key)} says ${unitInWords(unit)}, and temperature is read in °C; send it in °C`;
    } else if (typeof value === 'object' && value !== null) {
      const inside = knownInside(value);
      if (inside !== null)
        return `${excerpt(key)} holds ${excerpt(inside.key)}, which is not read there; write "${inside.near}" beside "time"`;
    }
  }
  return null;
}

/** Returns a key, at any depth of an object, that is a known channel or seems to mean one. */
function knownInside(value: object): { key: string; near: string } | null {
  const open: object[] = [value];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    const isList = Array.isArray(each);
    for (const [key, inner] of Object.entries(each) as [string, unknown][]) {
      const near = isList ? null : (nearKnown(key) ?? (known.has(key) ? key : null));
      const isChannel = near !== null && near !== 'time' && near !== 'accuracy';
      // An object that lists the units by channel contains no values.
      const isUnit = isText(inner) && temperatureUnitNamed(inner) === 'C';
      if (isChannel && !isUnit) return { key, near };
      if (typeof inner === 'object' && inner !== null) open.push(inner);
    }
  }
  return null;
}
