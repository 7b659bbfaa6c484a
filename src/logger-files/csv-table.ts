import { type WallClock, parseWallClock } from '../model/instant.ts';
import { excerpt } from '../model/printable.ts';
import type { Taker } from '../telemetry/payload-readings.ts';
import { namesTemperatureUnit } from '../telemetry/temperature-unit.ts';
import { shortened } from '../telemetry/unreadable.ts';
import { type Column, columnInWords } from './column.ts';
import { csvColumnsOf, refuseOtherAnswers } from './csv-columns.ts';
import { type CsvRow, csvRows, delimiterOf } from './csv-rows.ts';
import { type Heading, type UnitsRow, checkNamedZone, isHeadingAgain, unitsRowOf } from './headings.ts';
import { type FileAnswers, type LogFile, type NamedDevice, UnusableFile } from './logger-file.ts';
import { isTotal, namesRowNumbers } from './no-data.ts';
import { NumberCells, hasNumber } from './number-cells.ts';
import { RowDevices } from './row-devices.ts';
import { RowGroups } from './row-groups.ts';
import { takeRowValues } from './row-values.ts';
import { SplitCheck, joinerOf } from './split-decimals.ts';
import { refuseOtherUnit, refuseUnitOfRow } from './stated-units.ts';
import type { Stamp } from './zoned-clock.ts';

const delimiterNames: { readonly [delimiter: string]: string } = {
  ',': 'comma-separated',
  ';': 'semicolon-separated',
  '\t': 'tab-separated',
};
const allColumns = -1;
/** At most this many names of unread columns are listed. */
const listedAtMost = 20;

/** The table of a CSV file: what its columns are, and which cells of a row are read. */
export class CsvTable {
  readonly timeIndex: number;
  readonly #lines: Iterable<Uint8Array>;
  readonly #answers: FileAnswers;
  readonly #delimiter: string;
  readonly #width: number;
  readonly #columns: readonly Column[];
  readonly #numbers: NumberCells;
  readonly #devices: RowDevices;
  readonly #split: SplitCheck | null;
  readonly #join: ((cells: string[]) => string[]) | null;
  readonly #heading: Heading;
  /** The columns that are not read. */
  readonly #others: readonly string[];
  /** The indexes of columns that may state the unit of the temperatures. */
  readonly #unitIndexes: readonly number[];
  readonly #groups: RowGroups;
  /** The line of the first row below the heading. */
  #firstLine = 0;
  #units: UnitsRow | null = null;

