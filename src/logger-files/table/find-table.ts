import { excerpt } from '../../model/printable.ts';
import { temperatureUnitNamed } from '../../telemetry/temperature-unit.ts';
import { namesUnit } from '../column.ts';
import type { CsvRow } from '../csv-rows.ts';
import { namesDevice } from '../devices.ts';
import { UnusableFile } from '../logger-file.ts';
import { isTotal, namesRowNumbers } from '../no-data.ts';
import { hasNumber } from '../number-cells.ts';
import { meaningOf, namesTime } from './column-meaning.ts';
import type { Stamp } from './stamp.ts';
import { type TimeColumns, stampIn, timeColumnsOf } from './time-columns.ts';

/** A table of readings in a file: what stands above it, its heading, and its rows. */
export type Table = {
  /** The rows above the heading. */
  readonly preamble: readonly CsvRow[];
  /** The texts above each column from top to bottom; empty lists where there is no heading. */
  readonly headings: readonly (readonly string[])[];
  /** The rows of the heading. */
  readonly headingRows: readonly CsvRow[];
  readonly time: TimeColumns;
  /** The rows from the first reading on, each with its time; null where none can be read. */
  readonly rows: readonly (CsvRow & { readonly stamp: Stamp | null })[];
};

/** At most this many rows make up a heading. */
const headingRowsAtMost = 6;
/** At most this many rows that are no heading, such as [#D], stand between it and the first reading. */
const skippedAtMost = 4;

/**
 * Finds the table of readings: it begins at the first row of the longest run of rows with a time, or before it, where
 * single rows have numbers in the same columns.
 *
 * @param meantTime The column of the times that the user names; undefined if none was.
 * @throws {UnusableArgument} when several columns may hold the times.
 * @throws {UnusableFile} when no row has a time, or the heading does not stand over the columns that it names.
 */
export function findTable(rows: readonly CsvRow[], meantTime: string | undefined): Table {
  const time = timeColumnsOf(rows, meantTime);
  const timed = withoutOpenHalves(rows.map((row) => ({ ...row, stamp: stampIn(row.cells, time) })));
  const start = startOf(timed, time);
  const headingRows = headingAbove(timed, start, time);
  const top = headingRows.length === 0 ? start : timed.indexOf(headingRows[0]!);
  const width = Math.max(0, ...headingRows.map(({ cells }) => cells.length));
  const headings = Array.from({ length: width }, (_, index) => [
    ...new Set(headingRows.map(({ cells }) => cells[index] ?? '').filter((cell) => cell !== '')),
  ]);
  const table = { preamble: rows.slice(0, top), headings, headingRows, time, rows: timed.slice(start) };
  refuseShifted(table);
  return table;
}

/**
 * Refuses a heading that has a column more, or fewer, than the rows, so that each name stands over a wrong column: it
 * names times over another column than theirs, and is as much too wide or too narrow, or names something else there.
 *
 * @throws {UnusableFile} when it has.
 */
function refuseShifted({ headings, headingRows, time, rows }: Table): void {
  const overTimes = headings[time.indexes[0]] ?? [];
  const named = [...headings.keys()].filter((index) => headings[index]!.some((text) => namesTime(text)));
  if (overTimes.length === 0 || named.length === 0) return;
  if (time.indexes.some((index) => named.includes(index))) return;
  const width = widthOf({ rows });
  const namesOther =
    overTimes.some((text) => namesRowNumbers(text) || namesDevice(text)) || meaningOf(overTimes) !== null;
  const shifted = named.find((index) => namesOther || index === time.indexes[0] + headings.length - width);
  if (shifted === undefined) return;
  throw new UnusableFile(
    `line ${headingRows.at(-1)!.line}: the heading names times over column ${shifted + 1}, ${excerpt(headings[shifted]!.join(' '))}, and they are in column ${time.indexes[0] + 1}: its names stand over other columns than theirs; correct the heading so that it has a cell for every column`,
  );
}

