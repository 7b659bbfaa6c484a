import { isOutside } from '../limit.ts';
import type { LimitRule } from '../../model/profile.ts';
import type { Limit } from '../../model/rules/limit-rule.ts';
import type { EvaluationContext } from '../evaluation-context.ts';
import { moment, quantity } from '../../model/wording.ts';
import type { Detector } from './detector.ts';
import type { Diagnostic } from './diagnostic.ts';

const minuteMs = 60_000;
/** How far back the fit reaches. Older readings say little about what is happening now. */
const windowBehindMs = 120 * minuteMs;
const fewestReadings = 5;
/**
 * A fit that misses by more than this, in degrees Celsius, spans a bend, and the points before the bend are dropped.
 */
const bendCelsius = 0.15;
/** A limit farther ahead than this is not urgent, and the fit cannot predict that far. */
const horizonMs = 120 * minuteMs;
/** Plausible time constants of a box, a van or a cold room; the last one gives a straight line. */
const timeConstantsMs = [15, 30, 60, 120, 240, 480, Infinity].map((minutes) => minutes * minuteMs);
/** Half the last digit of a common sensor, in degrees Celsius. No fit can be more precise. */
const noiseCelsius = 0.05;
/** Chi-squared of one degree of freedom, and the normal quantile, at 95 %. */
const chiSquared = 3.84;
const normal = 1.96;

/**
 * When a limit will be crossed if nothing changes: best, earliest and latest estimate, in milliseconds from the last
 * reading.
 */
export type Crossing = { readonly bestMs: number; readonly earliestMs: number; readonly latestMs: number };

/** A temperature at a time. */
export type Point = { readonly at: number; readonly celsius: number };

/**
 * Fits T = a + b exp(-t/tau), Newton's law of cooling, by least squares for each time constant, and keeps the fits that
 * the points cannot distinguish from the best one. Each fit then predicts when it crosses the limit, with the slope two
 * errors up and down. Returns null if any of them does not cross it within the horizon, because a forecast would then
 * be too uncertain.
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

/** Returns the fits over the longest stretch up to now without a bend. */
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

/** The base is tau (1 - exp(-t/tau)), or t itself for a straight line. Its slope at the last point is 1. */
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

/** When now + slope base(t) reaches the limit; null if it never does. */
function crossing(now: number, slope: number, tauMs: number, limit: number): number | null {
  const needed = (limit - now) / slope;
  if (!(needed >= 0)) return null;
  if (tauMs === Infinity) return needed;
  const share = needed / tauMs;
  return share < 1 ? -tauMs * Math.log1p(-share) : null;
}

/**
 * Forecasts the temperature limit that will be crossed first if nothing changes; empty if the profile asks for no
 * forecast.
 */
export function forecastOf(
  points: readonly Point[],
  { profile, until }: EvaluationContext,
): readonly Diagnostic[] {
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

/** The number of points remembered from the window, however dense the record is. */
const mostPoints = 12;

/** Forecasts from the last two hours of temperatures. */
export const forecast: Detector<readonly Point[]> = {
  channels: ['temperature'],
  see(state = [], _channel, { at, values }, { profile }) {
    if (profile.forecast === null) return undefined;
    const last = state.at(-1);
    const since = last !== undefined && at - last.at > profile.maxGapMs ? [] : state;
    const tenth = (time: number): number => Math.floor((time * mostPoints) / windowBehindMs);
    // The newest point always stays; of the earlier ones, the last in each twelfth of the window stays.
    const kept = since.filter(
      (point, index) =>
        at - point.at <= windowBehindMs &&
        (index === since.length - 1 ? tenth(point.at) !== tenth(at) : true),
    );
    return [...kept, { at, celsius: values.at(-1)! }];
  },
  standing: (points, context) => forecastOf(points, context),
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
