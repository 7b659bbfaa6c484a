import { excerpt } from '../model/printable.ts';
import { type UnreadableText, unreadableText } from '../telemetry/unreadable.ts';
import type { Column } from './column.ts';
import { type FileAnswers, UnusableArgument } from './logger-file.ts';

const withPoint = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const withComma = /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d{1,3})?$/;
/** 1,013 may be one thousand and thirteen. */
const mayGroup = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const beginsWithNumber = /^[<>\u2264-\u2267]?=?\s*[+\-\u2212]?[.,]?\p{Nd}/u;

/**
 * Reads the numbers of a file. The decimal separator is the one that the user gave; otherwise a point, or a comma if no
 * number of the file has a point.
 */
export class NumberCells {
  readonly #answer: FileAnswers['decimal'];
  /** The first number of each kind. */
  #point: { readonly cell: string; readonly line: number } | null = null;
  #comma: { readonly cell: string; readonly line: number } | null = null;
  /** Per column, a number whose comma may also group thousands; null once another number rules that out. */
  readonly #groups = new Map<Column, string | null>();

  constructor(answer: FileAnswers['decimal']) {
    this.#answer = answer;
  }

  /**
   * Reads a cell in the unit of its quantity; returns the text as unreadable if it is not a possible value of that
   * quantity.
   *
   * @throws {UnusableArgument} when the file has both decimal commas and decimal points.
   */
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
    // U+2212 is the typographic minus; it is read like the ASCII minus.
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
      { question: { option: 'decimal', candidates: ['comma', 'point'] } },
    );
  }

  /**
   * Must be called after the last row.
   *
   * @throws {UnusableArgument} when it is still open whether a comma separates decimals or thousands.
   */
  end(): void {
    for (const [{ quantity }, cell] of this.#groups)
      if (cell !== null)
        throw new UnusableArgument(
          `the comma in ${excerpt(cell)} and in all its other numbers of ${quantity} may separate decimals or thousands; say --decimal comma where it separates decimals, or --decimal point, by which these numbers are unreadable`,
          { question: { option: 'decimal', candidates: ['comma', 'point'] } },
        );
  }

  /** Describes for people which decimal separator was used, and why. */
  inWords(): string {
    if (this.#answer !== undefined) return `decimal ${this.#answer} (--decimal)`;
    return this.#comma === null ? 'decimal point' : 'decimal comma (no number has a point)';
  }
}

/** Whether a cell has a number, or a mark for a value off the sensor's scale. */
export function hasNumber(cell: string): boolean {
  // NFKC maps full-width signs and digits to ASCII.
  const plain = cell.normalize('NFKC');
  return beginsWithNumber.test(plain) || unreadableText(plain).offScale !== null;
}
