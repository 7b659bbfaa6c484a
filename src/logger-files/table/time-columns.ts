import { UnusableArgument, UnusableFile } from '../logger-file.ts';
import type { CsvRow } from '../csv-rows.ts';
import { namesTime } from './column-meaning.ts';
import { type Stamp, parseStamp } from './stamp.ts';
import { type Kind, cellsBesideTime, epochOf, kindOf, serialOf } from './time-cells.ts';

const dayMs = 86_400_000;

/** Which cells of a row hold its time, and in which form. */
export type TimeColumns =
  | { readonly kind: 'stamp'; readonly indexes: readonly [number] }
  | { readonly kind: 'date and time'; readonly indexes: readonly [number, number] }
  | { readonly kind: 'epoch'; readonly indexes: readonly [number] }
  | { readonly kind: 'Excel serial number'; readonly indexes: readonly [number] };

/** The columns of times are searched for in this many rows. */
const sampled = 5000;

/**
 * Finds the columns of the times: one with date and time of day, else one of each, else seconds or finer since 1970 or
 * Excel's day numbers below a heading that names times.
 *
 * @param meant The column that the user names; undefined if none was.
 * @throws {UnusableArgument} when several columns may hold the times.
 * @throws {UnusableFile} when none does.
 */
export function timeColumnsOf(rows: readonly CsvRow[], meant: string | undefined): TimeColumns {
  const counts: Counts = countsIn(rows.slice(0, sampled));
  const only = meant === undefined ? null : indexesNamed(rows, meant);
  if (only?.length === 0)
    throw new UnusableArgument(`--column time=${meant} is no heading of the file and no number of a column`);
  const most = (kind: Kind): number[] => {
    const own = [...counts].flatMap(([index, of]) =>
      only === null || only.includes(index) ? [[index, of[kind]] as const] : [],
    );
    const highest = Math.max(0, ...own.map(([, count]) => count));
    return own.filter(([, count]) => count > 0 && count * 2 >= highest).map(([index]) => index);
  };
  const full = inSameRows(rows, most('full'), counts);
  const midnights = full.length === 1 ? full.filter((index) => isAlwaysMidnight(rows, index)) : [];
  const pairOfMidnights = pairOf(midnights, most('clock'));
  if (pairOfMidnights !== null) return { kind: 'date and time', indexes: pairOfMidnights };
  const rowsWith = (kind: Kind, index: number | undefined): number =>
    index === undefined ? 0 : counts.get(index)![kind];
  const pair = pairOf(most('date'), most('clock'));
  const rowsOfPair = Math.min(rowsWith('date', pair?.[0]), rowsWith('clock', pair?.[1]));
  const ofHeading = (indexes: readonly number[]): number[] =>
    indexes.filter((index) => only !== null || isBelowTimeHeading(rows, index));
  const [epoch, serial] = [ofHeading(most('epoch')), ofHeading(most('serial'))];
  const rowsOfNumbers = Math.max(rowsWith('epoch', epoch[0]), rowsWith('serial', serial[0]));
  // Times also stand above and below a table; those of the table are in the most rows.
  const rowsOfFull = Math.max(0, ...full.map((index) => rowsWith('full', index)));
  if (rowsOfFull >= Math.max(1, rowsOfPair, rowsOfNumbers)) {
    if (full.length > 1) throw severalTimes(rows, full);
    return { kind: 'stamp', indexes: [full[0]!] };
  }
  if (pair !== null && rowsOfPair >= rowsOfNumbers) return { kind: 'date and time', indexes: pair };
  const numbers = [...epoch, ...serial];
  if (numbers.length > 1) throw severalTimes(rows, numbers);
  if (numbers.length === 1)
    return { kind: epoch.length === 1 ? 'epoch' : 'Excel serial number', indexes: [numbers[0]!] };
  throw new UnusableFile(
    most('date').length > 0
      ? 'its rows have dates without a time of day; export the single readings with date and time'
      : 'it has no row with a date and a time of day that can be read; export readings as a table with a column of times (as 2026-11-21 08:00:00) and one of temperatures',
  );
}

/** Whether any row may have a time, so that it is worth asking what the table leaves open. */
export function hasTimes(rows: readonly CsvRow[]): boolean {
  return rows.slice(0, sampled).some(({ cells }) => cellsBesideTime(cells) !== null);
}

/**
 * Of columns with dates and times of day, those that most rows have: a column counts beside the one with the most only
 * if it has as many, or has times in at least half of the same rows.
 */
