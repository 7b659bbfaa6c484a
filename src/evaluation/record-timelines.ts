import { ChannelStatistics } from './channel-statistics.ts';
import type { ChannelMeasurement } from './check.ts';
import { type MeanKineticTemperature, meanKineticTemperatureOf } from './mean-kinetic-temperature.ts';
import type { LimitRule, MeanKineticTemperatureLimit, Profile } from '../model/profile.ts';
import { ratesOf } from './rate.ts';
import type { Channel } from '../model/reading.ts';
import { roundResult } from '../model/rounding.ts';
import { remembered } from './remembered.ts';
import { cadenceOfRule } from './rule-span.ts';
import { type DeviceRecord, within } from './series.ts';
import type { Span } from './span.ts';
import { type Timeline, timelineOf } from './timeline.ts';

/** The timeline of a channel or, for a rule on the rate of change, of its rates. */
export function timelineFor(
  { channel, rateWindowMs, own }: Pick<LimitRule, 'rateWindowMs' | 'own'> & { readonly channel: Channel },
  record: DeviceRecord,
  profile: Profile,
  { from, to }: Span,
): Timeline {
  const cadence = cadenceOfRule({ own }, profile);
  const { reportingIntervalMs } = cadence;
  const gap = rateWindowMs === null ? longestStepWithin(record, channel, cadence.maxGapMs) : cadence.maxGapMs;
  const asked = [channel, rateWindowMs, gap, reportingIntervalMs, from, to];
  return remembered(record, `timeline ${asked.join(' ')}`, () => {
    const samples = within(record.series.get(channel) ?? [], { from, to });
    const evaluated = rateWindowMs === null ? samples : ratesOf(samples, rateWindowMs, cadence.maxGapMs);
    const texts = (record.unreadable.get(channel) ?? []).filter(({ at }) => at >= from && at <= to);
    return timelineOf(evaluated, texts, from, to, cadence);
  });
}

/**
 * The longest time between two neighbouring values of a channel that is no gap. Where it is equal for two lengths of
 * gaps, the timelines are.
 */
function longestStepWithin(record: DeviceRecord, channel: Channel, maxGapMs: number): number {
  if (record.unreadable.has(channel)) return maxGapMs;
  return remembered(record, `step ${channel} ${maxGapMs}`, () => {
    let longest = 0;
    let lastAt = Infinity;
    for (const { at } of record.series.get(channel) ?? []) {
      if (at - lastAt <= maxGapMs && at - lastAt > longest) longest = at - lastAt;
      lastAt = at;
    }
    return longest;
  });
}

/** What one channel has over its timeline. */
export function measuredOn(channel: Channel, timeline: Timeline): ChannelMeasurement {
  return remembered(timeline, `statistics ${channel}`, () => {
    const statistics = new ChannelStatistics(channel, timeline);
    for (const moment of timeline.moments) statistics.see(moment);
    return statistics.finding();
  });
}

/** The highest mean kinetic temperature over a timeline. */
export function meanOn(timeline: Timeline, limit: MeanKineticTemperatureLimit): MeanKineticTemperature {
  const { deltaH, windowMs } = limit;
  return remembered(timeline, `mean ${deltaH} ${windowMs}`, () =>
    meanKineticTemperatureOf(timeline, limit, roundResult),
  );
}
