import { isOutside } from '../limit.ts';
import type { Limit, LimitRule } from '../../model/profile.ts';
import type { Terms } from '../evaluation-context.ts';
import { moment, quantity } from '../../model/wording.ts';
import type { Detector } from './detector.ts';
import type { Diagnostic } from './diagnostic.ts';

const minuteMs = 60_000;
/** What is looked back at; what happened before says little of what is going on. */
const windowBehindMs = 120 * minuteMs;
const fewestReadings = 5;
/** A fit that misses by more than this, in degrees Celsius, goes over a bend: what came before it is left out. */
const bendCelsius = 0.15;
/** A limit farther ahead than this is nobody's hurry, and beyond what the fit can tell. */
const horizonMs = 120 * minuteMs;
/** Time constants that a box, a van or a cold room may have; the last is a straight line. */
const timeConstantsMs = [15, 30, 60, 120, 240, 480, Infinity].map((minutes) => minutes * minuteMs);
/** Half the last digit of a common sensor, in degrees Celsius: a fit cannot be better than this. */
const noiseCelsius = 0.05;
/** Chi-squared of one degree of freedom, and the normal quantile, at 95 %. */
const chiSquared = 3.84;
const normal = 1.96;

/** When a limit will be crossed if nothing changes: best, earliest and latest, in milliseconds from the last reading. */
export type Crossing = { readonly bestMs: number; readonly earliestMs: number; readonly latestMs: number };

/** A temperature at a time. */
export type Point = { readonly at: number; readonly celsius: number };

/**
 * Fits T = a + b exp(-t/tau), Newton's law of cooling, for each time constant by least squares, keeps those that the
 * points do not tell apart from the best one, and asks each when it crosses the limit, slope two errors up and down.
 * Null where one of them does not cross it within the look-ahead: then nothing is said.
 */
export function crossingOf(points: readonly Point[], limit: number): Crossing | null {
  const last = points.at(-1)!;
  const { fits, best, variance } = sinceTheBend(points);
  const times: number[] = [];
  for (const fit of fits) {
    if ((fit.residual - best.residual) / variance > chiSquared) continue;
    const error = normal * Math.sqrt(variance / fit.spread);
    for (const slope of [fit.slope - error, fit.slope, fit.slope + error]) {
      const afterMs = crossing(fit.now, slope, fit.tauMs, limit);
      if (afterMs === null || afterMs > 2 * horizonMs) return null;
      times.push(afterMs);
    }
  }
  const bestMs = crossing(best.now, best.slope, best.tauMs, limit);
  if (bestMs === null || bestMs > horizonMs || Math.abs(last.celsius - limit) < noiseCelsius) return null;
  return { bestMs, earliestMs: Math.min(...times), latestMs: Math.max(...times) };
}

/** The fits over the longest stretch up to now that has no bend. */
function sinceTheBend(points: readonly Point[]): { fits: Fit[]; best: Fit; variance: number } {
  for (let from = 0; ; from++) {
    const stretch = points.slice(from);
    const fits = timeConstantsMs.map((tauMs) => fitOf(stretch, tauMs));
    const best = fits.reduce((a, b) => (b.residual < a.residual ? b : a));
    const variance = best.residual / (stretch.length - 2);
    if (variance <= bendCelsius ** 2 || stretch.length === fewestReadings)
      return { fits, best, variance: Math.max(variance, noiseCelsius ** 2) };
  }
}

/** `now` is the fitted value at the last point; `slope` multiplies a base that is 0 there and falls by 1 per ms. */
type Fit = {
  readonly tauMs: number;
  readonly now: number;
  readonly slope: number;
  readonly residual: number;
  readonly spread: number;
};

/** The base is tau (1 - exp(-t/tau)), which for a straight line is t itself: its slope at the last point is 1. */
function base(ms: number, tauMs: number): number {
  return tauMs === Infinity ? ms : tauMs * -Math.expm1(-ms / tauMs);
}

function fitOf(points: readonly Point[], tauMs: number): Fit {
  const end = points.at(-1)!.at;
  const xs = points.map(({ at }) => base(at - end, tauMs));
  const meanX = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const meanY = points.reduce((sum, { celsius }) => sum + celsius, 0) / xs.length;
  const spread = xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0);
  const slope =
    xs.reduce((sum, x, index) => sum + (x - meanX) * (points[index]!.celsius - meanY), 0) / spread;
  const now = meanY - slope * meanX;
  const residual = xs.reduce((sum, x, index) => sum + (points[index]!.celsius - now - slope * x) ** 2, 0);
  return { tauMs, now, slope, residual, spread };
}

/** When now + slope base(t) reaches the limit; null: never. */
function crossing(now: number, slope: number, tauMs: number, limit: number): number | null {
  const needed = (limit - now) / slope;
  if (!(needed >= 0)) return null;
  if (tauMs === Infinity) return needed;
  const share = needed / tauMs;
  return share < 1 ? -tauMs * Math.log1p(-share) : null;
}

/** The limit of temperature that will be passed first if nothing changes; nothing where the profile does not ask. */
export function forecastOf(points: readonly Point[], { profile, until }: Terms): readonly Diagnostic[] {
  if (profile.forecast === null || until !== null || points.length < fewestReadings) return [];
  const last = points.at(-1)!;
  const ahead = profile.rules
    .filter(
      ({ channel, rateWindowMs, limit }) =>
        channel === 'temperature' && rateWindowMs === null && !isOutside(limit, last.celsius),
    )
    .flatMap((rule) =>
      boundsOf(rule.limit).flatMap((bound) => {
        const found = crossingOf(points, bound);
        return found === null ? [] : [{ rule, bound, found }];
      }),
    )
    .sort((one, other) => one.found.bestMs - other.found.bestMs)[0];
  return ahead === undefined
    ? []
    : [diagnosticOf(ahead.rule, ahead.bound, ahead.found, points, profile.forecast)];
}

/** So many points are remembered of the time looked back at, however dense the record is. */
const mostPoints = 12;

/** Looks ahead from the last two hours of temperatures. */
export const forecast: Detector<readonly Point[]> = {
  channels: ['temperature'],
  see(state = [], _channel, { at, values }, { profile }) {
    if (profile.forecast === null) return undefined;
    const last = state.at(-1);
    const since = last !== undefined && at - last.at > profile.maxGapMs ? [] : state;
    const tenth = (time: number): number => Math.floor((time * mostPoints) / windowBehindMs);
    // The newest point always stays; of those before it the last in each twelfth.
    const kept = since.filter(
      (point, index) =>
        at - point.at <= windowBehindMs &&
        (index === since.length - 1 ? tenth(point.at) !== tenth(at) : true),
    );
    return [...kept, { at, celsius: values.at(-1)! }];
  },
  standing: (points, terms) => forecastOf(points, terms),
};

function boundsOf(limit: Limit): number[] {
  return limit.kind === 'outside' ? [limit.low, limit.high] : [limit.limit];
}

function diagnosticOf(
  { id, channel }: LimitRule,
  bound: number,
  { bestMs, earliestMs, latestMs }: Crossing,
  points: readonly Point[],
  severity: Diagnostic['severity'],
): Diagnostic {
  const { at, celsius } = points.at(-1)!;
  const minutes = (ms: number): number => Math.round(ms / minuteMs);
  return {
    kind: 'limit-ahead',
    subject: id,
    severity,
    from: at,
    to: null,
    sentence: `${quantity(channel, bound)} in about ${minutes(bestMs)} min, between ${minutes(earliestMs)} and ${minutes(latestMs)}, if nothing changes: ${quantity(channel, celsius)} at ${moment(at)}.`,
  };
}
