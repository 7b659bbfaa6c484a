import type { Sample, Samples } from './samples.ts';
import type { UnreadableSample } from './series.ts';

/** How long a reading is valid; `maxGapMs >= reportingIntervalMs`. A profile is a cadence. */
type Cadence = { readonly reportingIntervalMs: number; readonly maxGapMs: number };

/** What a channel has at one time: readings, an unreadable value, or both. */
export type Moment = {
  readonly at: number;
  readonly sample: Sample | null;
  readonly unreadable: UnreadableSample | null;
  /**
   * When this moment stops being valid. A reading that shares its time with an unreadable value has no validity. An
   * unreadable value has a validity only for rules that evaluate it as off the scale.
   */
  readonly until: number;
  /**
   * The sample that follows exactly at `until`; null before a gap, and before an unreadable value without a reading.
   */
  readonly next: Sample | null;
};

/** Unmonitored time, with what was known at its ends. */
export type Gap = {
  readonly from: number;
  readonly to: number;
  readonly before: Moment | null;
  readonly after: Moment | null;
  /** The time from which an unreadable value is the cause; null if none is. */
  readonly unreadableFrom: number | null;
};

/** One channel over a span: its moments, which are generated on demand, and the gaps in what was readable. */
export type Timeline = {
  readonly from: number;
  readonly to: number;
  readonly samples: Samples;
  readonly unreadable: readonly UnreadableSample[];
  readonly moments: Iterable<Moment>;
  readonly gaps: readonly Gap[];
};

/**
 * When a reading at `at`, followed by one at `next`, stops being valid: at the next one or, before a gap, after one
 * interval.
 */
export function validityEnd(at: number, next: number, cadence: Cadence): number {
  return next - at <= cadence.maxGapMs ? next : at + cadence.reportingIntervalMs;
}

/**
 * Builds the timeline of a channel from its samples and unreadable values, all within the span. The last one is valid
 * for one interval, but not beyond the end of the span; the time before the first and after the last one's validity is
 * a gap.
 */
export function timelineOf(
  samples: Samples,
  unreadable: readonly UnreadableSample[],
  from: number,
  to: number,
  cadence: Cadence,
): Timeline {
  const generated = () =>
    unreadable.length === 0
      ? momentsOf(samples, to, cadence)
      : mixedMoments(samples, unreadable, to, cadence);
  const isShort = samples.length + unreadable.length <= mostKept;
  let kept: readonly Moment[] | null = null;
  let gaps: readonly Gap[] | null = null;
  const moments: Iterable<Moment> = {
    [Symbol.iterator]: () => (isShort ? (kept ??= [...generated()])[Symbol.iterator]() : generated()),
  };
  return {
    from,
    to,
    samples,
    unreadable,
    moments,
    get gaps() {
      return (gaps ??= gapsIn(moments, from, to, ({ sample }) => sample !== null));
    },
  };
}

/** The moments of a longer record are generated again each time, because a file may have ten million rows. */
const mostKept = 50_000;

/**
 * Returns the gaps between moments at which something is known. A reading that shares its time with an unreadable value
 * ends one gap and starts the next.
 */
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

/** Splits a gap by cause: first the time without data, then the time with unreadable values. */
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

/** Merges samples and unreadable values in order of time. */
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