function inSameRows(rows: readonly CsvRow[], indexes: readonly number[], counts: Counts): number[] {
  const most = Math.max(0, ...indexes.map((index) => counts.get(index)!.full));
  const first = indexes.find((index) => counts.get(index)!.full === most);
  const own = rows.slice(0, sampled).filter(({ cells }) => kindOf(cells[first ?? 0] ?? '') === 'full');
  return indexes.filter(
    (index) =>
      counts.get(index)!.full === most ||
      own.filter(({ cells }) => kindOf(cells[index] ?? '') === 'full').length * 2 >= own.length,
  );
}

type Counts = ReadonlyMap<number, { readonly [kind in Kind]: number }>;

function countsIn(rows: readonly CsvRow[]): Map<number, { [kind in Kind]: number }> {
  const counts = new Map<number, { [kind in Kind]: number }>();
  for (const { cells } of rows)
    for (const [index, cell] of cells.entries()) {
      const kind = kindOf(cell);
      if (kind === null) continue;
      let own = counts.get(index);
      if (own === undefined) counts.set(index, (own = { full: 0, date: 0, clock: 0, epoch: 0, serial: 0 }));
      own[kind]++;
    }
  return counts;
}

/** A spreadsheet writes a date without a time of day as midnight. */
function isAlwaysMidnight(rows: readonly CsvRow[], index: number): boolean {
  return rows.every(({ cells }) => (parseStamp(cells[index] ?? '')?.clockMs ?? 0) === 0);
}

/** Date and time of day are neighbours, in either order. */
function pairOf(dates: readonly number[], clocks: readonly number[]): [number, number] | null {
  const pairs = dates.flatMap((date) =>
    clocks.filter((clock) => Math.abs(clock - date) === 1).map((clock) => [date, clock] as [number, number]),
  );
  if (pairs.length === 1) return pairs[0]!;
  return dates.length === 1 && clocks.length === 1 ? [dates[0]!, clocks[0]!] : null;
}

/** Headings are searched for in this many rows. */
const rowsOfHeading = 200;

function indexesNamed(rows: readonly CsvRow[], name: string): number[] {
  // Cells of the rows have such numbers too.
  if (/^\d{1,3}$/.test(name)) return Number(name) > 0 ? [Number(name) - 1] : [];
  for (const { cells } of rows.slice(0, rowsOfHeading)) {
    const index = cells.findIndex((cell) => cell.toLowerCase() === name.trim().toLowerCase());
    if (index >= 0) return [index];
  }
  return [];
}

function isBelowTimeHeading(rows: readonly CsvRow[], index: number): boolean {
  return rows
    .slice(0, rowsOfHeading)
    .some(({ cells }) => kindOf(cells[index] ?? '') === null && namesTime(cells[index] ?? ''));
}

function severalTimes(rows: readonly CsvRow[], indexes: readonly number[]): UnusableArgument {
  const first = rows.findIndex(({ cells }) => indexes.every((index) => kindOf(cells[index] ?? '') !== null));
  const names = indexes.map((index) => {
    const heading = rows.slice(0, Math.max(0, first)).findLast(({ cells }) => (cells[index] ?? '') !== '')
      ?.cells[index];
    return heading ?? String(index + 1);
  });
  const unique = names.map((name, place) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : String(indexes[place]! + 1),
  );
  return new UnusableArgument(
    `it has several columns of times, ${unique.map((name) => JSON.stringify(name)).join(', ')}; say which holds the times of the readings, as --column ${JSON.stringify(`time=${unique[0]}`)}`,
    { question: { option: 'column', quantity: 'time', candidates: unique } },
  );
}

/** The time of a row; null if it has none that can be read. */
export function stampIn(cells: readonly string[], { kind, indexes }: TimeColumns): Stamp | null {
  const first = cells[indexes[0]] ?? '';
  if (kind === 'stamp') {
    const stamp = parseStamp(first);
    return stamp?.date == null || stamp.clockMs === null ? null : stamp;
  }
  if (kind === 'date and time') {
    const [date, clock] = [parseStamp(first), parseStamp(cells[indexes[1]] ?? '')];
    if (date?.date == null || (date.clockMs ?? 0) !== 0 || clock?.clockMs == null || clock.date !== null)
      return null;
    return { ...clock, date: date.date };
  }
  const ms = kind === 'epoch' ? epochOf(first) : serialOf(first);
  if (ms === null) return null;
  const clockMs = ms % dayMs;
  return { date: ms - clockMs, clockMs, offsetMinutes: kind === 'epoch' ? 0 : null, saysHalf: false };
}
