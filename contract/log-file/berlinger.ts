import { atOffset, parseWallClock } from '../instant.ts';
import { checkDeviceTime } from '../payload/device-time.ts';
import { excerpt, takeFound } from '../payload/reading.ts';
import { type LogFile, UnusableArgument, type TimeZoneOption, UnusableFile } from './log-file.ts';
import { type Order, orderOf, zonedClock } from './zoned-clock.ts';

const row = /^\s+(\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?)\s+(\S+)/;
const decimal = /^[+-]?\d+(?:\.\d+)?$/;

/** Whether a text is an export of a Berlinger Fridge-tag or Q-tag logger. */
export function isBerlinger(text: string): boolean {
  return /^Device:\s.*\btag\b/i.test(text);
}

/**
 * Reads the text export of Fridge-tag and Q-tag loggers: the table under `Data:`. Its times carry no zone; the
 * header's `Zone` is the offset in hours, and is used unless a zone is given. `--.-` is no value.
 */
export function readBerlinger(text: string, timeZone: TimeZoneOption): LogFile {
  const lines = text.split(/\r?\n/);
  const table = lines.findIndex((line) => line.trim() === 'Data:');
  const series = table < 0 ? [] : rowsUntilNextSection(lines, table + 1);
  if (series.length === 0)
    throw new UnusableFile(
      'it holds daily summaries only (minimum, maximum, mean per day), no series of readings; export the detailed report (PDF or text with "Data:") from the logger',
    );
  const toCelsius = temperatureUnit(lines);
  const order = orderOf(series.map(({ content }) => parseWallClock(row.exec(content)?.[1] ?? '')));
  const clock = clockOf(lines, timeZone, order);
  const serial = headerValue(lines, 'Serial');
  const log: LogFile = { readings: [], refused: [], notes: [], ...(serial && { serial }) };
  for (const { line, content } of series) {
    const match = row.exec(content);
    const wall = match === null ? null : parseWallClock(match[1]!);
    if (match === null || wall === null) {
      log.refused.push({
        line,
        reason: `not a row of time and temperature, found ${excerpt(content.trim())}`,
      });
      continue;
    }
    const zoned = clock(wall.utcMs);
    const time = zoned.ok ? checkDeviceTime(zoned.epochMs, null) : zoned;
    if (!time.ok) log.refused.push({ line, reason: time.reason });
    else if (!decimal.test(match[2]!))
      log.refused.push({ line, reason: `temperature must be a number, found ${excerpt(match[2])}` });
    else takeFound({ temperature: toCelsius(Number(match[2])) }, time.at, line, log);
  }
  return log;
}

function rowsUntilNextSection(lines: readonly string[], start: number): { line: number; content: string }[] {
  const rows: { line: number; content: string }[] = [];
  for (let index = start; index < lines.length; index++) {
    const content = lines[index]!;
    if (/^\S/.test(content)) break;
    // The first line under `Data:` names the columns.
    if (content.trim() !== '' && !content.includes('yyyy')) rows.push({ line: index + 1, content });
  }
  return rows;
}

function headerValue(lines: readonly string[], name: string): string | undefined {
  const start = `${name}:`;
  return lines
    .find((line) => line.trim().startsWith(start))
    ?.trim()
    .slice(start.length)
    .trim();
}

function temperatureUnit(lines: readonly string[]): (value: number) => number {
  const unit = headerValue(lines, 'Temp unit') ?? 'C';
  if (unit === 'C') return (value) => value;
  if (unit === 'F') return (value) => ((value - 32) * 5) / 9;
  throw new UnusableFile(`its temperature unit ${excerpt(unit)} is unknown; known are C and F`);
}

function clockOf(lines: readonly string[], timeZone: TimeZoneOption, order: Order) {
  if (timeZone !== null) return zonedClock(timeZone, order);
  const zone = headerValue(lines, 'Zone');
  const hours = Number(zone);
  if (zone === undefined || zone === '' || !(Math.abs(hours) <= 14))
    throw new UnusableArgument(
      'its times have no zone, and its header names none; say which zone the logger was set to, as --time-zone Europe/Berlin',
    );
  return (utcMs: number) => ({ ok: true, epochMs: atOffset(utcMs, Math.round(hours * 60)) }) as const;
}
