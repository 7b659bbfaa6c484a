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

/** What a channel said last: its last reading, and what stood in place of readings since. */
export type Known = {
  readonly sample: Sample | undefined;
  readonly unreadable: UnreadableState | undefined;
};

export type NewMoment = Pick<Moment, 'at' | 'sample' | 'unreadable'>;

/** What came on a channel on top of what was known. */
export type NewMoments = {
  readonly moments: readonly NewMoment[];
  /** Their readings. */
  readonly samples: readonly Sample[];
  /** Something is not newer than what was known, or changes what was made of it: judge the whole record instead. */
  readonly late: boolean;
};

/** Takes what is newer than what a channel said last; of temperature fault codes become unreadable values. */
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
  // Of a position only the time is kept.
  if (sample?.at === at && sample.values.length === 0) return true;
  return values.every((value) => isRead(value) || isFault(value));
}

function isRepeatedText({ at, texts }: UnreadableSample, known: UnreadableState | undefined): boolean {
  return known?.at === at && texts.every((text) => known.texts.includes(text));
}

/** What was read last, believed or not. */
function recentOf({ sample, unreadable }: Known): RecentValues {
  return (unreadable?.codes ?? []).reduce(recentAfter, sample === undefined ? [] : [sample.values]);
}

/** Whether the next reading makes a fault code credible that was taken for unreadable by what came before it. */
function makesCredible(incoming: readonly Sample[], known: UnreadableState | undefined): boolean {
  return (known?.codes.at(-1) ?? []).some((code) =>
    isNear(code, incoming.find(({ values }) => values.some((value) => value !== code))?.values),
  );
}

/** What stands in place of readings after some more moments; undefined after a reading. */
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
