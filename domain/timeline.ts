import type { Sample, Samples } from './samples.ts';

/** How long a reading speaks for what follows it; `maxGapMs >= reportingIntervalMs`. A profile is one. */
export type Cadence = { readonly reportingIntervalMs: number; readonly maxGapMs: number };

/** A sample, the time until which it holds, and the sample that takes over just then; null before a gap. */
export type Hold = { readonly sample: Sample; readonly until: number; readonly next: Sample | null };

/** Unmonitored time, with the samples at its ends where there are such. */
export type Gap = {
  readonly from: number;
  readonly to: number;
  readonly before: Sample | null;
  readonly after: Sample | null;
};

/** A channel's span as holds and gaps that together cover it exactly. The holds are made as they are asked for. */
export type Timeline = {
  readonly from: number;
  readonly to: number;
  /** How many holds there are. */
  readonly length: number;
  readonly holds: Iterable<Hold>;
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
export function timelineOf(samples: Samples, from: number, to: number, cadence: Cadence): Timeline {
  const holds = { [Symbol.iterator]: () => holdsOf(samples, to, cadence) };
  const gaps: Gap[] = [];
  let covered = from;
  let before: Sample | null = null;
  for (const { sample, until } of holds) {
    if (sample.at > covered) gaps.push({ from: covered, to: sample.at, before, after: sample });
    covered = until;
    before = sample;
  }
  if (to > covered) gaps.push({ from: covered, to, before, after: null });
  return { from, to, length: samples.length, holds, gaps };
}

function* holdsOf(samples: Samples, to: number, cadence: Cadence): Generator<Hold> {
  let sample: Sample | undefined;
  for (const next of samples) {
    if (sample !== undefined) {
      const until = holdEnd(sample.at, next.at, cadence);
      yield { sample, until, next: until === next.at ? next : null };
    }
    sample = next;
  }
  if (sample !== undefined)
    yield { sample, until: Math.min(sample.at + cadence.reportingIntervalMs, to), next: null };
}
