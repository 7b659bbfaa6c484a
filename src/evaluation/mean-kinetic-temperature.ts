import { type Area, SlidingIntegral, integralOver } from './integral.ts';
import type { MeanKineticTemperatureLimit } from '../model/profile.ts';
import type { Timeline } from './timeline.ts';

/** R in J/(mol K), CODATA 2018 (exact). */
export const gasConstant = 8.31446261815324;

/** 0 degrees Celsius in kelvin. */
const zeroCelsiusKelvin = 273.15;

/** exp(-deltaH/(R T)) at a temperature; `kelvin` is deltaH/R. Haynes 1971; USP <1079.2>. */
export function arrhenius(celsius: number, kelvin: number): number {
  return Math.exp(-kelvin / (celsius + zeroCelsiusKelvin));
}

/** The temperature, in degrees Celsius, whose exponential has this (mean) value. */
export function celsiusOfArrhenius(exponential: number, kelvin: number): number {
  return kelvin / -Math.log(exponential) - zeroCelsiusKelvin;
}

/** The window with the highest mean kinetic temperature; `celsius` is null if no window can be evaluated. */
export type MeanKineticTemperature = {
  readonly celsius: number | null;
  /** Length of the windows: the profile's, or the whole span if that is shorter. */
  readonly windowMs: number;
  readonly from: number | null;
  readonly to: number | null;
};

/**
 * Returns the highest mean kinetic temperature of all windows that start or end at a reading and lie within the span.
 * If several are equal at six decimals, the earliest counts. A window monitored for less than half its length is
 * ignored.
 */
export function meanKineticTemperatureOf(
  timeline: Timeline,
  limit: MeanKineticTemperatureLimit,
  round: (celsius: number) => number,
): MeanKineticTemperature {
  const kelvin = (limit.deltaH * 1000) / gasConstant;
  const windowMs = Math.min(limit.windowMs, timeline.to - timeline.from);
  let highest: { celsius: number; from: number; to: number } | null = null;
  for (const [from, { area, monitoredMs }] of windowsOf(timeline, windowMs, (celsius) =>
    arrhenius(celsius, kelvin),
  )) {
    if (monitoredMs === 0 || monitoredMs * 2 < windowMs) continue;
    const celsius = round(celsiusOfArrhenius(area / monitoredMs, kelvin));
    // With physically impossible values no window can be called the highest.
    if (!Number.isFinite(celsius)) return { celsius: null, from: null, to: null, windowMs };
    if (highest === null || celsius > highest.celsius || (celsius === highest.celsius && from < highest.from))
      highest = { celsius, from, to: from + windowMs };
  }
  return { celsius: null, from: null, to: null, ...highest, windowMs };
}

/** Yields each window's start with the integral over the window. */
function* windowsOf(
  timeline: Timeline,
  windowMs: number,
  integrand: (celsius: number) => number,
): Generator<[from: number, Area]> {
  if (windowMs === timeline.to - timeline.from) {
    yield [timeline.from, integralOver(timeline, integrand)];
    return;
  }
  const window = new SlidingIntegral(timeline, integrand);
  for (const from of windowStarts(timeline, windowMs)) yield [from, window.over(from, from + windowMs)];
}

/**
 * Yields the starts of all windows that start or end at a reading and lie within the span, in rising order without
 * repeats.
 */
function* windowStarts(timeline: Timeline, windowMs: number): Generator<number> {
  const beginning = startsBefore(timeline, 0, windowMs);
  const ending = startsBefore(timeline, windowMs, windowMs);
  let [one, other] = [beginning.next().value, ending.next().value];
  while (one !== undefined || other !== undefined) {
    const next = Math.min(one ?? Infinity, other ?? Infinity);
    yield next;
    if (one === next) one = beginning.next().value;
    if (other === next) other = ending.next().value;
  }
}

/** Yields the moment that long before each reading if a window starting there lies within the span. */
function* startsBefore(
  { samples, from, to }: Timeline,
  byMs: number,
  windowMs: number,
): Generator<number, undefined> {
  for (const { at } of samples) {
    const start = at - byMs;
    if (start >= from && start + windowMs <= to) yield start;
  }
}
