import { roundToSixDecimals, toIso, toSeconds } from './rounding.ts';
import { hasUnreadable, type Sample } from './samples.ts';

/** The evaluated time in epoch milliseconds, both ends included. Open: no end was declared. */
export type Span = { from: number; to: number; isOpen: boolean };
/** One channel within the span, with the device's single interval. */
export type Course = { samples: readonly Sample[]; span: Span; intervalMs: number; maxGapMs: number };
/** The time between two neighbouring events; `latest` is the index of the sample before it, -1 before the first. */
type Interval = { from: number; to: number; latest: number };
type Cause = 'no-data' | 'unreadable';
type CausedGap = { from: number; to: number; cause: Cause };

export type Coverage = {
  monitoredSeconds: number;
  unmonitoredSeconds: number;
  ratio: number | null;
  gaps: { from: string; to: string; seconds: number; cause: Cause }[];
};

/**
 * When the validity of a sample ends if it is a reading: at the next one or after one interval, but never past the
 * span.
 */
export function validUntil(course: Course, index: number): number {
  const { at } = course.samples[index]!;
  const next = course.samples[index + 1]?.at;
  const end = next !== undefined && next - at <= course.maxGapMs ? next : at + course.intervalMs;
  return Math.min(end, course.span.to);
}

/** The span, cut at every sample and at every end of a validity. */
export function elementaryIntervals(course: Course): Interval[] {
  const { samples, span } = course;
  const ends = samples.map((_, index) => validUntil(course, index));
  const cuts = [...new Set([span.from, span.to, ...ends, ...samples.map((sample) => sample.at)])];
  cuts.sort((one, other) => one - other);
  return cuts.slice(1).map((to, index) => {
    const from = cuts[index]!;
    return { from, to, latest: samples.findLastIndex((sample) => sample.at <= from) };
  });
}

/** Why an elementary interval is unmonitored; null where it is monitored. */
function causeOf(course: Course, interval: Interval): Cause | null {
  const sample = course.samples[interval.latest];
  if (sample === undefined) return 'no-data';
  if (hasUnreadable(sample)) return 'unreadable';
  return interval.from < validUntil(course, interval.latest) ? null : 'no-data';
}

/** The unmonitored time in order; neighbouring pieces with the same cause are one gap. */
function causedGaps(course: Course): CausedGap[] {
  const gaps: CausedGap[] = [];
  for (const interval of elementaryIntervals(course)) {
    const cause = causeOf(course, interval);
    const before = gaps.at(-1);
    if (cause === null) continue;
    if (before?.to === interval.from && before.cause === cause) before.to = interval.to;
    else gaps.push({ from: interval.from, to: interval.to, cause });
  }
  return gaps;
}

/** The unmonitored time in order; adjacent gaps are one even if their causes differ. */
export function wholeGaps(course: Course): { from: number; to: number }[] {
  const whole: { from: number; to: number }[] = [];
  for (const { from, to } of causedGaps(course)) {
    const before = whole.at(-1);
    if (before?.to === from) before.to = to;
    else whole.push({ from, to });
  }
  return whole;
}

/** How much of the span a channel was monitored, and every gap. */
export function coverageOf(course: Course): Coverage {
  const gaps = causedGaps(course);
  const length = course.span.to - course.span.from;
  const unmonitored = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  return {
    monitoredSeconds: toSeconds(length - unmonitored),
    unmonitoredSeconds: toSeconds(unmonitored),
    ratio: length === 0 ? null : roundToSixDecimals((length - unmonitored) / length),
    gaps: gaps.map(({ from, to, cause }) => ({
      from: toIso(from),
      to: toIso(to),
      seconds: toSeconds(to - from),
      cause,
    })),
  };
}
