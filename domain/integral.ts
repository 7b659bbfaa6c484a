import type { Hold, Timeline } from './timeline.ts';

/** The area under a function of the temperature over some monitored time. */
export type Area = { readonly area: number; readonly monitoredMs: number };

/** A stretch over which an integrand runs straight from `first` to `last`: trapezoid between neighbours, flat before a gap. */
type Piece = { readonly from: number; readonly to: number; readonly first: number; readonly last: number };

/** The integral over the whole of a timeline. */
export function integralOver(timeline: Timeline, integrand: (value: number) => number): Area {
  let area = 0;
  let monitoredMs = 0;
  for (const piece of piecesOf(timeline.holds, integrand)) {
    area += areaOf(piece, piece.from, piece.to);
    monitoredMs += piece.to - piece.from;
  }
  return { area, monitoredMs };
}

/** The integral over a window that moves forward in time; what it holds in memory is its own length. */
export class SlidingIntegral {
  /** Pieces that end after the window's beginning, and those that end after its end; of each the first is looked at. */
  readonly #leaving: Iterator<Piece, undefined>;
  readonly #entering: Iterator<Piece, undefined>;
  #first: Piece | undefined;
  #last: Piece | undefined;
  /** How many pieces lie before them. */
  #firstIndex = 0;
  #lastIndex = 0;
  /** Of the pieces between the two, which lie in the window as a whole. */
  readonly #areas = new SlidingSum();
  #wholeMs = 0;

  constructor(timeline: Timeline, integrand: (value: number) => number) {
    this.#leaving = piecesOf(timeline.holds, integrand);
    this.#entering = piecesOf(timeline.holds, integrand);
    this.#first = this.#leaving.next().value;
    this.#last = this.#entering.next().value;
  }

  /** The integral from one moment to another, neither of which may be before those of the last time. */
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

/** The sum of a queue of numbers, made of partial sums: nothing is subtracted, so a large term spoils no later sum. */
class SlidingSum {
  readonly #added: number[] = [];
  #sumAdded = 0;
  /** Of the older numbers: each with all after it, the oldest at the end. */
  readonly #older: number[] = [];

  push(number: number): void {
    this.#added.push(number);
    this.#sumAdded += number;
  }

  /** Takes the oldest number away. */
  shift(): void {
    if (this.#older.length === 0) {
      for (let sum = 0; this.#added.length > 0;) this.#older.push((sum += this.#added.pop()!));
      this.#sumAdded = 0;
    }
    this.#older.pop();
  }

  get sum(): number {
    return (this.#older.at(-1) ?? 0) + this.#sumAdded;
  }
}

function* piecesOf(holds: Iterable<Hold>, integrand: (value: number) => number): Generator<Piece, undefined> {
  let known: { readonly at: number; readonly value: number } | null = null;
  for (const { sample, until, next } of holds) {
    const { at, values } = sample;
    if (until === at) continue;
    // Integrals take the highest of several values on record for one time.
    const first = known?.at === at ? known.value : integrand(values.at(-1)!);
    known = next === null ? null : { at: until, value: integrand(next.values.at(-1)!) };
    yield { from: at, to: until, first, last: known?.value ?? first };
  }
}

function areaOf({ from, to, first, last }: Piece, begin: number, end: number): number {
  const valueAt = (at: number): number => first + ((last - first) * (at - from)) / (to - from);
  return ((valueAt(begin) + valueAt(end)) / 2) * (end - begin);
}
