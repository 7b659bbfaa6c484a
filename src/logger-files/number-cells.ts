import { excerpt } from '../model/excerpt.ts';
import { type UnreadableText, unreadableText } from '../telemetry/unreadable.ts';
import type { Column } from './column.ts';
import { type FileAnswers, UnusableArgument } from './logger-file.ts';

const withPoint = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const withComma = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d{1,3})?$/;
/** 1,013 may be a thousand and thirteen. */
const mayGroup = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const beginsWithNumber = /^[<>\u2264-\u2267]?=?\s*[+\-\u2212]?[.,]?\p{Nd}/u;

/**
 * Reads the numbers of a file. Their decimals are separated as was said, else by a point, or by a comma where no number
 * of the file has a point.
 */
export class NumberCells {
  readonly #answer: FileAnswers['decimal'];
  /** Where a number of each kind stood first. */
  #point: { readonly cell: string; readonly line: number } | null = null;
  #comma: { readonly cell: string; readonly line: number } | null = null;
  /** By column, a number whose comma may also group its thousands; null where another one shows that it does not. */
  readonly #groups = new Map<Column, string | null>();

  constructor(answer: FileAnswers['decimal']) {
    this.#answer = answer;
  }

  /** The value of a cell in the unit of its quantity; what stands there where it is no number of that quantity. */
  read(cell: string, column: Column, line: number): number | UnreadableText {
    const number = this.#number(cell, column, line);
    if (number !== null) {
      const value = column.convert(number);
      if (value >= column.least && value <= column.most) return value;
    }
    const text = unreadableText(cell);
    return text.bound === null ? text : text.convertedBy(column.convert);
  }

  #number(cell: string, column: Column, line: number): number | null {
    if (this.#answer !== 'comma' && withPoint.test(cell)) {
      if (this.#point === null && cell.includes('.')) {
        this.#point = { cell, line };
        this.#refuseBoth();
      }
      return Number(cell);
    }
    const plain = cell.replace('\u2212', '-');
    // U+2212 is the minus of typesetters; all else is read as with the ASCII minus.
    if (plain !== cell) return this.#number(plain, column, line);
    if (this.#answer === 'point' || !withComma.test(cell)) return null;
    if (this.#answer === undefined) {
      this.#comma ??= { cell, line };
      this.#refuseBoth();
      this.#noteGroup(cell, column);
    }
    return Number(cell.replace(',', '.'));
  }

  #noteGroup(cell: string, column: Column): void {
    if (this.#groups.get(column) === null) return;
    const grouped = column.convert(Number(cell.replace(',', '')));
    const isOpen = mayGroup.test(cell) && grouped >= column.least && grouped <= column.most;
    this.#groups.set(column, isOpen ? cell : null);
  }

  #refuseBoth(): void {
    if (this.#answer !== undefined || this.#point === null || this.#comma === null) return;
    throw new UnusableArgument(
      `it has numbers with a comma (${this.#comma.cell} in line ${this.#comma.line}) and with a point (${this.#point.cell} in line ${this.#point.line}); say which separates decimals, as --decimal comma or --decimal point; the others are unreadable then`,
    );
  }

  /** To be asked when all rows were read: throws where it stayed open what a comma separates. */
  end(): void {
    for (const [{ quantity }, cell] of this.#groups)
      if (cell !== null)
        throw new UnusableArgument(
          `the comma in ${excerpt(cell)} and in all its other numbers of ${quantity} may separate decimals or thousands; say --decimal comma where it separates decimals, or --decimal point, by which these numbers are unreadable`,
        );
  }

  /** How decimals were separated, and why. */
  inWords(): string {
    if (this.#answer !== undefined) return `decimal ${this.#answer} (--decimal)`;
    return this.#comma === null ? 'decimal point' : 'decimal comma (no number has a point)';
  }
}

/** Whether a cell holds a number, or a mark that stands for one off the sensor's scale. */
export function hasNumber(cell: string): boolean {
  // Signs and digits of full width are those of ASCII.
  const plain = cell.normalize('NFKC');
  return beginsWithNumber.test(plain) || unreadableText(plain).offScale !== null;
}
