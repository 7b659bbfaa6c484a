import {
  type RecentValues,
  isNear,
  mergedUnreadable,
  recentAfter,
  splitFaultCodes,
} from './classify-samples.ts';
import type { UnreadableState } from './device-state.ts';
import { isFaultCode } from './fault-codes.ts';
import type { Channel } from '../model/reading.ts';
import type { Sample } from './samples.ts';
import type { DeviceRecord, UnreadableSample } from './series.ts';
import { type Moment, merged } from './timeline.ts';

/** What a channel sent last: its last reading, and what it has sent in place of readings since. */
export type Known = {
  readonly sample: Sample | undefined;
  readonly unreadable: UnreadableState | undefined;
};

export type NewMoment = Pick<Moment, 'at' | 'sample' | 'unreadable'>;

/** What a channel sent in addition to what was known. */
type NewMoments = {
  readonly moments: readonly NewMoment[];
  /** The readings among the moments. */
  readonly samples: readonly Sample[];
  /**
   * Something is not newer than what was known, or changes how that was classified, so the whole record must be
   * evaluated instead.
   */
  readonly late: boolean;
};

/** Selects what is newer than the channel's last value. Fault codes of the temperature become unreadable values. */
export function newMomentsOf(
  channel: Channel,
  { series, unreadable }: DeviceRecord,
  known: Known,
): NewMoments {
  const lastAt = Math.max(known.sample?.at ?? -Infinity, known.unreadable?.at ?? -Infinity);
  const read = [...(series.get(channel) ?? [])];
  const texts = unreadable.get(channel) ?? [];
  const isOld = ({ at }: { readonly at: number }): boolean => at <= lastAt;
  const incoming = read.filter((sample) => !isOld(sample));
  const split =
    channel === 'temperature'
      ? splitFaultCodes(incoming, recentOf(known), known.sample?.values)
      : { credible: incoming, faults: [] };
  const samples = [...split.credible];
  const values = mergedUnreadable(
    texts.filter((each) => !isOld(each)),
    split.faults,
  );
  return {
    moments: [...merged(samples, values)],
    samples,
    late:
      read.some((sample) => isOld(sample) && !isRepeat(sample, known)) ||
      texts.some((each) => isOld(each) && !isRepeatedText(each, known.unreadable)) ||
      makesCredible(incoming, known.unreadable),
  };
}

function isRepeat({ at, values }: Sample, { sample, unreadable }: Known): boolean {
  const isRead = (value: number): boolean => sample?.at === at && sample.values.includes(value);
  const isFault = (value: number): boolean =>
    unreadable?.at === at && unreadable.texts.includes(String(value));
  // For a position only the time is stored.
  if (sample?.at === at && sample.values.length === 0) return true;
  return values.every((value) => isRead(value) || isFault(value));
}

function isRepeatedText({ at, texts }: UnreadableSample, known: UnreadableState | undefined): boolean {
  return known?.at === at && texts.every((text) => known.texts.includes(text));
}

/** The most recent values, credible or not. */
function recentOf({ sample, unreadable }: Known): RecentValues {
  return (unreadable?.codes ?? []).reduce(recentAfter, sample === undefined ? [] : [sample.values]);
}

/** Whether the next reading makes a fault code credible that earlier readings had left unreadable. */
function makesCredible(incoming: readonly Sample[], known: UnreadableState | undefined): boolean {
  return (known?.codes.at(-1) ?? []).some((code) =>
    isNear(code, incoming.find(({ values }) => values.some((value) => value !== code))?.values),
  );
}

/** Returns what a channel sends in place of readings after the new moments; undefined after a reading. */
export function unreadableAfter(
  known: UnreadableState | undefined,
  moments: readonly NewMoment[],
): UnreadableState | undefined {
  let pending = known;
  for (const { at, sample, unreadable } of moments) {
    if (unreadable === null) {
      pending = undefined;
      continue;
    }
    const { texts, above, below } = unreadable;
    const before = sample === null ? pending : undefined;
    const own = texts.map(Number).filter(isFaultCode);
    const codes = own.length === 0 ? (before?.codes ?? []) : recentAfter(before?.codes ?? [], own);
    pending = { since: before?.since ?? at, at, texts, above, below, codes };
  }
  return pending;
}
