import { withoutFaultCodes } from '../evaluation/classify-samples.ts';
import { type DeviceRecord, within } from '../evaluation/series.ts';
import { type Timeline, timelineOf } from '../evaluation/timeline.ts';
import type { FreezeThawLimit, Profile } from '../model/profile.ts';
import { type Interval, intersection, lengthMs, union } from './interval.ts';
import { timeOutside } from './time-outside.ts';

/** The time outside the limit of one allowance. */
export type TimeSpent = {
  /** By readings. */
  readonly observed: readonly Interval[];
  /** With the gaps that count in a verdict. */
  readonly uncertain: readonly Interval[];
  /** With every gap and all unreadable time. */
  readonly worst: readonly Interval[];
};

/** When goods were known to be frozen and thawed, and when neither was known. */
export type FreezesAndThaws = {
  readonly frozen: readonly Interval[];
  readonly thawed: readonly Interval[];
  readonly gaps: readonly Interval[];
  /** The gaps that count in a verdict: both crossings are uncertain. */
  readonly uncertainGaps: readonly Interval[];
};

/** What one sensor's record of a leg says of the allowances of a profile. Plain JSON, times in epoch milliseconds. */
export type SensorAccount = {
  readonly device: string;
  readonly from: number;
  readonly to: number;
  readonly spent: { readonly [allowance: string]: TimeSpent };
  readonly freezeThaw: FreezesAndThaws | null;
};

/** A sensor's record and the time that it was with the goods on a leg, both ends included. */
export type SensorRecord = {
  readonly device: string;
  readonly record: DeviceRecord;
  readonly from: number;
  readonly to: number;
  /** The device's own interval, and after how long a gap begins. */
  readonly cadence: Pick<Profile, 'reportingIntervalMs' | 'maxGapMs'>;
  /** Where the sensor was with the same goods before this leg, or after it: the whole time, both ends included. */
  readonly knownFrom?: number;
  readonly knownTo?: number;
};

type Limits = Pick<Profile, 'allowances' | 'freezeThaw' | 'longestGapMs'>;

/** Applies the allowances of a profile to one sensor's record. */
export function sensorAccountOf(sensor: SensorRecord, profile: Limits): SensorAccount {
  const { device, from, to } = sensor;
  const timeline = temperatureOf(sensor);
  const here = (times: readonly Interval[]): Interval[] => intersection(times, [[from, to]]);
  const spentOf = ({ limit }: Limits['allowances'][number]): TimeSpent => {
    const { observed, gaps, uncertainGaps } = timeOutside(limit, timeline, profile.longestGapMs);
    const outside = observed.filter((each) => lengthMs([each]) > 0);
    return {
      observed: here(outside),
      uncertain: here(union(outside, uncertainGaps)),
      worst: here(union(outside, gaps)),
    };
  };
  const limit = profile.freezeThaw;
  const turns = limit === null ? null : freezesAndThawsOf(limit, timeline, profile.longestGapMs);
  return {
    device,
    from,
    to,
    spent: Object.fromEntries(profile.allowances.map((each) => [each.id, spentOf(each)])),
    freezeThaw:
      turns === null
        ? null
        : {
            frozen: here(turns.frozen),
            thawed: here(turns.thawed),
            gaps: here(turns.gaps),
            uncertainGaps: here(turns.uncertainGaps),
          },
  };
}

/** What is unknown about a sensor whose account lacks an allowance: everything. */
export function unknownTime({ from, to }: Pick<SensorAccount, 'from' | 'to'>): TimeSpent {
  return { observed: [], uncertain: [[from, to]], worst: [[from, to]] };
}

function temperatureOf({
  record,
  from,
  to,
  knownFrom = from,
  knownTo = to,
  cadence,
}: SensorRecord): Timeline {
  const { series, unreadable } = withoutFaultCodes(record);
  const span = { from: Math.min(from, knownFrom), to: Math.max(to, knownTo) };
  const samples = within(series.get('temperature') ?? [], span);
  const texts = (unreadable.get('temperature') ?? []).filter(({ at }) => at >= span.from && at <= span.to);
  return timelineOf(samples, texts, span.from, span.to, cadence);
}

/** A gap is time of which neither limit knows anything; it is uncertain if it is for both. */
function freezesAndThawsOf(
  { freezesBelow, thawsAbove }: FreezeThawLimit,
  timeline: Timeline,
  longestGapMs: number,
): FreezesAndThaws {
  const cold = timeOutside({ kind: 'atMost', limit: freezesBelow }, timeline, longestGapMs);
  const warm = timeOutside({ kind: 'above', limit: thawsAbove }, timeline, longestGapMs);
  return {
    frozen: cold.observed,
    thawed: warm.observed,
    gaps: intersection(cold.gaps, warm.gaps),
    uncertainGaps: intersection(cold.uncertainGaps, warm.uncertainGaps),
  };
}
