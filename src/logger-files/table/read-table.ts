import { checkDeviceTime } from '../../model/device-time.ts';
import { atOffset } from '../../model/instant.ts';
import { excerpt } from '../../model/printable.ts';
import type { Taker } from '../../telemetry/payload-readings.ts';
import { temperatureUnitNamed, unitInWords } from '../../telemetry/temperature-unit.ts';
import { shortened } from '../../telemetry/unreadable.ts';
import { unitOf } from '../column.ts';
import { type CsvRow } from '../csv-rows.ts';
import { namesDevice } from '../devices.ts';
import {
  type ColumnQuantity,
  Ends,
  type FileAnswers,
  type LogFile,
  type LoggerAlarm,
  type NamedDevice,
  type TimeZoneOption,
  UnusableArgument,
  UnusableFile,
} from '../logger-file.ts';
import { isTotal, namesRowNumbers } from '../no-data.ts';
import { NumberCells, hasNumber } from '../number-cells.ts';
import { RowDevices } from '../row-devices.ts';
import { zoneAbbreviations } from '../zone-abbreviations.ts';
import { RowGroups } from '../row-groups.ts';
import { takeRowValues } from '../row-values.ts';
import { SplitCheck } from '../split-decimals.ts';
import { type Stamp as ClockStamp, fileClock } from '../zoned-clock.ts';
import { type ChosenColumns, askColumn, chooseColumns, chosenInWords } from './choose-columns.ts';
import { meaningOf, namesTime } from './column-meaning.ts';
import { dateOrderOf, orderInWords } from './date-order.ts';
import { type Table, findTable } from './find-table.ts';
import { type Stamp, midnightIn, parseStamp } from './stamp.ts';
import type { TableHint } from './table-hint.ts';
import { zoneOf } from './table-zone.ts';
import { unitOfCells } from './temperature-units.ts';

/** A table to read, with what is known about it. */
export type TableToRead = {
  readonly rows: readonly CsvRow[];
  /** How the rows were found, for the sentence on how the file was read: "UTF-8, comma-separated". */
  readonly form: string;
  /** Whether a comma separates the cells, and may separate decimals too. */
  readonly isCommaSeparated: boolean;
  /** Whether the last line has no end, as where a download was broken off. */
  readonly mayBeCut: boolean;
  readonly timeZone: TimeZoneOption;
  readonly answers: FileAnswers;
  readonly hint: TableHint | null;
};

/**
 * Reads a table of any logger by what it says of itself: its columns, units, dates, zone and devices. Whatever it
 * leaves open is asked for. Readings are pushed to `readings`; a value that cannot be read becomes an unreadable value,
 * a row that cannot be placed in time is refused with its line.
 *
 * @throws {UnusableArgument} when an answer of the user is needed.
 * @throws {UnusableFile} when the table cannot be read by right.
 */
