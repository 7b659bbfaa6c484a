import { roundValue } from '../model/rounding.ts';
import { GrowingSamples, type Sample, type Samples } from './samples.ts';

type Point = readonly [at: number, value: number];

/** What must be remembered to go on: the points that later readings are held against, and the last reading's time. */
export type RateState = { readonly references: readonly Point[]; readonly lastAt: number };

/** References are taken this many times in a window, so that few are to be remembered however dense the record is. */
const referencesInWindow = 10;

/**
 * The mean change per minute at each reading: since the newest reference that is at least the window older. A
 * reference is the first reading in each tenth of a window (counted from 1970, so that it does not matter where one
 * begins). A gap begins anew: until a window has passed after it there is no rate.
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

  /** The rate at the next reading, as a sample of its own; null where there is none yet. */
  see({ at, values, differs }: Sample): Sample | null {
    // As integrals do: of several values on record for one time the highest.
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

/** The rates of a channel's samples. */
export function ratesOf(samples: Samples, windowMs: number, maxGapMs: number): Samples {
  const fold = new RateTracker(windowMs, maxGapMs);
  const rates = new GrowingSamples();
  for (const sample of samples) {
    const rate = fold.see(sample);
    if (rate !== null) rates.add(rate);
  }
  return rates.samples();
}
