import { roundValue } from '../model/rounding.ts';
import { GrowingSamples, type Sample, type Samples } from './samples.ts';

type Point = readonly [at: number, value: number];

/**
 * The state needed to continue: the points with which later readings are compared, and the time of the last reading.
 */
export type RateState = { readonly references: readonly Point[]; readonly lastAt: number };

/** References per window. A small number keeps the state small, however dense the record is. */
const referencesInWindow = 10;

/**
 * Computes the mean change per minute at each reading, relative to the newest reference that is at least one window
 * older. A reference is the first reading in each tenth of a window; tenths are counted from 1970, so the result does
 * not depend on where a record starts. After a gap there is no rate until a full window has passed.
 */
export class RateTracker {
  readonly #windowMs: number;
  readonly #maxGapMs: number;
  #references: Point[];
  #lastAt: number;

  constructor(windowMs: number, maxGapMs: number, state: RateState = { references: [], lastAt: -Infinity }) {
    this.#windowMs = windowMs;
    this.#maxGapMs = maxGapMs;
    this.#references = [...state.references];
    this.#lastAt = state.lastAt;
  }

  get state(): RateState {
    return { references: [...this.#references], lastAt: this.#lastAt };
  }

  /** Returns the rate at the next reading as a sample; null if there is none yet. */
  see({ at, values, differs }: Sample): Sample | null {
    // If a time has several values, the highest counts, as it does for integrals.
    const value = values.at(-1)!;
    if (at - this.#lastAt > this.#maxGapMs) this.#references = [];
    this.#lastAt = at;
    const references = this.#references;
    const newest = references.at(-1);
    if (newest === undefined || this.#tenth(newest[0]) !== this.#tenth(at)) references.push([at, value]);
    while (references.length > 1 && references[1]![0] <= at - this.#windowMs) references.shift();
    const [since, before] = references[0]!;
    if (since > at - this.#windowMs) return null;
    return { at, values: [roundValue((value - before) / ((at - since) / 60_000))], differs };
  }

  #tenth(at: number): number {
    return Math.floor((at * referencesInWindow) / this.#windowMs);
  }
}

/** Returns the rates of a channel's samples. */
export function ratesOf(samples: Samples, windowMs: number, maxGapMs: number): Samples {
  const fold = new RateTracker(windowMs, maxGapMs);
  const rates = new GrowingSamples();
  for (const sample of samples) {
    const rate = fold.see(sample);
    if (rate !== null) rates.add(rate);
  }
  return rates.samples();
}