export function readTable<Taken extends Taker>(file: TableToRead, readings: Taken): LogFile<Taken> {
  const { hint } = file;
  const found = findTable(file.rows, file.answers.columns?.time);
  const named =
    found.headings.length > 0 ? found : { ...found, headings: (hint?.columns ?? []).map((name) => [name]) };
  const table = withoutNarrowHeading(named, file);
  const chosen = chooseColumns(table, file.answers, hint);
  const above = deviceAbove(table, chosen, hint);
  const answers = answersForRows(file.answers, chosen, above);
  const times = timesOf(table, file);
  const rows = new TableRows(table, chosen, { ...file, answers }, times.momentOf);
  const log: LogFile<Taken> = { readings, refused: [], notes: [], format: '', ends: rows.ends };
  const cut = file.mayBeCut && isCut(table, chosen) ? table.rows.at(-1)! : null;
  for (const row of table.rows) if (row !== cut) rows.take(row, log);
  if (cut !== null)
    log.refused.push({ line: cut.line, reason: 'the last line is cut off', isWithoutTime: true });
  const decimals = rows.end();
  const device = rows.device() ?? above;
  if (device !== undefined) log.device = device;
  const alarms = hint?.isAlarm === undefined ? [] : alarmsIn(table.preamble, hint.isAlarm);
  if (alarms.length > 0) log.loggerAlarms = alarms;
  const others = chosen.others.map((index) => shortened(chosen.names[index]!, 40));
  log.notes.push(...others.map((name) => `column ${excerpt(name)} is not read`));
  const { headingRows } = table;
  log.format = [
    `${hint?.name ?? 'table'}, ${file.form}`,
    headingRows.length === 0
      ? 'no heading'
      : `heading in line ${headingRows.map(({ line }) => line).join(', ')}`,
    `time in column ${table.time.indexes.map((index) => index + 1).join(' and ')}, ${times.inWords}`,
    ...chosen.columns.map(chosenInWords),
    decimals,
    ...(answers.device === undefined ? [] : [`rows of ${excerpt(answers.device)} (--device)`]),
    ...(others.length === 0
      ? []
      : [
          `not read: ${others.slice(0, 20).join(', ')}${others.length > 20 ? ` and ${others.length - 20} more` : ''}`,
        ]),
  ].join('; ');
  return log;
}

/**
 * Whether the last row is cut off: it has fewer cells than the row before it, its time is of another form, or its last
 * value has fewer decimals than all the others of its column.
 */
function isCut({ rows, time }: Table, { columns }: ChosenColumns): boolean {
  const last = rows.at(-1)!;
  const before = rows.findLast(({ stamp }, index) => stamp !== null && index < rows.length - 1);
  if (before === undefined) return false;
  if (last.cells.length < before.cells.length) return true;
  const index = last.cells.length - 1;
  if ((time.indexes as readonly number[]).includes(index))
    return formOf(last.cells[index]!) !== formOf(before.cells[index] ?? '');
  if (!columns.some((column) => column.index === index)) return false;
  const others = new Set(
    rows
      .slice(0, -1)
      .flatMap(({ cells }) => (hasNumber(cells[index] ?? '') ? [decimalsOf(cells[index]!)] : [])),
  );
  return others.size === 1 && decimalsOf(last.cells[index]!) < [...others][0]!;
}

/** The form of a time: what separates its numbers and words, and how long the last number is. */
function formOf(time: string): string {
  const last = /\d+(?!.*\d)/.exec(time)?.[0].length;
  return `${time.replaceAll(/\d+/g, '0').replaceAll(/\p{L}+/gu, 'a')} ${last}`;
}

function decimalsOf(cell: string): number {
  return /[.,](\d*)/.exec(cell)?.[1]!.length ?? 0;
}

/**
 * The answers without the device, where the whole file is of it because it is named above the table.
 *
 * @throws {UnusableArgument} when another one is named there, and no column names devices.
 */
function answersForRows(
  answers: FileAnswers,
  { deviceIndexes }: ChosenColumns,
  above: NamedDevice | undefined,
): FileAnswers {
  if (answers.device === undefined || above === undefined) return answers;
  if (above.name === answers.device) return { ...answers, device: undefined };
  if (deviceIndexes.length > 0) return answers;
  throw new UnusableArgument(
    `it is of device ${excerpt(above.name)} (${above.heading}), and not of --device ${excerpt(answers.device)}; leave --device out`,
  );
}

/**
 * A table without its heading, if its rows have more cells than that and the user names the column by its number: the
 * names then may stand over other columns than theirs.
 *
 * @throws {UnusableArgument} when the rows have more cells and no number is given.
 */
