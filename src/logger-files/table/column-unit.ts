import { excerpt } from '../../model/printable.ts';
import { type TemperatureUnit, temperatureUnitNamed, unitInWords } from '../../telemetry/temperature-unit.ts';
import { shortened } from '../../telemetry/unreadable.ts';
import { type FileAnswers, UnusableArgument } from '../logger-file.ts';
import { type ColumnMeaning, temperatureUnitsAbove } from './column-meaning.ts';
import type { Table } from './find-table.ts';
import type { TableHint } from './table-hint.ts';
import { unitOfCells, unitsOfPreamble } from './temperature-units.ts';

/** Rows that are inspected for what a column holds. */
export const inspected = 500;
const letterOf = { degC: 'C', degF: 'F', K: 'K' } as const;

/** A table's columns, with what is known about them. */
export type ColumnSource = {
  readonly table: Table;
  readonly answers: FileAnswers;
  readonly hint: TableHint | null;
  readonly names: readonly string[];
  readonly meanings: readonly (ColumnMeaning | null)[];
  readonly unitIndex: number | null;
};

type KnownUnit = { readonly letter: TemperatureUnit; readonly because: string };

/**
 * The unit of the temperatures: as the file says, which must agree with the user; else as the user says.
 *
 * @throws {UnusableArgument} when neither says it, or they disagree.
 */
export function temperatureUnit(index: number, source: ColumnSource): KnownUnit {
  const answer = source.answers.unit;
  const known = unitInFile(index, source);
  if (answer !== undefined) {
    const letter = letterOf[answer];
    if (known !== null && known.letter !== letter && known.isSaid)
      throw new UnusableArgument(
        `its temperatures are in ${unitInWords(known.letter)} (${known.because}), and --unit says ${answer}; leave --unit out`,
      );
    return { letter, because: '--unit' };
  }
  if (known !== null) return known;
  const name = JSON.stringify(shortened(source.names[index]!, 80));
  throw new UnusableArgument(
    `no unit is named for certain for the temperatures in ${name}; say which it is, as --unit degC, --unit degF or --unit K`,
    { question: { option: 'unit', candidates: ['degC', 'degF', 'K'] } },
  );
}

/** The unit in the heading, in a column of units, behind every value, or above the table; else the vendor's. */
function unitInFile(index: number, source: ColumnSource): (KnownUnit & { readonly isSaid: boolean }) | null {
  const { table, hint, names, meanings, unitIndex } = source;
  const heading = table.headings[index] ?? [];
  const meaning = meanings[index];
  const units =
    meaning?.quantity === 'temperature' && meaning.unit !== null && !meaning.hasTwoUnits
      ? [temperatureUnitNamed(meaning.unit)!]
      : temperatureUnitsAbove(heading);
  if (units.length > 1) return null;
  if (units.length === 1) return { letter: units[0]!, because: 'heading', isSaid: true };
  const rows = table.rows.slice(0, inspected).filter(({ stamp }) => stamp !== null);
  const inCells =
    unitIndex === null ? null : only(rows.map(({ cells }) => temperatureUnitNamed(cells[unitIndex] ?? '')));
  if (inCells !== null)
    return { letter: inCells, because: `column ${excerpt(names[unitIndex!])}`, isSaid: true };
  const behind = only(rows.map(({ cells }) => unitOfCells(cells[index] ?? '')));
  if (behind !== null) return { letter: behind, because: 'every value', isSaid: true };
  const stated = unitsOfPreamble(table.preamble);
  if (stated.length > 1) return null;
  if (stated.length === 1)
    return { letter: stated[0]!.unit, because: `line ${stated[0]!.line}`, isSaid: true };
  if (hint?.unit !== undefined) return { ...hint.unit, isSaid: false };
  const isOurs = heading.length === 1 && heading[0] === 'temperature';
  return isOurs && isTimeOfOurs(table) ? { letter: 'C', because: 'no other is named', isSaid: false } : null;
}

/** A heading of our own form, `time,temperature`, means degrees Celsius wherever in a file it stands. */
function isTimeOfOurs({ headings, time }: Table): boolean {
  const texts = headings[time.indexes[0]] ?? [];
  return time.kind === 'stamp' && texts.length === 1 && texts[0] === 'time';
}

/** The unit that all texts with one name; null if they name none or several. */
export function only(units: readonly (TemperatureUnit | null)[]): TemperatureUnit | null {
  const named = new Set(units.filter((unit) => unit !== null));
  return named.size === 1 ? [...named][0]! : null;
}
