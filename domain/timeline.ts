import type { Sample } from './series.ts';

/** How long a reading speaks for what follows it; `maxGapMs >= reportingIntervalMs`. A profile is one. */
export type Cadence = { readonly reportingIntervalMs: number; readonly maxGapMs: number };

/** A sample and the time until which it holds. */
export type Hold = { readonly sample: Sample; readonly until: number };

/** Unmonitored time, with the samples at its ends where there are such. */
export type Gap = {
  readonly from: number;
  readonly to: number;
  readonly before: Sample | null;
  readonly after: Sample | null;
};

/** A channel's span as holds and gaps that together cover it exactly. */
export type Timeline = {
  readonly from: number;
  readonly to: number;
  readonly holds: readonly Hold[];
  readonly gaps: readonly Gap[];
};

/** The end of the hold of a reading at `at` whose next one is at `next`: all the way, or one interval before a gap. */
export function holdEnd(at: number, next: number, cadence: Cadence): number {
  return next - at <= cadence.maxGapMs ? next : at + cadence.reportingIntervalMs;
}

/**
 * Lays a channel's samples (all inside the span) out in time. The last one holds one interval, cut at the span's
 * end; what lies before the first and after the last hold is a gap.
 */
export function timelineOf(samples: readonly Sample[], from: number, to: number, cadence: Cadence): Timeline {
  const holds: Hold[] = [];
  const gaps: Gap[] = [];
  let covered = from;
  let before: Sample | null = null;
  for (let index = 0; index < samples.length; index++) {
    const sample = samples[index]!;
    if (sample.at > covered) gaps.push({ from: covered, to: sample.at, before, after: sample });
    const next = samples[index + 1];
    covered =
      next === undefined
        ? Math.min(sample.at + cadence.reportingIntervalMs, to)
        : holdEnd(sample.at, next.at, cadence);
    holds.push({ sample, until: covered });
    before = sample;
  }
  if (to > covered) gaps.push({ from: covered, to, before, after: null });
  return { from, to, holds, gaps };
}