function withoutNarrowHeading(table: Table, { answers, isCommaSeparated }: TableToRead): Table {
  const width = table.headings.length;
  const rows = table.rows.filter(({ stamp }) => stamp !== null);
  const wider = rows.filter(({ cells }) => lengthOf(cells) > width);
  if (width === 0 || wider.length * 2 <= rows.length) return table;
  const hasDecimals = ({ cells }: CsvRow): boolean =>
    cells.some(
      (cell, index) =>
        !(table.time.indexes as readonly number[]).includes(index) && /^\D?\d+[.,]\d+$/.test(cell),
    );
  // Without decimals, their commas are what makes the rows longer; such rows are refused.
  if (isCommaSeparated && !rows.some(hasDecimals)) return table;
  if (/^\d+$/.test(answers.columns?.temperature ?? '')) return { ...table, headings: [] };
  const numeric = [...wider[0]!.cells.keys()].filter((index) => hasNumber(wider[0]!.cells[index]!));
  throw askColumn(
    `its rows have ${lengthOf(wider[0]!.cells)} cells under ${width} headings, so that values may stand under wrong headings; its columns of numbers`,
    numeric
      .filter((index) => !(table.time.indexes as readonly number[]).includes(index))
      .map((index) => String(index + 1)),
  );
}

/** Gives each row's time in epoch milliseconds. Rows must be asked for in their order, each once. */
type Times = { readonly momentOf: (stamp: Stamp, line: number) => number; readonly inWords: string };

function timesOf(table: Table, { timeZone, answers }: TableToRead): Times {
  const timed = table.rows.flatMap(({ stamp, line, cells }) =>
    stamp === null ? [] : [{ stamp, line, cells }],
  );
  const stamps = timed.map(({ stamp }) => stamp);
  const headings = table.time.indexes.map((index) => (table.headings[index] ?? []).join(' '));
  const preamble = table.preamble.map(({ cells }) => cells.filter((cell) => cell !== '').join(' '));
  const order = dateOrderOf(
    stamps,
    answers.dateOrder,
    [...headings, ...preamble.filter((text) => /date|datum|fecha|data/i.test(text))],
    momentsOf(table),
  );
  const wallOf = ({ date, clockMs }: Stamp): number =>
    (typeof date === 'number' ? date : midnightIn(date!, order!.order)!) + clockMs!;
  if (table.time.kind !== 'epoch') refuseHalfDays(stamps, wallOf, timed);
  const zoned: ClockStamp[] = timed.flatMap(({ stamp, line }) =>
    stamp.offsetMinutes === null ? [{ utcMs: wallOf(stamp), line, columns: -1 }] : [],
  );
  const zone = zoneOf(
    table,
    zoned.map(({ utcMs }) => utcMs),
    timeZone,
  );
  const clock = zone === null ? null : fileClock(zone.zone, zoned);
  const inOrder = order === null ? [] : [`dates as ${orderInWords(order.order)} (${order.because})`];
  const inZone =
    zone === null
      ? table.time.kind === 'epoch'
        ? 'counted since 1970 in UTC'
        : 'UTC offsets in every time'
      : `in ${zone.zone} (${zone.because})`;
  return {
    momentOf: (stamp, line) => {
      const wall = wallOf(stamp);
      if (stamp.offsetMinutes !== null) return atOffset(wall, stamp.offsetMinutes);
      const at = clock!(wall, line);
      if (stamp.zone !== undefined) refuseOtherZone(stamp.zone, (wall - at) / 3_600_000, line);
      return at;
    },
    inWords: [
      ...(table.time.kind === 'Excel serial number' ? ['Excel serial numbers'] : []),
      ...inOrder,
      inZone,
    ].join(', '),
  };
}

/** Refuses an offset, in hours, for which the abbreviation behind a time is not used. */
function refuseOtherZone(zone: string, hours: number, line: number): void {
  if (zoneAbbreviations[zone]!.includes(hours)) return;
  throw new UnusableArgument(
    `line ${line}: the time says ${zone.toUpperCase()}, and --time-zone reads it at another offset; give the zone in which the times were written`,
  );
}

