import type { Moment, Timeline } from './timeline.ts';

/** The integral of a function of the temperature over monitored time. */
export type Area = { readonly area: number; readonly monitoredMs: number };

/**
 * A section in which an integrand is a straight line from `first` to `last`: sloped between readings, flat before a
 * gap.
 */
type Piece = { readonly from: number; readonly to: number; readonly first: number; readonly last: number };

/** The integral over the validity of all readings seen so far. */
export class Integral implements Area {
  readonly #pieces: Pieces;
  area = 0;
  monitoredMs = 0;

  constructor(integrand: (value: number) => number) {
    this.#pieces = new Pieces(integrand);
  }

  see(moment: Moment): void {
    const piece = this.#pieces.of(moment);
    if (piece === null) return;
    this.area += areaOf(piece, piece.from, piece.to);
    this.monitoredMs += piece.to - piece.from;
  }
}

/** The integral over a whole timeline. */
export function integralOver(timeline: Timeline, integrand: (value: number) => number): Area {
  const integral = new Integral(integrand);
  for (const moment of timeline.moments) integral.see(moment);
  return integral;
}

/** The integral over a window that moves forward in time. Memory use grows with the length of the window only. */
export class SlidingIntegral {
  /**
   * Pieces that end after the start of the window, and pieces that end after its end. Only the first of each is needed.
   */
  readonly #leaving: Iterator<Piece, undefined>;
  readonly #entering: Iterator<Piece, undefined>;
  #first: Piece | undefined;
  #last: Piece | undefined;
  /** The number of pieces before each of them. */
  #firstIndex = 0;
  #lastIndex = 0;
  /** The areas of the pieces in between, which lie entirely in the window. */
  readonly #areas = new SlidingSum();
  #wholeMs = 0;

  constructor(timeline: Timeline, integrand: (value: number) => number) {
    this.#leaving = piecesOf(timeline.moments, integrand);
    this.#entering = piecesOf(timeline.moments, integrand);
    this.#first = this.#leaving.next().value;
    this.#last = this.#entering.next().value;
  }

  /** The integral between two moments, neither of which may be before its counterpart of the previous call. */
  over(from: number, to: number): Area {
    for (; this.#last !== undefined && this.#last.to <= to; this.#lastIndex++) {
      if (this.#lastIndex > this.#firstIndex) {
        this.#areas.push(areaOf(this.#last, this.#last.from, this.#last.to));
        this.#wholeMs += this.#last.to - this.#last.from;
      }
      this.#last = this.#entering.next().value;
    }
    while (this.#first !== undefined && this.#first.to <= from) {
      this.#first = this.#leaving.next().value;
      this.#firstIndex++;
      if (this.#first === undefined || this.#firstIndex >= this.#lastIndex) continue;
      this.#areas.shift();
      this.#wholeMs -= this.#first.to - this.#first.from;
    }
    let area = this.#areas.sum;
    let monitoredMs = this.#wholeMs;
    for (const piece of this.#firstIndex === this.#lastIndex ? [this.#first] : [this.#first, this.#last]) {
      if (piece === undefined) continue;
      const begin = Math.max(from, piece.from);
      const end = Math.min(to, piece.to);
      if (end <= begin) continue;
      area += areaOf(piece, begin, end);
      monitoredMs += end - begin;
    }
    return { area, monitoredMs };
  }
}

/** The sum of a queue of numbers. Partial sums avoid subtraction, so a large term cannot distort later sums. */
class SlidingSum {
  /**
   * From `begin` to `split`, each entry is the sum of an older number and all those after it up to `split`. From
   * `split` on, the entries are the new numbers themselves.
   */
  #numbers = new Float64Array(64);
  #begin = 0;
  #split = 0;
  #end = 0;
  #sumOfNew = 0;

  push(number: number): void {
    if (this.#end === this.#numbers.length) this.#makeRoom();
    this.#numbers[this.#end++] = number;
    this.#sumOfNew += number;
  }

  /** Removes the oldest number. */
  shift(): void {
    if (this.#begin === this.#split) {
      for (let index = this.#end - 2; index >= this.#begin; index--)
        this.#numbers[index]! += this.#numbers[index + 1]!;
      this.#split = this.#end;
      this.#sumOfNew = 0;
    }
    this.#begin++;
  }

  get sum(): number {
    return (this.#begin < this.#split ? this.#numbers[this.#begin]! : 0) + this.#sumOfNew;
  }

  #makeRoom(): void {
    const remaining = this.#numbers.subarray(this.#begin, this.#end);
    if (remaining.length * 2 > this.#numbers.length)
      this.#numbers = new Float64Array(this.#numbers.length * 2);
    this.#numbers.set(remaining);
    this.#split -= this.#begin;
    this.#end -= this.#begin;
    this.#begin = 0;
  }
}

/** Turns consecutive moments into pieces. */
class Pieces {
  readonly #integrand: (value: number) => number;
  #knownAt = Number.NaN;
  #known = 0;

  constructor(integrand: (value: number) => number) {
    this.#integrand = integrand;
  }

  /** Null if nothing is valid from this moment on. */
  of({ at, sample, unreadable, until, next }: Moment): Piece | null {
    if (sample === null || unreadable !== null || until === at) return null;
    const { values } = sample;
    // If a time has several values, integrals use the highest.
    const first = this.#knownAt === at ? this.#known : this.#integrand(values.at(-1)!);
    if (next === null) return { from: at, to: until, first, last: first };
    this.#knownAt = until;
    this.#known = this.#integrand(next.values.at(-1)!);
    return { from: at, to: until, first, last: this.#known };
  }
}

function* piecesOf(
  moments: Iterable<Moment>,
  integrand: (value: number) => number,
): Generator<Piece, undefined> {
  const pieces = new Pieces(integrand);
  for (const moment of moments) {
    const piece = pieces.of(moment);
    if (piece !== null) yield piece;
  }
}

function areaOf({ from, to, first, last }: Piece, begin: number, end: number): number {
  const valueAt = (at: number): number => first + ((last - first) * (at - from)) / (to - from);
  return ((valueAt(begin) + valueAt(end)) / 2) * (end - begin);
}
