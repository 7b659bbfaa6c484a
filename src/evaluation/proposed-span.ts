import { withoutFaultCodes } from './classify-samples.ts';
import type { EvaluatedSpan } from './measure-record.ts';
import { evaluateRecordWithAnswers } from './evaluate-record.ts';
import { isOutside } from './limit.ts';
import type { Profile } from '../model/profile.ts';
import type { Channel } from '../model/reading.ts';
import type { Samples } from './samples.ts';
import { type DeviceRecord, type UnreadableSample, placeAfter } from './series.ts';
import { merged } from './timeline.ts';
import { moment } from '../model/wording.ts';

/** A part of a record that would be released, with a sentence that proposes it. Times are epoch milliseconds. */
type ProposedSpan = { readonly from: number; readonly to: number; readonly sentence: string };

/** The largest share of the readings that a proposal may leave out. */
const leftOutAtMost = 1 / 4;

/** What one channel contains, readable or not. */
type ChannelRecord = { readonly samples: Samples; readonly unreadable: readonly UnreadableSample[] };

/**
 * Returns the part of a record that would be released if its start or end were left out, such as when a logger was
 * switched on too early or unpacked late. Returns null if there is no such part. `span` is that of the whole record,
 * which is not released.
 */
export function proposedSpan(
  given: DeviceRecord,
  profile: Profile,
  span: EvaluatedSpan,
): ProposedSpan | null {
  const { usedChannels } = evaluateRecordWithAnswers(given, profile, span);
  const record = withoutFaultCodes(given);
  const channelRecords = usedChannels.map((channel) => channelRecordOf(record, channel));
  const bounds = boundsAround(middleOf(channelRecords), channelRecords, usedChannels, profile);
  if (bounds === null) return null;
  const from = Math.min(
    ...channelRecords.map(
      ({ samples }) => samples.at(placeAfter(samples, bounds.from, false))?.at ?? Infinity,
    ),
  );
  const to = Math.max(
    ...channelRecords.map(
      ({ samples }) => samples.at(placeAfter(samples, bounds.to, true) - 1)?.at ?? -Infinity,
    ),
  );
  if (!(from < to)) return null;
  const before = count(channelRecords, (at) => at < from);
  const after = count(channelRecords, (at) => at > to);
  const all = count(channelRecords, () => true);
  if (before + after === 0 || before + after > all * leftOutAtMost) return null;
  const { judgement } = evaluateRecordWithAnswers(given, profile, {
    ...span,
    from,
    to,
    open: false,
    recordOnly: { from: false, to: false },
  });
  if (judgement.recommendation !== 'release') return null;
  const parts = [
    ...(before === 0 ? [] : [`${readings(before)} before ${moment(from)}`]),
    ...(after === 0 ? [] : [`${readings(after)} after ${moment(to)}`]),
  ];
  return {
    from,
    to,
    sentence: `Leaving out the ${parts.join(' and the ')}, if the logger was not with the goods then, would give release: --from ${iso(from)} --to ${iso(to)}.`,
  };
}

function channelRecordOf({ series, unreadable }: DeviceRecord, channel: Channel): ChannelRecord {
  return { samples: series.get(channel) ?? [], unreadable: unreadable.get(channel) ?? [] };
}

/**
 * Returns a time that lies in every part which leaves out no more than allowed: the middle time of the longest channel.
 */
function middleOf(channelRecords: readonly ChannelRecord[]): number | null {
  const longest = channelRecords.reduce<Samples>(
    (most, { samples }) => (samples.length > most.length ? samples : most),
    [],
  );
  return longest.at(longest.length >> 1)?.at ?? null;
}

/**
 * How far a part around a time can extend without including anything that prevents a release; null if even that time
 * does.
 */
function boundsAround(
  middle: number | null,
  channelRecords: readonly ChannelRecord[],
  channels: readonly Channel[],
  profile: Profile,
): { from: number; to: number } | null {
  if (middle === null) return null;
  let [from, to] = [-Infinity, Infinity];
  for (const [place, { samples, unreadable }] of channelRecords.entries()) {
    const rules = profile.rules.filter(
      ({ channel, judges, rateWindowMs }) => channel === channels[place] && judges && rateWindowMs === null,
    );
    let last: number | null = null;
    for (const { at, sample, unreadable: text } of merged(samples, unreadable)) {
      const isBad =
        text !== null || rules.some(({ limit }) => sample!.values.some((value) => isOutside(limit, value)));
      if (isBad && at === middle) return null;
      if (isBad && at < middle) from = Math.max(from, at + 1);
      if (isBad && at > middle) to = Math.min(to, at - 1);
      if (last !== null && at - last > profile.longestGapMs) {
        if (last < middle && at > middle) return null;
        if (at <= middle) from = Math.max(from, at);
        else to = Math.min(to, last);
      }
      last = at;
    }
  }
  return { from, to };
}

function count(channelRecords: readonly ChannelRecord[], isCounted: (at: number) => boolean): number {
  let counted = 0;
  for (const { samples, unreadable } of channelRecords)
    for (const { at } of merged(samples, unreadable)) if (isCounted(at)) counted++;
  return counted;
}

function readings(amount: number): string {
  return amount === 1 ? 'one reading' : `${amount} readings`;
}

/** A time in the format of the command-line option. */
function iso(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