/** Times in the preamble whose date is certain, in milliseconds as if they were UTC. */
function momentsOf({ preamble }: Table): number[] {
  return preamble.flatMap(({ cells }) =>
    cells.flatMap((cell) =>
      [cell, ...cell.replaceAll(/\s+/g, ' ').split(/(?<=\D)[:=] | - /)].flatMap((text) => {
        const stamp = parseStamp(text.trim());
        return typeof stamp?.date === 'number' && stamp.clockMs !== null ? [stamp.date + stamp.clockMs] : [];
      }),
    ),
  );
}

/**
 * Refuses a clock of twelve hours without AM and PM, which shows by going back by twelve hours less a step. Other steps
 * back are those of a second logger or a second start.
 *
 * @throws {UnusableFile} when it does.
 */
function refuseHalfDays(
  stamps: readonly Stamp[],
  wallOf: (stamp: Stamp) => number,
  rows: readonly { readonly line: number }[],
): void {
  // Rows may be missing where the clock goes back.
  const longestGapMs = 3 * 3_600_000;
  const [oneMs, thirteenMs] = [3_600_000, 13 * 3_600_000];
  if (stamps.some(({ saysHalf, clockMs }) => saysHalf || clockMs! >= thirteenMs || clockMs! < oneMs)) return;
  const walls = stamps.map(wallOf);
  const steps = walls.slice(1).map((wall, index) => wall - walls[index]!);
  const sign = Math.sign(steps.reduce((sum, step) => sum + Math.sign(step), 0)) || 1;
  const forward = steps.map((step) => sign * step).filter((step) => step > 0);
  const usual = forward.sort((a, b) => a - b)[Math.floor(forward.length / 2)] ?? 0;
  const back = steps.findIndex((step) => {
    const meant = sign * step + 12 * 3_600_000;
    return sign * step < 0 && meant > 0 && meant <= Math.max(2 * usual, longestGapMs);
  });
  if (back >= 0)
    throw new UnusableFile(
      `line ${rows[back + 1]!.line}: its clock has twelve hours and does not say AM or PM; export the times with 24 hours, or with AM and PM`,
    );
}

const serialKey =
  /^(?:s\s?\/?\s?n|serial(?:\s*(?:no|nr|number|num)?\.?)?|logger\s*(?:id|serial\s*number)|device\s*(?:id|serial(?:\s*number)?)|registration\s*number|seriennummer|num[eé]ro de s[eé]rie|n[uú]mero de serie|序列号|設備編號)$/iu;
const serialInHeading = /(?<!\p{L})S\/N:?\s*([\p{L}\d-]{3,})/iu;

function alarmsIn(preamble: readonly CsvRow[], isAlarm: NonNullable<TableHint['isAlarm']>): LoggerAlarm[] {
  return preamble.flatMap(({ cells, line }) => {
    const text = cells.filter((cell) => cell !== '').join(' ');
    const said = isAlarm(text);
    return said === null ? [] : [{ line, text, isAlarm: said }];
  });
}

function deviceAbove(
  table: Table,
  { columns }: ChosenColumns,
  hint: TableHint | null,
): NamedDevice | undefined {
  if (hint?.deviceOf === undefined) return deviceOfPreamble(table);
  const temperature = columns.find(({ quantity }) => quantity === 'temperature');
  return hint.deviceOf([...table.preamble, ...table.headingRows], temperature?.index);
}

/** The serial number that the preamble or the heading of the readings names. */
function deviceOfPreamble({ preamble, headings }: Table): NamedDevice | undefined {
  for (const { cells } of preamble) {
    const filled = cells
      .filter((cell) => cell !== '')
      .map((cell) => cell.slice(0, 200).replaceAll(/\s+/g, ' '));
    const [key = '', name = ''] = filled.length >= 2 ? filled : (filled[0] ?? '').split(/ ?[:=] ?/);
    const plain = key
      .replace(/^.*button /i, '')
      .replace(/[:= ]+$/, '')
      .trim();
    if (name.trim() !== '' && serialKey.test(plain)) return { heading: 'serial number', name: name.trim() };
  }
  const names = new Set(
    headings.flatMap((texts) => texts.flatMap((text) => serialInHeading.exec(text)?.[1] ?? [])),
  );
  return names.size === 1 ? { heading: 'serial number', name: [...names][0]! } : undefined;
}

