import { parseStamp } from './stamp.ts';

/** What a cell can be of a time. */
export type Kind = 'full' | 'date' | 'clock' | 'epoch' | 'serial';

/** What a cell is of a time; null if it is nothing of one. */
export function kindOf(cell: string): Kind | null {
  if (!/\d/.test(cell)) return null;
  if (epochOf(cell) !== null) return 'epoch';
  // A midnight is a whole number, by which alone a column is not known.
  if (cell.includes('.') && serialOf(cell) !== null) return 'serial';
  const stamp = parseStamp(cell);
  if (stamp === null) return null;
  return stamp.date === null ? 'clock' : stamp.clockMs === null ? 'date' : 'full';
}

/** Whether a cell has a date with a time of day, or a number of seconds or finer since 1970. */
export function isTimeCell(cell: string): boolean {
  const kind = kindOf(cell);
  return kind === 'full' || kind === 'epoch';
}

/** The cells of a row without those of its time; null where it has no date with a time of day, or a number for both. */
export function cellsBesideTime(cells: readonly string[]): readonly string[] | null {
  const kinds = cells.map(kindOf);
  const isTimed =
    kinds.some((kind) => kind === 'full' || kind === 'epoch' || kind === 'serial') ||
    (kinds.includes('date') && kinds.includes('clock'));
  return isTimed ? cells.filter((_, index) => kinds[index] === null) : null;
}

/** Times from 2000 to 2100 in the units in which they are counted since 1970, with the milliseconds of one. */
const epochUnits = [
  { digits: 10, ms: 1000 },
  { digits: 13, ms: 1 },
  { digits: 16, ms: 1e-3 },
  { digits: 19, ms: 1e-6 },
] as const;
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/** The milliseconds since 1970 of a number of seconds, ms, µs or ns since then; null if it is none of this century. */
export function epochOf(cell: string): number | null {
  const match = /^(\d{9,19})(\.\d+)?$/.exec(cell);
  const unit = epochUnits.find(
    ({ digits }) => match?.[1]!.length === digits || (digits === 10 && match?.[1]!.length === 9),
  );
  if (match === null || unit === undefined) return null;
  const ms = Number(cell) * unit.ms;
  return ms >= earliest && ms < latest ? Math.round(ms) : null;
}

/** Midnight of 1899-12-30, from which Excel counts days. */
const serialZero = Date.UTC(1899, 11, 30);

/** The wall clock of Excel's number of days, rounded to the second; null if it is none of this century. */
export function serialOf(cell: string): number | null {
  if (!/^\d{5}(?:\.\d+)?$/.test(cell)) return null;
  const utcMs = serialZero + Math.round(Number(cell) * 86_400) * 1000;
  return utcMs >= earliest && utcMs < latest ? utcMs : null;
}
