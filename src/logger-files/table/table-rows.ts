import { checkDeviceTime } from '../../model/device-time.ts';
import { excerpt } from '../../model/printable.ts';
import type { Taker } from '../../telemetry/payload-readings.ts';
import { namesDevice } from '../devices.ts';
import { Ends, type LogFile, type NamedDevice, UnusableArgument, UnusableFile } from '../logger-file.ts';
import { isTotal, namesRowNumbers } from '../no-data.ts';
import { NumberCells, hasNumber } from '../number-cells.ts';
import { RowDevices } from '../row-devices.ts';
import { RowGroups } from '../row-groups.ts';
import { takeRowValues } from '../row-values.ts';
import { SplitCheck } from '../split-decimals.ts';
import { CellUnits } from './cell-units.ts';
import type { ChosenColumns } from './choose-columns.ts';
import { meaningOf, namesTime } from './column-meaning.ts';
import { type Table, lengthOf } from './find-table.ts';
import { parseStamp } from './stamp.ts';
import type { Times } from './table-times.ts';
import type { TableToRead } from './table-to-read.ts';

/** Reads the rows of a table one after another. */
export class TableRows {
  readonly ends = new Ends();
  readonly #table: Table;
  readonly #chosen: ChosenColumns;
  readonly #file: TableToRead;
  readonly #momentOf: Times['momentOf'];
  readonly #units: CellUnits;
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
  /** A row that looks like another heading; the rows below it cannot be read by the first one. */
  #otherHeading: { readonly cells: readonly string[]; readonly line: number } | null = null;

  constructor(table: Table, chosen: ChosenColumns, file: TableToRead, momentOf: Times['momentOf']) {
    this.#table = table;
    this.#chosen = chosen;
    this.#file = file;
    this.#momentOf = momentOf;
    const { answers, isCommaSeparated } = file;
    this.#units = new CellUnits(chosen);
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
    takeRowValues(this.#units.without(cells, line), this.#chosen.columns, this.#numbers, time.at, line, log);
    this.#groups.see(cells, time.at);
    this.#devices.see(cells);
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
    this.#units.end();
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

function keyOf(cells: readonly string[]): string {
  return JSON.stringify(cells.slice(0, lengthOf(cells)));
}
