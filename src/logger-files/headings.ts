import { type Column, isColumnName, namesUnit, unitOf } from './column.ts';
import { UnusableArgument, UnusableFile } from './logger-file.ts';
import { hasNumber } from './number-cells.ts';
import { excerpt } from '../model/printable.ts';
import { isFixed, meaningsIn } from './zone.ts';
import { zoneAbbreviations } from './zone-abbreviations.ts';

/** The parsed heading of a CSV file. */
export type Heading = {
  readonly names: readonly string[];
  readonly timeIndex: number;
  readonly columns: readonly Column[];
};

/**
 * Whether a row without a readable time repeats the file's heading.
 *
 * @throws {UnusableFile} when it is a different heading, because the rows below it do not fit the first one.
 */
export function isHeadingAgain(cells: readonly string[], line: number, heading: Heading): boolean {
  if (cells.some(hasNumber)) return false;
  // A pasted part may use another separator.
  const words = namesIn(cells.flatMap((cell) => cell.split(/[,;\t]/)));
  const isHeading =
    words.includes('time') ||
    words.some((word) => word.includes('[') && isColumnName(word)) ||
    heading.columns.some(({ index }) => isColumnName(cells[index] ?? ''));
  if (!isHeading) return false;
  if (namesIn(cells).join('\n') === namesIn(heading.names).join('\n')) return true;
  throw new UnusableFile(
    `line ${line}: another heading begins there, ${excerpt(cells.join(', '))}, and its rows cannot be read by the first one; split the file there`,
  );
}

function namesIn(cells: readonly string[]): string[] {
  const names = cells.map((cell) =>
    cell
      .replace(/^\ufeff/, '')
      .trim()
      .toLowerCase(),
  );
  while (names.at(-1) === '') names.pop();
  return names;
}

/** The row of units below a heading, with the time zone that it names for the times, if any. */
export type UnitsRow = { readonly line: number; readonly zone: NamedZone | null };

/**
 * Parses the first row below a heading as a row of units; null if it is none.
 *
 * @throws {UnusableFile} when it names a unit other than the one in which a column is read.
 */
export function unitsRowOf(
  cells: readonly string[],
  line: number,
  { names, timeIndex, columns }: Heading,
): UnitsRow | null {
  const given = columns.filter(({ index }) => (cells[index] ?? '') !== '');
  if (given.some(({ index }) => hasNumber(cells[index]!))) return null;
  let isUnits = true;
  for (const { quantity, index, unit } of given) {
    const cell = spelledUnit(cells[index]!);
    const named = unitOf(quantity, cell);
    if (named === undefined && !namesUnit(cell)) isUnits = false;
    else if (named?.names[0] !== unit)
      throw new UnusableFile(
        `line ${line}: it names ${excerpt(cells[index])} as the unit of column ${excerpt(names[index])}, which is read in ${unit}; ` +
          (named === undefined
            ? 'this unit is not known'
            : `write the heading with its unit, as ${quantity}[${asHeading(named.names)}]`),
      );
  }
  const zone = zoneNamed(cells[timeIndex] ?? '');
  // A text with a digit that is not a zone may be a time.
  if (zone === null && cells.some((cell) => /\p{Nd}/u.test(cell))) return null;
  return isUnits ? { line, zone } : null;
}

/** Normalizes a unit as written in a row of units ("(deg F)", "℉", "º F", "degrees Fahrenheit") to heading form. */
function spelledUnit(cell: string): string {
  return (
    cell
      .replaceAll(/[º˚]/g, '°')
      .normalize('NFKC')
      // The unit may follow other words, as in "Temperature (°F)".
      .replace(/^.*\S\s*(?=[([][^()[\]]*[)\]]$|°\s*[a-z]+$)/i, '')
      .replaceAll(/^[\s([{]+|[\s)\]}.]+$/g, '')
      .replace(/^in\s+/i, '')
      .replace(/^deg(?:rees?)?\.?\s*(?=\S)/i, '°')
      .replace(/^°\s*/, '°')
      .replace(/^°(?=celsius|fahrenheit|kelvin|k$)/i, '')
  );
}

function asHeading(names: readonly string[]): string {
  const name = names.find((each) => /^[\w%]+$/.test(each)) ?? names[0]!;
  return name.replace(/^deg[cf]$/, (unit) => `deg${unit.at(-1)!.toUpperCase()}`);
}

/** A zone that the file names for its times. */
type NamedZone = {
  readonly text: string;
  /** Whether a wall clock of that zone can have this offset, in minutes. */
  readonly allows: (utcMs: number, offsetMinutes: number) => boolean;
};

const offsetInText = /(?:^|[\s(]|utc|gmt)\s*([+\-\u2212])(\d{1,2})(?::?(\d{2}))?\s*h?\)?$/i;

function zoneNamed(text: string): NamedZone | null {
  const cell = text.trim();
  const [, sign, hours, minutes] = offsetInText.exec(cell) ?? [];
  if (sign !== undefined) {
    const offset = (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes ?? 0));
    return { text, allows: (_, offsetMinutes) => offsetMinutes === offset };
  }
  if (/^[a-z_]+(?:\/[a-z_+-]+)+$/i.test(cell) && !isFixed(cell)) return zoneOfDatabase(cell);
  const words = cell.toLowerCase().split(/[^a-z]+/);
  const known = words.find((word) => Object.hasOwn(zoneAbbreviations, word));
  if (known === undefined) return null;
  return { text, allows: (_, offsetMinutes) => zoneAbbreviations[known]!.includes(offsetMinutes / 60) };
}

function zoneOfDatabase(text: string): NamedZone | null {
  const meanings = meaningsIn(text);
  const allows = (utcMs: number, offsetMinutes: number): boolean => {
    const at = utcMs - offsetMinutes * 60_000;
    try {
      const meaning = meanings(utcMs);
      return typeof meaning === 'number' ? meaning === at : meaning.earlier === at || meaning.later === at;
    } catch (cause) {
      // The zone skips this wall clock, so it cannot be from that zone.
      if (cause instanceof UnusableArgument) return false;
      throw cause;
    }
  };
  try {
    meanings(0);
    return { text, allows };
  } catch {
    return null;
  }
}

/**
 * Refuses a time whose offset does not match the zone named in the row of units.
 *
 * @throws {UnusableArgument} when the time was read with `--time-zone`.
 * @throws {UnusableFile} when the time carries its own offset.
 */
export function checkNamedZone(
  { line: unitsLine, zone }: UnitsRow,
  time: { readonly utcMs: number; readonly at: number; readonly line: number; readonly isZoneGiven: boolean },
): void {
  const { utcMs, at, line, isZoneGiven } = time;
  if (zone === null || zone.allows(utcMs, (utcMs - at) / 60_000)) return;
  const named = `line ${unitsLine} names ${excerpt(zone.text)} for the times`;
  if (isZoneGiven)
    throw new UnusableArgument(
      `${named}, and --time-zone reads line ${line} at another offset; give the zone in which the times were written`,
    );
  throw new UnusableFile(`${named}, and line ${line} has another offset; correct the one that is wrong`);
}
