import type { Sample, Samples } from './samples.ts';
import type { UnreadableSample } from './series.ts';

/** How long a reading speaks for what follows it; `maxGapMs >= reportingIntervalMs`. A profile is one. */
export type Cadence = { readonly reportingIntervalMs: number; readonly maxGapMs: number };

/** What a channel has at one time: readings, an unreadable value, or both. */
export type Moment = {
  readonly at: number;
  readonly sample: Sample | null;
  readonly unreadable: UnreadableSample | null;
  /**
   * End of the validity of what stands here. A reading beside an unreadable value has none; an unreadable value has one
   * only for the rules that it is off scale for.
   */
  readonly until: number;
  /** The sample that takes over just at `until`; null before a gap, and before an unreadable value alone. */
  readonly next: Sample | null;
};

/** Unmonitored time, with what was known at its ends. */
export type Gap = {
  readonly from: number;
  readonly to: number;
  readonly before: Moment | null;
  readonly after: Moment | null;
  /** From when on an unreadable value is the cause; null where there is none in it. */
  readonly unreadableFrom: number | null;
};

/** A channel's span: what stands in it, its moments, made as they are asked for, and the gaps in what could be read. */
export type Timeline = {
  readonly from: number;
  readonly to: number;
  /** What was read. */
  readonly samples: Samples;
  /** What could not be read. */
  readonly unreadable: readonly UnreadableSample[];
  readonly moments: Iterable<Moment>;
  readonly gaps: readonly Gap[];
};

/** The end of the validity of a reading at `at` whose next one is at `next`: all the way, or one interval before a gap. */
export function validityEnd(at: number, next: number, cadence: Cadence): number {
  return next - at <= cadence.maxGapMs ? next : at + cadence.reportingIntervalMs;
}

/**
 * Lays a channel's samples and unreadable values (all inside the span) out in time. The last one is valid for one
 * interval, cut at the span's end; what lies before the first and after the validity of the last is a gap.
 */
export function timelineOf(
  samples: Samples,
  unreadable: readonly UnreadableSample[],
  from: number,
  to: number,
  cadence: Cadence,
): Timeline {
  const moments = {
    [Symbol.iterator]: () =>
      unreadable.length === 0
        ? momentsOf(samples, to, cadence)
        : mixedMoments(samples, unreadable, to, cadence),
  };
  const gaps = gapsIn(moments, from, to, ({ sample }) => sample !== null);
  return { from, to, samples, unreadable, moments, gaps };
}

/** The gaps between moments at which something is known. A reading beside an unreadable value ends one and begins another. */
export function gapsIn(
  moments: Iterable<Moment>,
  from: number,
  to: number,
  isKnown: (moment: Moment) => boolean,
  hasValidity: (moment: Moment) => boolean = ({ unreadable }) => unreadable === null,
): Gap[] {
  const gaps: Gap[] = [];
  let covered = from;
  let before: Moment | null = null;
  let unreadableFrom: number | null = null;
  for (const moment of moments) {
    if (!isKnown(moment)) {
      unreadableFrom ??= moment.at;
      continue;
    }
    if (moment.at > covered)
      gaps.push({ from: covered, to: moment.at, before, after: moment, unreadableFrom });
    const isValid = hasValidity(moment);
    covered = isValid ? moment.until : moment.at;
    unreadableFrom = isValid ? null : moment.at;
    before = moment;
  }
  if (to > covered) gaps.push({ from: covered, to, before, after: null, unreadableFrom });
  return gaps;
}

/** A gap by its causes: what nobody sent, then what could not be read. */
export function causesOf({ from, to, unreadableFrom }: Gap) {
  if (unreadableFrom === null) return [{ from, to, cause: 'no-data' as const }];
  const turn = Math.max(from, unreadableFrom);
  return [
    { from, to: turn, cause: 'no-data' as const },
    { from: turn, to, cause: 'unreadable' as const },
  ].filter((each) => each.to > each.from);
}

function* momentsOf(samples: Samples, to: number, cadence: Cadence): Generator<Moment> {
  let sample: Sample | undefined;
  for (const next of samples) {
    if (sample !== undefined) {
      const until = validityEnd(sample.at, next.at, cadence);
      yield { at: sample.at, sample, unreadable: null, until, next: until === next.at ? next : null };
    }
    sample = next;
  }
  if (sample !== undefined) {
    const until = Math.min(sample.at + cadence.reportingIntervalMs, to);
    yield { at: sample.at, sample, unreadable: null, until, next: null };
  }
}

type Mixed = {
  readonly at: number;
  readonly sample: Sample | null;
  readonly unreadable: UnreadableSample | null;
};

function* mixedMoments(
  samples: Samples,
  unreadable: readonly UnreadableSample[],
  to: number,
  cadence: Cadence,
): Generator<Moment> {
  let last: Mixed | undefined;
  for (const next of merged(samples, unreadable)) {
    if (last !== undefined) {
      const until = validityEnd(last.at, next.at, cadence);
      yield { ...last, until, next: until === next.at ? next.sample : null };
    }
    last = next;
  }
  if (last !== undefined)
    yield { ...last, until: Math.min(last.at + cadence.reportingIntervalMs, to), next: null };
}

/** Samples and unreadable values in one order of time. */
export function* merged(samples: Iterable<Sample>, unreadable: Iterable<UnreadableSample>): Generator<Mixed> {
  const texts = unreadable[Symbol.iterator]();
  let text = texts.next();
  for (const sample of samples) {
    for (; text.done !== true && text.value.at < sample.at; text = texts.next())
      yield { at: text.value.at, sample: null, unreadable: text.value };
    if (text.done !== true && text.value.at === sample.at) {
      yield { at: sample.at, sample, unreadable: text.value };
      text = texts.next();
    } else yield { at: sample.at, sample, unreadable: null };
  }
  for (; text.done !== true; text = texts.next())
    yield { at: text.value.at, sample: null, unreadable: text.value };
}
