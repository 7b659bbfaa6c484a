import { atOffset, parseWallClock } from '../../model/instant.ts';
import { checkDeviceTime } from '../../model/device-time.ts';
import { excerpt } from '../../model/printable.ts';
import { type Taker, takeValues } from '../../telemetry/payload-readings.ts';
import { UnreadableText } from '../../telemetry/unreadable.ts';
import { type Column, columnAs, unitOf } from '../column.ts';
import { berlingerAlarms } from '../berlinger-alarms.ts';
import { Ends, type LogFile, UnusableArgument, type TimeZoneOption, UnusableFile } from '../logger-file.ts';
import { joined } from '../content.ts';
import type { FileToRead, Reader } from './reader.ts';
import { NumberCells, hasNumber } from '../number-cells.ts';
import { type FileClock, fileClock } from '../zoned-clock.ts';

const timedRow = /^\s*(\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?)((?:\s.*)?)$/;
/** The heading of the table. */
const columnNames = /^\s*yyyy-mm-dd\b\D*$/i;
/** A section such as `Cert:`. No line of a section begins with a date, and none has a tab. */
const section = /^\S[^:]*:/;
/** A row of the table, even a damaged one. */
const likeRow = /^\s*(?=\S*\d)[\w?*]{4}[-./][\w?*]{2}[-./][\w?*]{2}(?!\w)|\t\s*\S/;

function isBerlinger(text: string): boolean {
  return /^Device:\s.*\btag\b/i.test(text);
}

/**
 * Reads the text export of Fridge-tag and Q-tag loggers: the table below `Data:`. Its times have no zone; the header's
 * `Zone`, an offset in hours, applies unless a zone is given. `--.-` means no value; if the logger also marks that row
 * as out of limits, the value is off its scale.
 *
 * @throws {UnusableFile} when there is no table of readings, or its unit is unknown.
 * @throws {UnusableArgument} when the time zone or the decimal separator is open.
 */
function readBerlinger<Taken extends Taker>(
  { lines: pieces, encoding, timeZone, answers }: FileToRead,
  readings: Taken,
): LogFile<Taken> {
  const lines = new TextDecoder().decode(joined(pieces)).split(/\r?\n/);
  const table = lines.findIndex((line) => line.trim() === 'Data:');
  const rows = table < 0 ? [] : rowsOfTable(lines, table + 1);
  if (rows.length === 0)
    throw new UnusableFile(
      'it holds daily summaries only (minimum, maximum, mean per day), no series of readings; export the detailed report (PDF or text with "Data:") from the logger',
    );
  const column = temperatureIn(lines);
  const { clock, inWords } = clockOf(lines, timeZone, rows);
  const serial = headerValue(lines, 'Serial');
  const numbers = new NumberCells(answers.decimal);
  const ends = new Ends();
  const marked: number[] = [];
  const log: LogFile<Taken> = {
    readings,
    refused: [],
    notes: [],
    format: '',
    ends,
    ...(serial && { device: { heading: 'Serial', name: serial } }),
  };
  for (const { line, content, wallMs, temperature, isOutOfLimits } of rows) {
    if (wallMs === null) {
      const reason = `not a row of time and temperature, found ${excerpt(content.trim())}`;
      const hasData = /\p{Nd}/u.test(content) || hasNumber(temperature) || isOutOfLimits || hasMark(content);
      if (hasData) log.refused.push({ line, reason, isWithoutTime: true });
      else log.refused.push({ line, reason: `no data: ${reason}` });
      continue;
    }
    const time = checkDeviceTime(clock(wallMs, line), null);
    if (!time.ok) {
      log.refused.push({ line, reason: time.reason, isWithoutTime: true });
      continue;
    }
    ends.see(time.at, line);
    const value = numbers.read(temperature, column, line);
    if (isOutOfLimits && typeof value === 'number') marked.push(line);
    const isMarked = isOutOfLimits && typeof value !== 'number' && value.offScale === null;
    takeValues(
      { temperature: isMarked ? new UnreadableText(temperature, 'either') : value },
      time.at,
      line,
      log,
    );
  }
  numbers.end();
  const alarms = berlingerAlarms(lines);
  if (alarms.length > 0) log.loggerAlarms = alarms;
  if (marked.length > 0)
    log.notes.push(
      `the logger marks ${marked.length} ${marked.length === 1 ? 'row' : 'rows'} as out of its own limits (${marked.length === 1 ? 'line' : 'from line'} ${marked[0]}); the readings are judged by the limits of the profile`,
    );
  log.format = `text export of a Berlinger logger, ${encoding}; table in line ${table + 1}; times ${inWords}; temperature in ${column.unit}; ${numbers.inWords()}`;
  return log;
}

