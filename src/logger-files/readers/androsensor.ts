import { parseWallClock } from '../../model/instant.ts';
import { checkDeviceTime } from '../../model/device-time.ts';
import { excerpt } from '../../model/printable.ts';
import { csvRows } from '../csv-rows.ts';
import { type Column, columnAs, unitOf } from '../column.ts';
import { Ends, type FileAnswers, type LogFile, UnusableArgument, UnusableFile } from '../logger-file.ts';
import type { FileToRead, Reader } from './reader.ts';
import type { Taker } from '../../telemetry/payload-readings.ts';
import { NumberCells, hasNumber } from '../number-cells.ts';
import { takeRowValues } from '../row-values.ts';
import { momentIn } from '../zone.ts';

const elapsedColumn = /^time since start in ms/i;
const wallColumn = /^yyyy-mo-dd hh-mi-ss_sss$/i;
/** Allowed drift between the wall clock and the elapsed time from one row to the next. */
const jumpMs = 60_000;

/** The columns that are read, recognized by the beginning of their headings. */
const readColumns = [
  { name: /^atmospheric pressure \(hpa\)/i, quantity: 'pressure', unit: 'hPa' },
  { name: /^location latitude/i, quantity: 'latitude', unit: '°' },
  { name: /^location longitude/i, quantity: 'longitude', unit: '°' },
] as const;

function isAndroSensor(text: string): boolean {
  return /(?:^|[;,])\s*time since start in ms\b/im.test(text.slice(0, 4096));
}

/**
 * Reads an AndroSensor log. The wall clock is that of the phone, which changes when the phone enters another time zone;
 * times are therefore the first row's wall clock plus the elapsed milliseconds. A jump of the wall clock is noted and
 * recorded as a clock reading.
 *
 * @throws {UnusableFile} when the needed columns are missing.
 * @throws {UnusableArgument} when no time zone is given, or the file leaves its decimals open.
 */
function readAndroSensor<Taken extends Taker>(
  { lines, encoding, timeZone, answers }: FileToRead,
  readings: Taken,
): LogFile<Taken> {
  const rows = [...csvRows(lines)];
  const names = rows[0]?.cells ?? [];
  const elapsedIndex = names.findIndex((name) => elapsedColumn.test(name));
  const wallIndex = names.findIndex((name) => wallColumn.test(name));
  const found = readColumns.flatMap(({ name, quantity, unit }) => {
    const index = names.findIndex((each) => name.test(each));
    return index < 0 ? [] : [columnAs(quantity, index, unit, unitOf(quantity, unit)!.convert)];
  });
  if (wallIndex < 0 || found.length === 0)
    throw new UnusableFile(
      `it looks like an AndroSensor log, but has no ${wallIndex < 0 ? 'column of dates' : 'column that is known'} (found: ${excerpt(names.join(', '))})`,
    );
  if (timeZone === null)
    throw new UnusableArgument(
      'its times have no offset; say which zone the telephone was in at the first row, as --time-zone Europe/London',
      { question: { option: 'time-zone', candidates: [] } },
    );
  const ends = new Ends();
  const log: LogFile<Taken> = { readings, refused: [], notes: [], format: '', ends };
  const values = new RowValues(found, answers);
  let start: { at: number; wallMs: number; elapsedMs: number } | null = null;
  let aheadMs = 0;
  let last: number | null = null;
  for (const { cells, line } of rows.slice(1)) {
    const elapsedMs = Number(cells[elapsedIndex] || Number.NaN);
    const wall = parseWallClock((cells[wallIndex] ?? '').replace(/:(\d{1,3})$/, '.$1'));
    if (!Number.isFinite(elapsedMs) || wall === null) {
      const reason = `a row needs the milliseconds since the start and a date, found ${excerpt(cells[elapsedIndex])} and ${excerpt(cells[wallIndex])}`;
      if (
        cells.some((cell) => /\p{Nd}/u.test(cell)) ||
        found.some(({ index }) => hasNumber(cells[index] ?? ''))
      )
        log.refused.push({ line, reason, isWithoutTime: true });
      else log.refused.push({ line, reason: `no data: ${reason}` });
      continue;
    }
    if (start === null) {
      start = { at: startIn(timeZone, wall.utcMs, line), wallMs: wall.utcMs, elapsedMs };
    }
    const time = checkDeviceTime(start.at + elapsedMs - start.elapsedMs, null);
    if (!time.ok) {
      log.refused.push({ line, reason: time.reason, isWithoutTime: true });
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
    ends.see(time.at, line);
    values.take(cells, time.at, line, log);
    last = time.at;
  }
  // The deviation lasts until the end of the file.
  if (aheadMs !== 0 && last !== null)
    log.readings.push({ channel: 'clock', at: last, value: -Math.round(aheadMs / 1000) });
  log.format = `AndroSensor CSV, ${encoding}; times are the first row's in ${timeZone} (--time-zone) and the milliseconds since; ${found.map(({ quantity, unit }) => `${quantity}, ${unit}`).join('; ')}; ${values.end()}`;
  return log;
}

function startIn(timeZone: string, wallMs: number, line: number): number {
  try {
    return momentIn(timeZone, wallMs);
  } catch (cause) {
    if (!(cause instanceof UnusableArgument)) throw cause;
    throw new UnusableArgument(`line ${line}: ${cause.message}`, { cause, question: cause.question });
  }
}

/** Reads the values of one row after another. */
class RowValues {
  readonly #columns: readonly Column[];
  readonly #numbers: NumberCells;
  #hasFix = false;

  constructor(columns: readonly Column[], { decimal }: FileAnswers) {
    this.#columns = columns;
    this.#numbers = new NumberCells(decimal);
  }

  take(cells: readonly string[], at: number, line: number, log: LogFile<Taker>): void {
    const awaited = this.#columns.filter(({ quantity, index }) => {
      if (this.#hasFix || (quantity !== 'latitude' && quantity !== 'longitude')) return true;
      // The phone writes NaN until it has a position.
      return cells[index] !== undefined && cells[index] !== '' && cells[index] !== 'NaN';
    });
    this.#hasFix ||= awaited.some(({ quantity }) => quantity === 'latitude');
    takeRowValues(cells, awaited, this.#numbers, at, line, log);
  }

  /**
   * Describes the decimal separator.
   *
   * @throws {UnusableArgument} when it is still open.
   */
  end(): string {
    this.#numbers.end();
    return this.#numbers.inWords();
  }
}

/** Logs of the AndroSensor phone app. */
export const androsensor: Reader = {
  name: 'AndroSensor',
  recognisedBy: 'a heading `Time since start in ms`',
  recognises: ({ beginning }) => isAndroSensor(beginning),
  mayBeBinary: false,
  isOfOneDevice: true,
  read: readAndroSensor,
};
