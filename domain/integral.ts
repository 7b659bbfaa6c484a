import type { Timeline } from './timeline.ts';

/** A stretch over which an integrand runs straight from `first` to `last`. */
type Piece = { from: number; to: number; first: number; last: number };

/** Sums of runs of numbers, made of partial sums: nothing is subtracted, so a large term spoils no other run. */
class RunSums {
  readonly #size: number;
  /** A binary tree: node i sums nodes 2i and 2i + 1, the numbers themselves begin at `size`. */
  readonly #tree: Float64Array;

  constructor(numbers: readonly number[]) {
    this.#size = numbers.length;
    this.#tree = new Float64Array(2 * this.#size);
    this.#tree.set(numbers, this.#size);
    for (let node = this.#size - 1; node > 0; node--)
      this.#tree[node] = this.#tree[2 * node]! + this.#tree[2 * node + 1]!;
  }

  /** The sum from one index up to, not including, another. */
  sum(from: number, to: number): number {
    let sum = 0;
    for (let low = from + this.#size, high = to + this.#size; low < high; low >>= 1, high >>= 1) {
      if (low & 1) sum += this.#tree[low++]!;
      if (high & 1) sum += this.#tree[--high]!;
    }
    return sum;
  }
}

/** The integral of a function of the temperature over monitored time: trapezoid between neighbours, flat before a gap. */
export class Integral {
  readonly #pieces: readonly Piece[];
  readonly #areas: RunSums;
  readonly #lengthsMs: RunSums;

  constructor(timeline: Timeline, integrand: (value: number) => number) {
    const { holds } = timeline;
    const pieces: Piece[] = [];
    for (let index = 0; index < holds.length; index++) {
      const { sample, until } = holds[index]!;
      const { at, values } = sample;
      if (until === at) continue;
      // Integrals take the highest of several values on record for one time.
      const first = integrand(values.at(-1)!);
      const next = holds[index + 1]?.sample;
      const last = next !== undefined && next.at === until ? integrand(next.values.at(-1)!) : first;
      pieces.push({ from: at, to: until, first, last });
    }
    this.#pieces = pieces;
    this.#areas = new RunSums(this.#pieces.map((piece) => area(piece, piece.from, piece.to)));
    this.#lengthsMs = new RunSums(this.#pieces.map(({ from, to }) => to - from));
  }

  /** Null where nothing was monitored. */
  mean(from: number, to: number): { mean: number; monitoredMs: number } | null {
    const first = this.#firstEndingAfter(from);
    const end = this.#firstEndingAfter(to);
    let integral = this.#areas.sum(first + 1, Math.max(first + 1, end));
    let monitoredMs = this.#lengthsMs.sum(first + 1, Math.max(first + 1, end));
    // Whole pieces lie between the two that the ends may cut.
    for (let index = first; ; index = end) {
      const piece = this.#pieces[index];
      if (piece !== undefined) {
        const begin = Math.max(from, piece.from);
        const finish = Math.min(to, piece.to);
        if (finish > begin) {
          integral += area(piece, begin, finish);
          monitoredMs += finish - begin;
        }
      }
      if (index === end) break;
    }
    return monitoredMs > 0 ? { mean: integral / monitoredMs, monitoredMs } : null;
  }

  #firstEndingAfter(at: number): number {
    let low = 0;
    let high = this.#pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#pieces[middle]!.to <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function area({ from, to, first, last }: Piece, begin: number, end: number): number {
  const valueAt = (at: number): number => first + ((last - first) * (at - from)) / (to - from);
  return ((valueAt(begin) + valueAt(end)) / 2) * (end - begin);
}
