import type { Column } from './column.ts';
import { UnusableArgument, UnusableFile } from './logger-file.ts';

const whole = /^[+\-\u2212]?\d+$/;
const digits = /^\d+$/;

/** A comma-separated table, as far as the search for decimal commas needs it. */
type Table = {
  /** The number of cells in the heading. */
  readonly width: number;
  readonly columns: readonly Column[];
  /** The indexes of cells that are not numbers: the time, the device name. */
  readonly fixed: readonly number[];
};

/** The column whose number may be split over two cells of the row, if any. */
function splitIn(cells: readonly string[], { columns }: Table): Column | undefined {
  return columns.find(({ index }) => whole.test(cells[index] ?? '') && digits.test(cells[index + 1] ?? ''));
}

/**
 * Watches the rows of a comma-separated file for numbers that a decimal comma has split into two cells: 8,9 is not 8.
 * They show as rows with more cells than the heading. If the last column was left out, they show as temperatures that
 * are all whole numbers, each followed by a short run of digits, whatever that cell's heading; up to a tenth of the
 * rows may differ.
 */
export class SplitCheck {
  readonly #table: Table;
  readonly #temperature: Column | undefined;
  /** Rows whose temperature was not split, and rows whose temperature may have been. */
  #otherwise = 0;
  #split = 0;
  #example: { readonly cells: readonly string[]; readonly line: number } | null = null;

  constructor(table: Table) {
    this.#table = table;
    this.#temperature = table.columns.find(({ quantity }) => quantity === 'temperature');
  }

  /** Whether nearly all rows so far may have a split temperature. */
  get isSuspicious(): boolean {
    return this.#example !== null && this.#otherwise * 9 <= this.#split;
  }

  /** Adds a row that has no more cells than the heading. */
  see(cells: readonly string[], line: number): void {
    if (this.#temperature === undefined) return;
    const { index } = this.#temperature;
    const [cell = '', after = ''] = [cells[index], cells[index + 1]];
    if (!whole.test(cell)) {
      if (/\d[.,]\d/.test(cell)) this.#otherwise++;
    } else if (after !== '') {
      if (this.#isFraction(after, index + 1)) {
        this.#split++;
        this.#example ??= { cells, line };
      } else this.#otherwise++;
    }
  }

  /** Whether digits may be decimals: one or two digits, or a number that is impossible in their own column. */
  #isFraction(cell: string, index: number): boolean {
    if (!digits.test(cell)) return false;
    if (cell.length <= 2 || cell.startsWith('0')) return true;
    const column = this.#table.columns.find((each) => each.index === index);
    if (column === undefined) return false;
    const value = column.convert(Number(cell));
    return value < column.least || value > column.most;
  }

  /**
   * Asks about a row with more cells than the heading, if a decimal comma may be the cause.
   *
   * @throws {UnusableArgument} when it may.
   */
  refuseTooMany(cells: readonly string[], line: number): void {
    if (splitIn(cells, this.#table) !== undefined) throw this.#question(cells, line);
  }

  /**
   * Must be called after the last row.
   *
   * @throws {UnusableArgument} when the temperatures seem to be split.
   */
  end(): void {
    if (this.isSuspicious) throw this.#question(this.#example!.cells, this.#example!.line);
  }

  #question(cells: readonly string[], line: number): UnusableArgument {
    const split = splitIn(cells, this.#table)!;
    const [cell, after] = [cells[split.index]!, cells[split.index + 1]!];
    const next = this.#table.columns.find(({ index }) => index === split.index + 1);
    const asPoint =
      cells.length > this.#table.width
        ? `a row with more cells than the heading, which is refused`
        : `${split.quantity} ${cell} and ${next === undefined ? `${after} in the column after it` : `${next.quantity} ${after}`}`;
    return new UnusableArgument(
      `line ${line}: in ${JSON.stringify(cells.join(','))} a comma separates cells, and may separate decimals too; say --decimal comma where it means ${split.quantity} ${cell}.${after}, or --decimal point where it means ${asPoint}`,
      { question: { option: 'decimal', candidates: ['comma', 'point'] } },
    );
  }
}

/**
 * Learns from the rows of a comma-separated file with decimal commas how its cells have to be joined. `rows` are those
 * that have data. The last columns of the heading may be missing in all rows.
 *
 * @throws {UnusableFile} when a row can be joined in more than one way.
 */
export function joinerOf(
  rows: Iterable<{ readonly cells: readonly string[]; readonly line: number }>,
  table: Table,
): (cells: string[]) => string[] {
  const check = new SplitCheck(table);
  const least = Math.min(...table.columns.map(({ index }) => index)) + 1;
  const plans = Array.from({ length: table.width - least + 1 }, (_, place) => ({
    present: table.width - place,
    joins: 0,
    isPossible: true,
  }));
  let odd: { readonly cells: readonly string[]; readonly line: number } | null = null;
  for (const row of rows) {
    if (row.cells.length <= table.width) check.see(row.cells, row.line);
    for (const plan of plans) {
      if (!plan.isPossible) continue;
      const joins = Math.max(0, row.cells.length - plan.present);
      plan.isPossible = joins === 0 || waysToJoin(row.cells, joins, plan.present, table).length === 1;
      plan.joins += joins;
      if (!plan.isPossible && plan.present === table.width) odd ??= row;
    }
  }
  const plan =
    plans.find(({ isPossible, joins }) => isPossible && joins > 0) ??
    (plans[0]!.isPossible && !check.isSuspicious ? plans[0]! : undefined);
  if (plan === undefined)
    throw new UnusableFile(
      `its decimal commas cannot be told from the commas between its cells${odd === null ? '' : ` (line ${odd.line}: ${JSON.stringify(odd.cells.join(','))})`}; export it again with semicolons between the cells, or with decimal points`,
    );
  return (cells) => {
    const joins = cells.length - plan.present;
    const [way] = joins <= 0 ? [] : waysToJoin(cells, joins, plan.present, table);
    return way === undefined ? cells : joinedAt(cells, way);
  };
}

/** The cells at which `joins` split numbers may begin; only the first two of several ways are returned. */
function waysToJoin(cells: readonly string[], joins: number, present: number, { fixed }: Table): number[][] {
  const ways: number[][] = [];
  const follow = (place: number, chosen: readonly number[]): void => {
    if (ways.length > 1 || present - place < joins - chosen.length) return;
    if (place === present) {
      ways.push([...chosen]);
      return;
    }
    const cell = place + chosen.length;
    const canJoin =
      chosen.length < joins &&
      !fixed.includes(place) &&
      whole.test(cells[cell] ?? '') &&
      digits.test(cells[cell + 1] ?? '');
    if (canJoin) follow(place + 1, [...chosen, cell]);
    follow(place + 1, chosen);
  };
  follow(0, []);
  return ways;
}

function joinedAt(cells: readonly string[], places: readonly number[]): string[] {
  const joined: string[] = [];
  for (let place = 0; place < cells.length; place++)
    if (places.includes(place)) joined.push(`${cells[place]},${cells[++place]}`);
    else joined.push(cells[place]!);
  return joined;
}