type Row = {
  readonly line: number;
  readonly content: string;
  /** Null if the row has no readable time. */
  readonly wallMs: number | null;
  readonly temperature: string;
  readonly isOutOfLimits: boolean;
};

/**
 * The rows of the table, without headings and empty lines. The table continues past anything between its rows and ends
 * at the first section that no row follows.
 */
function rowsOfTable(lines: readonly string[], start: number): Row[] {
  const last = lines.findLastIndex((line, index) => index >= start && likeRow.test(line));
  const rows: Row[] = [];
  let heading: string | null = null;
  let mark = -1;
  for (let index = start; index < lines.length; index++) {
    const content = lines[index]!;
    if (index > last && section.test(content)) break;
    if (columnNames.test(content)) {
      const names = content.trim();
      if (heading !== null && names !== heading)
        throw new UnusableFile(
          `line ${index + 1} names other columns than the first line of the table, ${excerpt(names)}; split the file there`,
        );
      heading = names;
      mark = names
        .split('\t')
        .slice(1)
        .findIndex((name) => /^out of limits$/i.test(name.trim()));
    } else if (content.trim() !== '') rows.push(rowOf(content, index + 1, mark));
  }
  return rows;
}

/** `mark` is the index of the logger's own mark among the cells after the time. */
function rowOf(content: string, line: number, mark: number): Row {
  const match = timedRow.exec(content);
  const rest = match?.[2] ?? content.trim().replace(/^[^\t]*/, '');
  // Text between the time and its tab, such as PM, may change the time.
  const isWholeTime = !rest.includes('\t') || rest.slice(0, rest.indexOf('\t')).trim() === '';
  const wallMs = match === null || !isWholeTime ? null : (parseWallClock(match[1]!)?.utcMs ?? null);
  const cells = rest.includes('\t') ? rest.split('\t').slice(1) : rest.trim().split(/\s+/);
  return {
    line,
    content,
    wallMs,
    temperature: cells[0]?.trim() ?? '',
    isOutOfLimits: mark >= 0 && (cells[mark] ?? '').trim() !== '',
  };
}

/** Whether a row has a cell with the mark that the logger writes next to a value out of its limits. */
function hasMark(content: string): boolean {
  return content.includes('\t') && content.split('\t').some((cell) => cell.trim().toLowerCase() === 'x');
}

function headerValue(lines: readonly string[], name: string): string | undefined {
  const start = `${name}:`;
  return lines
    .find((line) => line.trim().startsWith(start))
    ?.trim()
    .slice(start.length)
    .trim();
}

function temperatureIn(lines: readonly string[]): Column {
  const named = headerValue(lines, 'Temp unit') ?? 'C';
  const unit = named === 'C' || named === 'F' ? unitOf('temperature', named) : undefined;
  if (unit === undefined)
    throw new UnusableFile(`its temperature unit ${excerpt(named)} is unknown; known are C and F`);
  return columnAs('temperature', 1, unit.names[0], unit.convert);
}

function clockOf(
  lines: readonly string[],
  timeZone: TimeZoneOption,
  rows: readonly Row[],
): { clock: FileClock; inWords: string } {
  if (timeZone !== null) {
    const stamps = rows.flatMap(({ wallMs, line }) =>
      wallMs === null ? [] : [{ utcMs: wallMs, line, columns: 1 }],
    );
    return { clock: fileClock(timeZone, stamps), inWords: `in ${timeZone} (--time-zone)` };
  }
  const zone = headerValue(lines, 'Zone');
  const hours = Number(zone);
  if (zone === undefined || zone === '' || !(Math.abs(hours) <= 14))
    throw new UnusableArgument(
      'its times have no zone, and its header names none; say which zone the logger was set to, as --time-zone Europe/Berlin',
      { question: { option: 'time-zone', candidates: [] } },
    );
  return {
    clock: (utcMs) => atOffset(utcMs, Math.round(hours * 60)),
    inWords: `at UTC${hours < 0 ? '' : '+'}${zone.replace(/^\+/, '')} hours (Zone in the header)`,
  };
}

/** Text exports of Berlinger's Fridge-tag and Q-tag loggers. */
export const berlinger: Reader = {
  name: 'Berlinger Fridge-tag and Q-tag',
  recognisedBy: 'a first line `Device: … tag …`',
  recognises: ({ beginning }) => isBerlinger(beginning),
  mayBeBinary: false,
  isOfOneDevice: true,
  read: readBerlinger,
};
