import { parseWallClock } from '../instant.ts';
import { checkDeviceTime } from '../payload/device-time.ts';
import { excerpt, takeFound } from '../payload/reading.ts';
import { csvRows } from './csv-rows.ts';
import { type LogFile, type TimeZoneOption, UnusableArgument, UnusableFile } from './log-file.ts';
import { zonedClock } from './zoned-clock.ts';

const elapsedColumn = /^time since start in ms/i;
const wallColumn = /^yyyy-mo-dd hh-mi-ss_sss$/i;
/** What the wall clock and the elapsed time may differ by from row to row. */
const jumpMs = 60_000;

/** The columns that we read, by their beginnings; hectopascals become kilopascals. */
const columns = [
  { name: /^atmospheric pressure \(hpa\)/i, quantity: 'pressure', convert: (value: number) => value / 10 },
  { name: /^location latitude/i, quantity: 'latitude', convert: (value: number) => value },
  { name: /^location longitude/i, quantity: 'longitude', convert: (value: number) => value },
] as const;

/** Whether a text is a log of the AndroSensor application for telephones. */
export function isAndroSensor(text: string): boolean {
  return /(?:^|[;,])\s*time since start in ms\b/im.test(text.slice(0, 4096));
}

/**
 * Reads an AndroSensor log. Its wall clock is that of the telephone, which moves when it meets another zone: times are
 * the first row's wall clock and the milliseconds since. Where the wall clock jumps, it is said, and kept as a reading
 * of the clock.
 */
export function readAndroSensor(lines: Iterable<Uint8Array>, timeZone: TimeZoneOption): LogFile {
  const rows = [...csvRows(lines)];
  const names = rows[0]?.cells ?? [];
  const elapsedIndex = names.findIndex((name) => elapsedColumn.test(name));
  const wallIndex = names.findIndex((name) => wallColumn.test(name));
  const found = columns.flatMap(({ name, ...column }) => {
    const index = names.findIndex((each) => name.test(each));
    return index < 0 ? [] : [{ ...column, index }];
  });
  if (wallIndex < 0 || found.length === 0)
    throw new UnusableFile(
      `it looks like an AndroSensor log, but has no ${wallIndex < 0 ? 'column of dates' : 'column that is known'} (found: ${excerpt(names.join(', '))})`,
    );
  if (timeZone === null)
    throw new UnusableArgument(
      'its times have no offset; say which zone the telephone was in at the first row, as --time-zone Europe/London',
    );
  const log: LogFile = { readings: [], refused: [], notes: [] };
  const clock = zonedClock(timeZone);
  let start: { at: number; wallMs: number; elapsedMs: number } | null = null;
  let aheadMs = 0;
  let last: number | null = null;
  for (const { cells, line } of rows.slice(1)) {
    const elapsedMs = Number(cells[elapsedIndex] || Number.NaN);
    const wall = parseWallClock((cells[wallIndex] ?? '').replace(/:(\d{1,3})$/, '.$1'));
    if (!Number.isFinite(elapsedMs) || wall === null) {
      log.refused.push({
        line,
        reason: `a row needs the milliseconds since the start and a date, found ${excerpt(cells[elapsedIndex])} and ${excerpt(cells[wallIndex])}`,
      });
      continue;
    }
    if (start === null) {
      const zoned = clock(wall.utcMs);
      if (!zoned.ok) throw new UnusableArgument(`line ${line}: ${zoned.reason}`);
      start = { at: zoned.epochMs, wallMs: wall.utcMs, elapsedMs };
    }
    const time = checkDeviceTime(start.at + elapsedMs - start.elapsedMs, null);
    if (!time.ok) {
      log.refused.push({ line, reason: time.reason });
      continue;
    }
    const nowAheadMs = wall.utcMs - start.wallMs - (elapsedMs - start.elapsedMs);
    if (Math.abs(nowAheadMs - aheadMs) >= jumpMs) {
      const minutes = Math.round((nowAheadMs - aheadMs) / 60_000);
      log.notes.push(
        `line ${line}: the wall clock jumps by ${minutes > 0 ? '+' : ''}${minutes} min while the elapsed time runs on; the elapsed time was used`,
      );
      log.readings.push({ channel: 'clock', at: time.at, value: -Math.round(nowAheadMs / 1000) });
      aheadMs = nowAheadMs;
    }
    takeFound(valuesOf(cells, found), time.at, line, log);
    last = time.at;
  }
  // As long as it lasts: to the end of the file.
  if (aheadMs !== 0 && last !== null)
    log.readings.push({ channel: 'clock', at: last, value: -Math.round(aheadMs / 1000) });
  return log;
}

function valuesOf(
  cells: readonly string[],
  found: readonly { quantity: string; index: number; convert(value: number): number }[],
): { [quantity: string]: number } {
  const values: { [quantity: string]: number } = {};
  for (const column of found) {
    const cell = cells[column.index] ?? '';
    // The telephone writes NaN until it has a position.
    if (cell !== '' && cell !== 'NaN' && Number.isFinite(Number(cell)))
      values[column.quantity] = column.convert(Number(cell));
  }
  return values;
}
