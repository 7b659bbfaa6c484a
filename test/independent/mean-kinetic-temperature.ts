import { validUntil, type Course } from './coverage.ts';
import { durationInMilliseconds, type ProfileAsWritten } from './profile-as-written.ts';
import { roundToSixDecimals, toIso, toSeconds } from './rounding.ts';
import { hasUnreadable } from './samples.ts';

// The gas constant of CODATA 2018, in J/(mol·K).
const GAS_CONSTANT = 8.31446261815324;
// USP <1079.2>: 83.144 kJ/mol, unless the profile says otherwise.
const DELTA_H = 83.144;
const ZERO_CELSIUS = 273.15;

/** Monitored time between two instants, with a quantity that changes linearly between its ends. */
type Piece = { from: number; to: number; first: number; last: number };
type Window = { from: number; to: number };

export type MeanKineticTemperature = {
  celsius: number | null;
  windowSeconds: number;
  from: string | null;
  to: string | null;
  limit: number;
  deltaH: number;
  gasConstant: number;
  outcome: 'pass' | 'fail';
};

/** The mean of a channel over its monitored time; null if it was never monitored. */
export function meanOf(course: Course): number | null {
  const mean = meanWithin(
    piecesOf(course, (value) => value),
    course.span,
  );
  return mean === null ? null : roundToSixDecimals(mean.value);
}

/** The highest mean kinetic temperature of all windows, in degrees Celsius, compared with its limit. */
export function meanKineticTemperatureOf(
  course: Course,
  settings: NonNullable<ProfileAsWritten['meanKineticTemperature']>,
): MeanKineticTemperature {
  const deltaH = settings.deltaH ?? DELTA_H;
  const windowMs = durationInMilliseconds(settings.window);
  const kelvinOfActivation = (deltaH * 1000) / GAS_CONSTANT;
  const pieces = piecesOf(course, (celsius) => Math.exp(-kelvinOfActivation / (celsius + ZERO_CELSIUS)));
  let highest: (Window & { celsius: number }) | null = null;
  for (const window of windowsOf(course, windowMs)) {
    const mean = meanWithin(pieces, window);
    if (mean === null || mean.monitoredMs * 2 < window.to - window.from) continue;
    const celsius = roundToSixDecimals(kelvinOfActivation / -Math.log(mean.value) - ZERO_CELSIUS);
    if (highest === null || celsius > highest.celsius) highest = { ...window, celsius };
  }
  return {
    celsius: highest?.celsius ?? null,
    windowSeconds: toSeconds(Math.min(windowMs, course.span.to - course.span.from)),
    from: highest === null ? null : toIso(highest.from),
    to: highest === null ? null : toIso(highest.to),
    limit: settings.max,
    deltaH,
    gasConstant: GAS_CONSTANT,
    outcome: highest !== null && highest.celsius <= settings.max ? 'pass' : 'fail',
  };
}

/** The windows that end or begin at a reading, earliest first; a span no longer than a window is the only one. */
function windowsOf({ samples, span }: Course, windowMs: number): Window[] {
  if (span.to - span.from <= windowMs) return [{ from: span.from, to: span.to }];
  return samples
    .filter((sample) => sample.values.length > 0)
    .flatMap(({ at }) => [
      { from: at - windowMs, to: at },
      { from: at, to: at + windowMs },
    ])
    .filter((window) => window.from >= span.from && window.to <= span.to)
    .sort((one, other) => one.from - other.from);
}

/** The monitored time: linear up to the next reading; constant up to anything else. */
function piecesOf(course: Course, quantity: (value: number) => number): Piece[] {
  return course.samples.flatMap((sample, index): Piece[] => {
    const value = sample.values.at(-1);
    if (value === undefined || hasUnreadable(sample)) return [];
    const to = validUntil(course, index);
    const next = course.samples[index + 1];
    const nextValue = next?.at === to ? next.values.at(-1) : undefined;
    return [{ from: sample.at, to, first: quantity(value), last: quantity(nextValue ?? value) }];
  });
}

function meanWithin(pieces: readonly Piece[], window: Window) {
  let integral = 0;
  let monitoredMs = 0;
  for (const piece of pieces) {
    const from = Math.max(piece.from, window.from);
    const to = Math.min(piece.to, window.to);
    if (from >= to) continue;
    integral += ((quantityAt(piece, from) + quantityAt(piece, to)) / 2) * (to - from);
    monitoredMs += to - from;
  }
  return monitoredMs === 0 ? null : { value: integral / monitoredMs, monitoredMs };
}

/** The quantity at an instant inside a piece. */
function quantityAt({ from, to, first, last }: Piece, instant: number): number {
  return first + ((last - first) * (instant - from)) / (to - from);
}