  constructor(lines: Iterable<Uint8Array>, answers: FileAnswers, notes: string[]) {
    this.#lines = lines;
    this.#answers = answers;
    this.#delimiter = delimiterOf(lines);
    const names = csvRows(lines).next().value?.cells ?? [];
    this.#width = names.length;
    this.timeIndex = names.findIndex((name) => name.toLowerCase() === 'time');
    if (this.timeIndex < 0)
      throw new UnusableFile(
        `it has no column "time" (found: ${shortened(names.join(', '), 200)}); a CSV of our own begins with a heading such as time,temperature[degC]`,
      );
    const { columns, deviceIndexes: named, others } = csvColumnsOf(names, this.timeIndex, notes);
    refuseOtherAnswers(answers, names, { columns, timeIndex: this.timeIndex });
    const deviceIndexes = [...named];
    if (answers.device !== undefined) {
      // A column with this device's name as a value names devices, whatever its heading.
      const places = this.#placesOf(answers.device, [...columns.map(({ index }) => index), this.timeIndex]);
      if (!places.some((index) => deviceIndexes.includes(index))) deviceIndexes.push(...places);
    }
    this.#columns = columns;
    this.#others = others;
    const temperature = columns.find(({ quantity }) => quantity === 'temperature');
    const known = new Set([
      this.timeIndex,
      ...columns.map(({ index }) => index),
      ...(answers.device === undefined ? [] : deviceIndexes),
    ]);
    const unread = [...names.keys()].filter((index) => !known.has(index));
    this.#groups = new RowGroups(names, unread, temperature?.index ?? null);
    this.#unitIndexes =
      temperature === undefined
        ? []
        : [...names.keys()].filter((index) => namesTemperatureUnit(names[index]!));
    this.#heading = { names, timeIndex: this.timeIndex, columns };
    this.#devices = new RowDevices(answers.device, deviceIndexes, names);
    this.#numbers = new NumberCells(answers.decimal);
    const table = { width: this.#width, columns, fixed: [this.timeIndex, ...deviceIndexes] };
    const isCommas = this.#delimiter === ',';
    this.#split = isCommas && answers.decimal === undefined ? new SplitCheck(table) : null;
    this.#join = isCommas && answers.decimal === 'comma' ? joinerOf(this.#dataRows(), table) : null;
  }

  /** The indexes of the unread columns in which the name occurs. */
  #placesOf(device: string, read: readonly number[]): number[] {
    const places = new Set<number>();
    for (const { cells } of this.rows())
      for (const [index, cell] of cells.entries())
        if (cell === device && index < this.#width && !read.includes(index)) places.add(index);
    return [...places];
  }

  /** The rows below the heading. */
  *rows(): Generator<CsvRow, undefined> {
    const rows = csvRows(this.#lines);
    rows.next();
    const first = rows.next();
    if (first.done === true) return;
    this.#firstLine = first.value.line;
    yield first.value;
    yield* rows;
  }

  /** The rows that have a time. */
  *#dataRows(): Generator<CsvRow> {
    for (const { cells, line } of this.rows()) {
      const own = this.#withoutEmptyEnd(cells);
      if (parseWallClock(own[this.timeIndex] ?? '') !== null) yield { cells: own, line };
    }
  }

  /** The stamps of the rows whose times have no offset, after `cellsOf` has filtered them. */
  *stamps(): Generator<Stamp> {
    const log: LogFile<Taker> = { readings: { push: () => 0 }, refused: [], notes: [], format: '' };
    for (const row of this.rows()) {
      const cells = this.cellsOf(row, log);
      const wall: WallClock | null = cells === null ? null : parseWallClock(cells[this.timeIndex] ?? '');
      if (cells === null || wall === null) continue;
      this.#devices.see(cells);
      if (wall.offsetMinutes === null)
        yield { utcMs: wall.utcMs, line: row.line, columns: this.#filledIn(cells) };
    }
    // Rows of several devices interleave, so they do not show the order within a repeated hour.
    this.#devices.refuseSeveral();
    this.#devices.restart();
  }

  /**
   * The cells of a row, if the row is from the chosen device and fits the heading; null if the row is to be skipped.
   */
  cellsOf({ cells: given, line }: CsvRow, log: LogFile<Taker>): string[] | null {
    // A time begins with a digit, so a row with one is not a row of words.
    if (!/^\d/.test(given[this.timeIndex] ?? '') && this.#isOfWords(given, line, log)) return null;
    let cells = given.length > this.#width ? this.#withoutEmptyEnd(given) : given;
    if (this.#join !== null) cells = this.#join(cells);
    if (this.#devices.isOfAnother(cells)) return null;
    if (cells.length <= this.#width) return cells;
    this.#split?.refuseTooMany(cells, line);
    const reason = `the row has ${cells.length} cells, the header ${this.#width}; numbers need a decimal point`;
    this.refuseWithoutTime(cells, line, reason, log);
    return null;
  }

  /**
   * Whether a row repeats the heading or names the columns' units.
   *
   * @throws {UnusableFile} when its heading or units differ.
   */
  #isOfWords(cells: readonly string[], line: number, log: LogFile<Taker>): boolean {
    const isHeading = isHeadingAgain(cells, line, this.#heading);
    if (!isHeading) {
      const isFirst = line === this.#firstLine;
      if (isFirst) this.#units = unitsRowOf(cells, line, this.#heading);
      // A heading in other words may still name a unit.
      else if (cells.some((cell) => /[°º˚℃℉([]/.test(cell))) unitsRowOf(cells, line, this.#heading);
      refuseOtherUnit(cells, line, this.#heading);
      if (!isFirst) return false;
    }
    if (!isHeading && this.#units === null) return false;
    const what = isHeading ? 'the heading again' : 'no time, and no number';
    log.refused.push({ line, reason: `no data: ${what}` });
    return true;
  }

  /** Refuses a time that does not match the zone in the row of units. */
  checkZone({ utcMs, offsetMinutes }: WallClock, at: number, line: number): void {
    if (this.#units !== null)
      checkNamedZone(this.#units, { utcMs, at, line, isZoneGiven: offsetMinutes === null });
  }

  /** Spreadsheets append empty cells to a row. */
  #withoutEmptyEnd(cells: string[]): string[] {
    let length = cells.length;
    while (length > this.#width && cells[length - 1] === '') length--;
    return length === cells.length ? cells : cells.slice(0, length);
  }

  #filledIn(cells: readonly string[]): number {
    let filled = 0;
    for (const [place, { index }] of this.#columns.entries())
      if ((cells[index] ?? '') !== '') filled |= 1 << (place % 32);
    return filled === 0 ? allColumns : filled;
  }

  /** Reads a row that has a time. */
  takeRow(cells: readonly string[], at: number, line: number, log: LogFile<Taker>): void {
    for (const index of this.#unitIndexes) refuseUnitOfRow(cells[index] ?? '', index, line, this.#heading);
    this.#split?.see(cells, line);
    takeRowValues(cells, this.#columns, this.#numbers, at, line, log);
    this.#groups.see(cells, at);
    this.#devices.see(cells);
  }

  /** Refuses a row that cannot be placed in time. A row without data does not prevent release. */
  refuseWithoutTime(cells: readonly string[], line: number, reason: string, log: LogFile<Taker>): void {
    const time = cells[this.timeIndex] ?? '';
    // If the first column numbers the rows, the word for a total is there.
    const isNumbered = time === '' && namesRowNumbers(this.#heading.names[0] ?? '');
    const label = isNumbered ? (cells[0] ?? '') : time;
    if (isTotal(label)) log.refused.push({ line, reason: `no data: ${excerpt(label)} stands for a total` });
    else if (this.#hasData(cells)) {
      log.refused.push({ line, reason, isWithoutTime: true });
      this.#devices.see(cells);
    } else log.refused.push({ line, reason: 'no data: no time, and no number' });
  }

  /**
   * Any digit may be part of a reading, however the cells, times and numbers are written. Without a digit, a mark for a
   * value off the scale may be one.
   */
  #hasData(cells: readonly string[]): boolean {
    return (
      cells.some((cell) => /\p{Nd}/u.test(cell.normalize('NFKC'))) ||
      this.#columns.some(({ index }) => hasNumber(cells[index] ?? ''))
    );
  }

  /**
   * Must be called after the last row. Returns the device that the rows belong to, if they name one.
   *
   * @throws {UnusableArgument} when the device or the decimal separator is still open.
   */
  end(): NamedDevice | undefined {
    // Checked first: decimals under a device heading would otherwise be taken for devices.
    this.#split?.end();
    this.#devices.refuseSeveral();
    this.#numbers.end();
    this.#groups.end();
    return this.#devices.device();
  }

  /** Describes how the file was read; `times` names the zone. */
  inWords(times: string): string {
    const { device } = this.#answers;
    const more = this.#others.length - listedAtMost;
    const others = this.#others.slice(0, listedAtMost).join(', ') + (more > 0 ? ` and ${more} more` : '');
    return [
      delimiterNames[this.#delimiter] ?? `separated by ${JSON.stringify(this.#delimiter)}`,
      `time in column ${this.timeIndex + 1}, ${times}`,
      ...this.#columns.map(columnInWords),
      this.#numbers.inWords() + (this.#join === null ? '' : ', split numbers joined'),
      ...(device === undefined ? [] : [`rows of ${excerpt(device)} (--device)`]),
      ...(others === '' ? [] : [`not read: ${others}`]),
    ].join('; ');
  }
}
