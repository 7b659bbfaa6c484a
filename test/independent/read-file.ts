import { placeLocalTimes } from './place-local-times.ts';
import { channelNames, type Channel } from './profile-as-written.ts';
import { readCell, spelledNumber, type Cell } from './read-cell.ts';
import { readStamp, type Stamp } from './read-times.ts';

/** A cell that was measured, or should have been; `at` in epoch milliseconds. */
export type Entry = { at: number; channel: Channel; cell: Cell };
type FileContent = { entries: Entry[]; rowsThatForbidRelease: number };

type Column = { channel: Channel; index: number };

const YEAR_2000 = Date.UTC(2000, 0, 1);
const totals = new Set(
  (
    'min max mean average minimum maximum avg total sum mittelwert mittel durchschnitt ' +
    'moyenne promedio media minimo maximo'
  ).split(' '),
);

/**
 * Reads Coldwatch's own CSV.
 * @throws {Error} when it has no time column, or a local time and no zone is given.
 */
export function readFile(csv: string, timeZone: string | null): FileContent {
  const [heading = [], ...rows] = csv
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim()));
  const timeIndex = heading.indexOf('time');
  if (timeIndex < 0) throw new Error('the file has no column time');
  const columns = heading.flatMap((name, index): Column[] => {
    const channel = channelNames.find((known) => known === name);
    return channel === undefined ? [] : [{ channel, index }];
  });
  const times = timesOf(
    rows.map((row) => readStamp(row[timeIndex] ?? '')),
    timeZone,
  );
  const content: FileContent = { entries: [], rowsThatForbidRelease: 0 };
  rows.forEach((row, index) => {
    const at = times[index] ?? null;
    if (at !== null && at >= YEAR_2000) content.entries.push(...entriesOf(row, at, columns));
    else if (isData(row, timeIndex, columns)) content.rowsThatForbidRelease += 1;
  });
  return content;
}

function timesOf(stamps: readonly (Stamp | null)[], timeZone: string | null): (number | null)[] {
  const locals = stamps.flatMap((stamp) => (stamp?.kind === 'local' ? [stamp.local] : []));
  if (locals.length > 0 && timeZone === null) throw new Error('times without an offset need a time zone');
  const placed = timeZone === null ? [] : placeLocalTimes(locals, timeZone);
  let next = 0;
  return stamps.map((stamp) => {
    if (stamp?.kind !== 'local') return stamp?.at ?? null;
    next += 1;
    return placed[next - 1]!;
  });
}

/** An empty cell was not sent if the row has a number; in a row without any number it is unreadable. */
function entriesOf(row: readonly string[], at: number, columns: readonly Column[]): Entry[] {
  const cells = columns.map(({ channel, index }) => ({
    channel,
    text: row[index] ?? '',
    cell: readCell(channel, row[index] ?? ''),
  }));
  const hasNumber = cells.some(({ cell }) => cell.kind === 'value');
  return cells
    .filter(({ text }) => text !== '' || !hasNumber)
    .map(({ channel, cell }) => ({ at, channel, cell }));
}

/** Whether a row without a usable time might be a measurement. */
function isData(row: readonly string[], timeIndex: number, columns: readonly Column[]): boolean {
  const time = (row[timeIndex] ?? '').toLowerCase();
  const isTotal = !/\d/.test(time) && time.split(/[^\p{L}]+/u).some((word) => totals.has(word));
  return !isTotal && columns.some(({ index }) => spelledNumber(row[index] ?? '') !== null);
}