/** Reads the rows of a table one after another. */
class TableRows {
  readonly ends = new Ends();
  readonly #table: Table;
  readonly #chosen: ChosenColumns;
  readonly #file: TableToRead;
  readonly #momentOf: Times['momentOf'];
  readonly #numbers: NumberCells;
  readonly #devices: RowDevices;
  readonly #groups: RowGroups;
  readonly #split: SplitCheck | null;
  readonly #width: number;
  readonly #headings: ReadonlySet<string>;
  /** Whether the first column numbers the rows. */
  readonly #isNumbered: boolean;
  /** The line of a row of words above the row that is read, which may be the title of another table. */
  #title: number | null = null;
  /** The time of the last row. */
  #last: number | null = null;
  /** The first unit of another quantity than the temperature. */
  #otherUnit: { readonly named: string; readonly line: number } | null = null;
  /** A row that looks like another heading; the rows below it cannot be read by the first one. */
  #otherHeading: { readonly cells: readonly string[]; readonly line: number } | null = null;

  constructor(table: Table, chosen: ChosenColumns, file: TableToRead, momentOf: Times['momentOf']) {
    this.#table = table;
    this.#chosen = chosen;
    this.#file = file;
    this.#momentOf = momentOf;
    const { answers, isCommaSeparated } = file;
    this.#numbers = new NumberCells(answers.decimal);
    this.#devices = new RowDevices(answers.device, chosen.deviceIndexes, chosen.names);
    const temperature = chosen.columns.find(({ quantity }) => quantity === 'temperature');
    const unread = chosen.others.filter(
      (index) => answers.device === undefined || !chosen.deviceIndexes.includes(index),
    );
    this.#groups = new RowGroups(chosen.names, unread, temperature?.index ?? null);
    this.#width = table.headings.length === 0 ? chosen.names.length : table.headings.length;
    const fixed = [...table.time.indexes, ...chosen.deviceIndexes];
    this.#split = isCommaSeparated
      ? new SplitCheck({ width: this.#width, columns: chosen.columns, fixed })
      : null;
    this.#isNumbered =
      chosen.others.includes(0) &&
      !chosen.deviceIndexes.includes(0) &&
      namesRowNumbers(chosen.names[0] ?? '') &&
      table.rows.filter(({ cells }) => /^\d+$/.test(cells[0] ?? '')).length * 2 > table.rows.length;
    this.#headings = new Set(table.headingRows.map(({ cells }) => keyOf(cells)));
  }

  take({ cells, line, stamp }: Table['rows'][number], log: LogFile<Taker>): void {
    // The clock counts every row that has a time.
    const at = stamp === null ? null : this.#momentOf(stamp, line);
    if (this.#devices.isOfAnother(cells)) return;
    if (at === null) {
      this.#refuseWithoutTime(cells, line, log);
      return;
    }
    if (this.#title !== null && this.#isBefore(at))
      throw new UnusableFile(
        `line ${line}: its time is among those above line ${this.#title}, so that another table seems to begin there; split the file there`,
      );
    this.#title = null;
    if (this.#otherHeading !== null)
      throw new UnusableFile(
        `line ${this.#otherHeading.line}: another heading begins there, ${excerpt(this.#otherHeading.cells.join(', '))}, and its rows cannot be read by the first one; split the file there`,
      );
    if (lengthOf(cells) > this.#width) {
      this.#refuseTooMany(cells, line, log);
      return;
    }
    const label = this.#isNumbered && /^\p{L}/u.test(cells[0] ?? '') ? cells[0]! : null;
    if (label !== null) {
      const reason = isTotal(label)
        ? `no data: ${excerpt(label)} stands for a total`
        : `${excerpt(label)} stands in the place of the number that the other rows have`;
      log.refused.push({ line, reason, ...(isTotal(label) ? {} : { isWithoutTime: true }) });
      return;
    }
    const event = this.#eventIn(cells);
    if (event !== null) {
      log.refused.push({ line, reason: `no data: an event, ${excerpt(event)}` });
      return;
    }
    const time = checkDeviceTime(at, null);
    if (!time.ok) {
      log.refused.push({ line, reason: time.reason, isWithoutTime: true });
      return;
    }
    this.ends.see(time.at, line);
    this.#last = time.at;
    this.#split?.see(cells, line);
    takeRowValues(this.#withoutUnits(cells, line), this.#chosen.columns, this.#numbers, time.at, line, log);
    this.#groups.see(cells, time.at);
    this.#devices.see(cells);
  }

  /** The numbers of a row without the units of their columns behind them; with another unit they are no numbers. */
  #withoutUnits(cells: readonly string[], line: number): readonly string[] {
    const { columns, unitIndex } = this.#chosen;
    let plain: string[] | null = null;
    for (const { index, quantity, unit } of columns) {
      const cell = cells[index] ?? '';
      if (quantity === 'temperature') {
        const named = unitIndex === null ? '' : (cells[unitIndex] ?? '');
        const own = temperatureUnitNamed(named) ?? unitOfCells(cell);
        if (own === null && /[\p{L}%]/u.test(named)) this.#otherUnit ??= { named, line };
        if (own !== null && own !== unit.at(-1))
          throw new UnusableFile(
            `line ${line}: ${excerpt(cell)} is in ${unitInWords(own)}, and temperatures are read in ${unit}; export the file in one unit`,
          );
      }
      const [, number, behind] = numberWithUnit.exec(cell) ?? [];
      if (number !== undefined && isOwnUnit(behind!, quantity, unit)) (plain ??= [...cells])[index] = number;
    }
    return plain ?? cells;
  }

  /** What happened to the logger, in a row that has nothing else; null in any other row. */
  #eventIn(cells: readonly string[]): string | null {
    const events = this.#file.hint?.events;
    if (events === undefined || this.#chosen.columns.some(({ index }) => (cells[index] ?? '') !== ''))
      return null;
    const index = this.#chosen.others.find(
      (each) => (cells[each] ?? '') !== '' && events.test(this.#chosen.names[each]!),
    );
    return index === undefined ? null : this.#chosen.names[index]!;
  }

  /** Rows with more cells than the heading cannot be placed under it. */
  #refuseTooMany(cells: readonly string[], line: number, log: LogFile<Taker>): void {
    if (this.#split !== null && cells.slice(this.#width - 1).some((cell) => /^\d{1,3}$/.test(cell)))
      throw new UnusableFile(
        `line ${line}: ${excerpt(cells.join(','))} has ${lengthOf(cells)} cells under ${this.#width} headings: decimal commas cannot be told from the commas between its cells; export it again with decimal points, or with semicolons between the cells`,
      );
    log.refused.push({
      line,
      reason: `the row has ${lengthOf(cells)} cells under ${this.#width} headings`,
      isWithoutTime: true,
    });
  }

  /** A row without a time forbids a release, unless it is no data. */
  #refuseWithoutTime(cells: readonly string[], line: number, log: LogFile<Taker>): void {
    const label = this.#labelOf(cells);
    const times = this.#table.time.indexes.map((index) => cells[index] ?? '');
    const hasValue = this.#chosen.columns.some(({ index }) => hasNumber(cells[index] ?? ''));
    const isLikeTime = times.some((time) => /^\s*["']?\d{1,4}[-./:]\d{1,2}/.test(time));
    if (this.#headings.has(keyOf(cells)) || this.#isHeading(cells, true))
      log.refused.push({ line, reason: 'no data: the heading again' });
    else if (isTotal(label))
      log.refused.push({ line, reason: `no data: ${excerpt(label)} stands for a total` });
    else if (hasValue || isLikeTime) {
      const found = times.map((time) => excerpt(time)).join(' and ');
      log.refused.push({
        line,
        reason: `no date and time of day can be read, found ${found}`,
        isWithoutTime: true,
      });
    } else {
      log.refused.push({ line, reason: 'no data: no time, and no value' });
      if (cells.some((cell) => /\p{L}/u.test(cell))) this.#title = line;
      if (this.#isHeading(cells, false)) this.#otherHeading ??= { cells, line };
    }
  }

  /** Whether a time lies among those that were read, other than the last. */
  #isBefore(at: number): boolean {
    const { earliest, latest } = this.ends;
    return at >= earliest.at && at <= latest.at && at !== this.#last;
  }

  /** Whether a row is a heading: of the same columns that are read, or of any. */
  #isHeading(cells: readonly string[], ofTheSame: boolean): boolean {
    const { headings, time } = this.#table;
    const isNamed = (index: number): boolean =>
      namesTime(cells[index] ?? '') || meaningOf([cells[index] ?? '']) !== null;
    const indexes = [...time.indexes, ...this.#chosen.columns.map(({ index }) => index)];
    if (cells.some((cell) => hasNumber(cell)) || !indexes.some(isNamed)) return false;
    const isSame = (cell: string, index: number): boolean =>
      cell === '' || (headings[index] ?? []).includes(cell);
    return !ofTheSame || indexes.every((index) => isSame(cells[index] ?? '', index));
  }

  /** The text in the place of a row's time, or in front of it where the rows are numbered. */
  #labelOf(cells: readonly string[]): string {
    const times = this.#table.time.indexes.map((index) => cells[index] ?? '');
    const label = times.find((time) => time !== '' && parseStamp(time) === null) ?? '';
    return label === '' && namesRowNumbers(this.#chosen.names[0] ?? '') ? (cells[0] ?? '') : label;
  }

  /**
   * Must be called after the last row; describes the decimal separator.
   *
   * @throws {UnusableArgument} when the device or the decimals are open.
   */
  end(): string {
    if (this.#split?.isSuspicious === true && this.#file.answers.decimal !== 'point')
      throw new UnusableArgument(
        'a comma separates its cells and may separate decimals too: all its temperatures are whole numbers with another number behind them; export it again with decimal points, or say --decimal point where the numbers are whole',
        { question: { option: 'decimal', candidates: ['point'] } },
      );
    this.#devices.refuseSeveral();
    if (this.#otherUnit !== null)
      throw new UnusableFile(
        `line ${this.#otherUnit.line}: the unit ${excerpt(this.#otherUnit.named)} is none of temperature, so that its column holds several quantities; export each in a column or a file of its own`,
      );
    this.#numbers.end();
    this.#groups.end();
    return this.#numbers.inWords();
  }

  /** The device that the rows name; what they say to have measured is none. */
  device(): NamedDevice | undefined {
    const device = this.#devices.device();
    const isQuantity =
      device !== undefined && !namesDevice(device.heading) && meaningOf([device.name]) !== null;
    return isQuantity ? undefined : device;
  }
}

const numberWithUnit = /^(.*\d[.,]?)\s*((?:°|º|˚)?\s?[CFK]|[℃℉]|%\s?(?:rh|r\.h\.)?|[hk]?Pa|mbar|psi)$/i;

/** Whether a unit behind a number is that of its column; a temperature in another one was refused before. */
function isOwnUnit(named: string, quantity: ColumnQuantity, unit: string): boolean {
  if (quantity === 'temperature') return temperatureUnitNamed(named) !== null;
  return unitOf(quantity, named.replaceAll(/[\s.]/g, ''))?.names[0] === unit;
}

/** The number of cells of a row without the empty ones at its end. */
function lengthOf(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '') + 1;
}

function keyOf(cells: readonly string[]): string {
  return JSON.stringify(cells.slice(0, lengthOf(cells)));
}
