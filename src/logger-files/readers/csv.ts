import { atOffset, parseWallClock } from '../../model/instant.ts';
import { checkDeviceTime } from '../../model/device-time.ts';
import { excerpt } from '../../model/printable.ts';
import type { Taker } from '../../telemetry/payload-readings.ts';
import { isColumnName } from '../column.ts';
import { csvRows } from '../csv-rows.ts';
import { CsvTable } from '../csv-table.ts';
import { Ends, type LogFile, UnusableArgument, UnusableFile } from '../logger-file.ts';
import { meaningOf } from '../table/column-meaning.ts';
import { parseStamp } from '../table/stamp.ts';
import { isTimeCell } from '../table/time-cells.ts';
import { fileClock } from '../zoned-clock.ts';
import type { FileToRead, Reader } from './reader.ts';

/**
 * Reads CSV with a heading: `time` (ISO 8601) and any of the quantities, each with its unit in brackets unless it is
 * the default unit. Cells are separated by comma, semicolon or tab. An empty cell next to a measured value means that
 * the value was not sent. The lines are read once,
 * and once more beforehand if a time zone is given or decimal commas have to be joined. Readings are pushed to
 * `readings`.
 *
 * @throws {UnusableFile} when the file cannot be used.
 * @throws {UnusableArgument} when another argument would help.
 */
function readCsv<Taken extends Taker>(
  { lines, encoding, timeZone, answers }: FileToRead,
  readings: Taken,
): LogFile<Taken> {
  const notes: string[] = [];
  const table = new CsvTable(lines, answers, notes);
  const log: LogFile<Taken> = { readings, refused: [], notes, format: '' };
  const clock = timeZone === null ? null : fileClock(timeZone, table.stamps());
  const ends = new Ends();
  log.ends = ends;
  let [offsets, zoned] = [false, false];
  for (const row of table.rows()) {
    const { line } = row;
    const swallowed = rowsInQuotation(row.cells);
    if (swallowed !== null) log.refused.push({ line, reason: swallowed, isWithoutTime: true });
    const cells = table.cellsOf(row, log);
    if (cells === null) continue;
    const cell = cells[table.timeIndex] ?? '';
    const wall = parseWallClock(cell);
    if (wall === null) {
      table.refuseWithoutTime(
        cells,
        line,
        `time must be ISO 8601, as 2026-11-21T08:00:00Z, found ${excerpt(cell)}`,
        log,
      );
      continue;
    }
    if (wall.offsetMinutes === null && clock === null)
      throw new UnusableArgument(
        `line ${line}: the time ${cell} has no offset; say which zone the file was written in, as --time-zone Europe/Berlin or --time-zone +01:00`,
        { question: { option: 'time-zone', candidates: [] } },
      );
    if (wall.offsetMinutes === null) zoned = true;
    else offsets = true;
    const epochMs =
      wall.offsetMinutes === null ? clock!(wall.utcMs, line) : atOffset(wall.utcMs, wall.offsetMinutes);
    table.checkZone(wall, epochMs, line);
    const time = checkDeviceTime(epochMs, null);
    if (time.ok) {
      ends.see(time.at, line);
      table.takeRow(cells, time.at, line, log);
    } else log.refused.push({ line, reason: time.reason, isWithoutTime: true });
  }
  const device = table.end();
  if (device !== undefined) log.device = device;
  const read = `in ${timeZone} (--time-zone)`;
  const times = !zoned
    ? 'UTC offsets in every time'
    : offsets
      ? `UTC offsets in some times, the others ${read}`
      : read;
  log.format = `CSV, ${encoding}, ${table.inWords(times)}`;
  return log;
}

/** This many rows decide whether a file with our heading is of another logger. */
const inspectedRows = 20;

/** Whether a text has our heading. Times that only other software writes make it a table of another logger. */
function isOwn(beginning: string): boolean {
  const lines = beginning.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const length = /^sep=.$/.test(lines[0]!) ? 2 : 1;
  const names = rowsIn(lines.slice(0, length)).at(0) ?? [];
  const time = names.findIndex((name) => name.toLowerCase() === 'time');
  // Other loggers write Temperature without a unit, and mean one of their own, or "Temperature (°C)".
  const isOthers = names.some((name) =>
    isColumnName(name) ? /^temperature$/i.test(name) && name !== 'temperature' : meaningOf([name]) !== null,
  );
  if (time < 0 || !names.some((name) => isColumnName(name)) || isOthers) return false;
  const rows = rowsIn(lines.slice(0, length + inspectedRows)).slice(1);
  const times = rows.map((cells) => cells[time] ?? '');
  return (
    times.some((each) => parseWallClock(each) !== null) ||
    times.every((each) => parseStamp(each) === null && !isTimeCell(each))
  );
}

/** The rows of some lines; none if they are no CSV. */
function rowsIn(lines: readonly string[]): string[][] {
  try {
    return [...csvRows([new TextEncoder().encode(lines.join('\n'))])].map(({ cells }) => cells);
  } catch (cause) {
    if (cause instanceof UnusableFile) return [];
    throw cause;
  }
}

/** A line that begins like a row: with a date or a time of day. */
const rowBegins = /^\s*["']?\d{1,4}[-./:]\d{1,2}/;

/**
 * The reason why a row prevents release, if a quoted cell of it contains other rows, which are then lost; null if none
 * does.
 */
function rowsInQuotation(cells: readonly string[]): string | null {
  for (const cell of cells) {
    if (!cell.includes('\n') && !cell.includes('\r')) continue;
    const rows = cell.split(/\r\n|\n|\r/).filter((each) => rowBegins.test(each));
    if (rows.length > 0)
      return `a quotation runs over several lines, and what looks like ${rows.length === 1 ? 'a row' : `${rows.length} rows`} is inside of it: ${excerpt(rows[0]!.trim())}; correct the quotation marks`;
  }
  return null;
}

/** CSV of our own form: the first line is a heading with `time` and the name of a quantity. */
export const csv: Reader = {
  name: 'our own CSV',
  recognisedBy: 'a first line with `time` and the name of a quantity',
  recognises: ({ beginning }) => isOwn(beginning),
  isOfOneDevice: false,
  mayBeBinary: false,
  read: readCsv,
};