/** The number of cells of the longest row with a time. */
export function widthOf({ rows }: Pick<Table, 'rows'>): number {
  return rows.reduce(
    (width, { stamp, cells }) => (stamp === null ? width : Math.max(width, cells.length)),
    0,
  );
}

type TimedRow = Table['rows'][number];

const noonMs = 13 * 3_600_000;

/** Where other times say AM or PM, one up to twelve that does not may be either. */
function withoutOpenHalves(rows: readonly TimedRow[]): readonly TimedRow[] {
  if (!rows.some(({ stamp }) => stamp?.saysHalf === true)) return rows;
  return rows.map((row) =>
    row.stamp !== null && !row.stamp.saysHalf && row.stamp.clockMs! < noonMs ? { ...row, stamp: null } : row,
  );
}

function startOf(rows: readonly TimedRow[], { indexes }: TimeColumns): number {
  let [longest, best, from] = [0, 0, 0];
  for (let index = 0; index <= rows.length; index++) {
    if (rows[index]?.stamp != null) continue;
    if (index - from > longest) [longest, best] = [index - from, from];
    from = index + 1;
  }
  // The columns in which most rows of the longest run have a number.
  const run = rows.slice(best, best + Math.min(longest, 1000));
  const columns = [...(run[0]?.cells.keys() ?? [])].filter(
    (index) =>
      !(indexes as readonly number[]).includes(index) &&
      run.filter(({ cells }) => hasNumber(cells[index] ?? '')).length * 2 > run.length,
  );
  const first = rows.findIndex(
    ({ stamp, cells }) =>
      stamp !== null && columns.some((index) => hasNumber(cells[index] ?? '')) && !isTotal(cells[0] ?? ''),
  );
  return first < 0 ? best : Math.min(first, best);
}

/** The rows of the heading above the first reading, from top to bottom. */
function headingAbove(rows: readonly TimedRow[], start: number, { indexes }: TimeColumns): TimedRow[] {
  const width = rows[start]!.cells.length;
  const heading: TimedRow[] = [];
  let [skipped, namesTimes] = [0, false];
  for (let index = start - 1; index >= 0 && heading.length < headingRowsAtMost; index--) {
    const row = rows[index]!;
    const isApart = row.line < (rows[index + 1]?.line ?? 0) - 1;
    if (heading.length > 0 && (isApart || isComplete(heading, width))) break;
    const overTimes = indexes.map((each) => row.cells[each] ?? '').filter((cell) => cell !== '');
    const isOverTimes = overTimes.some((cell) => namesTime(cell));
    // What says something else over the times belongs to the preamble.
    if (namesTimes && overTimes.length > 0 && !isOverTimes) break;
    if (isHeading(row, width)) heading.unshift(row);
    else if (heading.length > 0 || row.stamp !== null || ++skipped > skippedAtMost) break;
    namesTimes ||= heading[0] === row && isOverTimes;
  }
  return heading;
}

function isHeading({ cells, stamp }: TimedRow, width: number): boolean {
  const filled = cells.filter((cell) => /[\p{L}\p{N}%°℃℉]/u.test(cell));
  if (stamp !== null || filled.length === 0 || cells.length < Math.min(2, width)) return false;
  if (filled.every((cell) => temperatureUnitNamed(cell) !== null || namesUnit(cell))) return true;
  const isNamed = filled.some((cell) => namesTime(cell) || meaningOf([cell]) !== null);
  if (filled.length < Math.min(2, width)) return isNamed && cells.length === width && cells[0] === '';
  return filled.length * 2 >= width || isNamed;
}

/** In a table of two columns, rows of a key and its value look like headings: only one that is needed belongs to it. */
function isComplete(heading: readonly TimedRow[], width: number): boolean {
  return width <= 2 && heading.some(({ cells }) => cells.some((cell) => namesTime(cell)));
}

/** The number of cells of a row without the empty ones at its end. */
export function lengthOf(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '') + 1;
}
