import type { MeanKineticTemperatureLimit } from './profile.ts';
import type { Timeline } from './timeline.ts';

/** R in J/(mol K), CODATA 2018 (exact). */
export const gasConstant = 8.31446261815324;

/** 0 degrees Celsius in kelvin. */
const zeroCelsiusKelvin = 273.15;

/** exp(-deltaH/(R T)) at a temperature; `kelvin` is deltaH/R. Haynes 1971; USP <1079.2>. */
export function arrhenius(celsius: number, kelvin: number): number {
  return Math.exp(-kelvin / (celsius + zeroCelsiusKelvin));
}

/** The temperature, in degrees Celsius, at which the exponential has this (mean) value. */
export function celsiusOfArrhenius(exponential: number, kelvin: number): number {
  return kelvin / -Math.log(exponential) - zeroCelsiusKelvin;
}

/** The window with the highest mean kinetic temperature; `celsius` null where no window can be judged. */
export type MeanKineticTemperature = {
  readonly celsius: number | null;
  /** Length of the judged windows: the profile's, or the whole of a shorter span. */
  readonly windowMs: number;
  readonly from: number | null;
  readonly to: number | null;
};

/** A stretch over which an integrand runs straight from `first` to `last`. */
type Piece = { from: number; to: number; first: number; last: number };

/** The integral of a function of the temperature over monitored time: trapezoid between neighbours, flat before a gap. */
class Integral {
  readonly #pieces: Piece[] = [];
  /** Sums before each piece. */
  readonly #integral: number[] = [];
  readonly #monitoredMs: number[] = [];
  #totalIntegral = 0;
  #totalMs = 0;

  constructor(timeline: Timeline, integrand: (value: number) => number) {
    for (const [index, hold] of timeline.holds.entries()) {
      const { at, values } = hold.sample;
      // Integrals take the highest of several values on record for one time.
      const first = integrand(values.at(-1)!);
      const next = timeline.holds[index + 1]?.sample;
      const last = next !== undefined && next.at === hold.until ? integrand(next.values.at(-1)!) : first;
      if (hold.until === at) continue;
      this.#pieces.push({ from: at, to: hold.until, first, last });
      this.#integral.push(this.#totalIntegral);
      this.#monitoredMs.push(this.#totalMs);
      this.#totalIntegral += ((first + last) / 2) * (hold.until - at);
      this.#totalMs += hold.until - at;
    }
  }

  /** Integral and monitored milliseconds from the beginning until `at`. */
  until(at: number): { integral: number; monitoredMs: number } {
    let low = 0;
    let high = this.#pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#pieces[middle]!.from < at) low = middle + 1;
      else high = middle;
    }
    const piece = this.#pieces[low - 1];
    if (piece === undefined) return { integral: 0, monitoredMs: 0 };
    const to = Math.min(at, piece.to);
    const elapsed = to - piece.from;
    const value = piece.first + ((piece.last - piece.first) * elapsed) / (piece.to - piece.from);
    return {
      integral: this.#integral[low - 1]! + ((piece.first + value) / 2) * elapsed,
      monitoredMs: this.#monitoredMs[low - 1]! + elapsed,
    };
  }

  /** Null where nothing was monitored. */
  mean(from: number, to: number): { mean: number; monitoredMs: number } | null {
    const start = this.until(from);
    const end = this.until(to);
    const monitoredMs = end.monitoredMs - start.monitoredMs;
    return monitoredMs > 0 ? { mean: (end.integral - start.integral) / monitoredMs, monitoredMs } : null;
  }
}

/** The time-weighted mean of a channel over its monitored time; null where there is none. */
export function meanOf(timeline: Timeline): number | null {
  return new Integral(timeline, (value) => value).mean(timeline.from, timeline.to)?.mean ?? null;
}

/**
 * The highest mean kinetic temperature of all windows that end or begin at a reading and lie inside the span; of
 * several equally high at six decimals, the earliest. A window monitored for less than half is not judged.
 */
export function meanKineticTemperatureOf(
  timeline: Timeline,
  limit: MeanKineticTemperatureLimit,
  round: (celsius: number) => number,
): MeanKineticTemperature {
  const kelvin = (limit.deltaH * 1000) / gasConstant;
  const integral = new Integral(timeline, (celsius) => arrhenius(celsius, kelvin));
  const windowMs = Math.min(limit.windowMs, timeline.to - timeline.from);
  let highest: { celsius: number; from: number; to: number } | null = null;
  for (const from of windowStarts(timeline, windowMs)) {
    const window = integral.mean(from, from + windowMs);
    if (window === null || window.monitoredMs * 2 < windowMs) continue;
    const celsius = round(celsiusOfArrhenius(window.mean, kelvin));
    if (highest === null || celsius > highest.celsius || (celsius === highest.celsius && from < highest.from))
      highest = { celsius, from, to: from + windowMs };
  }
  return { celsius: null, from: null, to: null, ...highest, windowMs };
}

function* windowStarts(timeline: Timeline, windowMs: number): Generator<number> {
  if (windowMs === timeline.to - timeline.from) {
    yield timeline.from;
    return;
  }
  for (const { sample } of timeline.holds) {
    if (sample.at - windowMs >= timeline.from) yield sample.at - windowMs;
    if (sample.at + windowMs <= timeline.to) yield sample.at;
  }
}
