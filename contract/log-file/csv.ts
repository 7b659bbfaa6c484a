import { type WallClock, atOffset, parseWallClock } from '../instant.ts';
import { checkDeviceTime } from '../payload/device-time.ts';
import { type Quantity, type Taker, excerpt, takeFound } from '../payload/reading.ts';
import { csvRows } from './csv-rows.ts';
import { type LogFile, UnusableArgument, type TimeZoneOption, UnusableFile } from './log-file.ts';
import { orderOf, zonedClock } from './zoned-clock.ts';

type Unit = { readonly names: readonly string[]; convert(value: number): number };
const same = (value: number): number => value;

/** The units a column may be given in; the first is taken where none is named. */
const columns: { readonly [quantity in Quantity]: readonly Unit[] } = {
  temperature: [
    { names: ['degc', 'c', '°c', 'celsius', 'cel'], convert: same },
    { names: ['degf', 'f', '°f', 'fahrenheit'], convert: (value) => ((value - 32) * 5) / 9 },
    { names: ['k', 'kelvin'], convert: (value) => value - 273.15 },
  ],
  pressure: [
    { names: ['kpa'], convert: same },
    { names: ['hpa', 'mbar'], convert: (value) => value / 10 },
    { names: ['pa'], convert: (value) => value / 1000 },
    { names: ['bar'], convert: (value) => value * 100 },
    // 1 psi is 6.894757293168 kPa (NIST SP 811, appendix B.8).
    { names: ['psi'], convert: (value) => value * 6.894757293168 },
  ],
  latitude: [{ names: ['deg', '°'], convert: same }],
  longitude: [{ names: ['deg', '°'], convert: same }],
  humidity: [{ names: ['%rh', '%', 'rh'], convert: same }],
  battery: [{ names: ['%', 'percent'], convert: same }],
};
const header = /^([a-z]+)(?:\s*\[([^\]]*)\])?$/;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

type Column = { readonly quantity: Quantity; readonly index: number; readonly unit: Unit };

/**
 * Reads CSV with a header: `time` (ISO 8601) and any of the quantities, each with its unit in brackets where it is
 * not ours. Comma, semicolon or tab; an empty cell is no value. The lines are gone through once, and once before
 * where a time zone is given; `readings` takes what is found.
 */
export function readCsv<Taken extends Taker>(
  lines: Iterable<Uint8Array>,
  timeZone: TimeZoneOption,
  readings: Taken,
): LogFile<Taken> {
  const rows = csvRows(lines);
  const names = rows.next().value?.cells ?? [];
  const timeIndex = names.findIndex((name) => name.toLowerCase() === 'time');
  if (timeIndex < 0)
    throw new UnusableFile(
      `it has no column "time" (found: ${excerpt(names.join(', '))}); a CSV begins with a header such as time,temperature`,
    );
  const notes: string[] = [];
  const found = names.flatMap((name, index) => (index === timeIndex ? [] : columnOf(name, index, notes)));
  for (const { quantity, index } of found)
    if (found.some((other) => other.quantity === quantity && other.index < index))
      throw new UnusableFile(`it has two columns of ${quantity}; leave the one in that is meant`);
  if (found.length === 0)
    throw new UnusableFile(`it has no column that is known; known are ${Object.keys(columns).join(', ')}`);
  const log: LogFile<Taken> = { readings, refused: [], notes };
  const clock = timeZone === null ? null : zonedClock(timeZone, orderOf(timesOf(lines, timeIndex)));
  for (const { cells, line } of rows) {
    const cell = cells[timeIndex] ?? '';
    if (cells.length > names.length) {
      const reason = `the row has ${cells.length} cells, the header ${names.length}; numbers need a decimal point`;
      log.refused.push({ line, reason });
      continue;
    }
    const wall = parseWallClock(cell);
    if (wall === null) {
      log.refused.push({
        line,
        reason: `time must be ISO 8601, as 2026-11-21T08:00:00Z, found ${excerpt(cell)}`,
      });
      continue;
    }
    if (wall.offsetMinutes === null && clock === null)
      throw new UnusableArgument(
        `line ${line}: the time ${cell} has no offset; say which zone the file was written in, as --time-zone Europe/Berlin or --time-zone +01:00`,
      );
    const zoned =
      wall.offsetMinutes === null
        ? clock!(wall.utcMs)
        : ({ ok: true, epochMs: atOffset(wall.utcMs, wall.offsetMinutes) } as const);
    const time = zoned.ok ? checkDeviceTime(zoned.epochMs, null) : zoned;
    if (time.ok) takeRow(cells, found, time.at, line, log);
    else log.refused.push({ line, reason: time.reason });
  }
  return log;
}

/** The times of all rows; the header's own cell is none. */
function* timesOf(lines: Iterable<Uint8Array>, timeIndex: number): Generator<WallClock | null> {
  for (const { cells } of csvRows(lines)) yield parseWallClock(cells[timeIndex] ?? '');
}

function columnOf(name: string, index: number, notes: string[]): Column[] {
  const match = header.exec(name.toLowerCase());
  const quantity = match?.[1] as Quantity | undefined;
  if (quantity === undefined || !Object.hasOwn(columns, quantity)) {
    notes.push(`column ${excerpt(name)} is not read`);
    return [];
  }
  const named = match![2]?.trim();
  const unit =
    named === undefined ? columns[quantity][0] : columns[quantity].find(({ names }) => names.includes(named));
  if (unit === undefined)
    throw new UnusableFile(
      `the unit of column ${excerpt(name)} is unknown; known are ${columns[quantity].map(({ names }) => names[0]).join(', ')}`,
    );
  return [{ quantity, index, unit }];
}

function takeRow(
  record: string[],
  found: readonly Column[],
  at: number,
  line: number,
  log: LogFile<Taker>,
): void {
  const values: { [quantity in Quantity]?: number } = {};
  let given = false;
  for (const { quantity, index, unit } of found) {
    const cell = record[index] ?? '';
    if (cell === '') continue;
    given = true;
    if (decimal.test(cell)) values[quantity] = unit.convert(Number(cell));
    else
      log.refused.push({
        line,
        reason: `${quantity} must be a number with a decimal point, found ${excerpt(cell)}`,
      });
  }
  if (given) takeFound(values, at, line, log);
  else log.refused.push({ line, reason: 'the row has no value' });
}
