import type { RecentValues } from './classify-samples.ts';
import type { Episode } from './limit-tracker.ts';
import type { RateState } from './rate.ts';
import { misplacedBeyondMs } from '../telemetry/message-readings.ts';
import { type Channel, channels, measuredChannels } from '../model/reading.ts';
import type { Sample } from './samples.ts';
import type { DiagnosticsState } from './diagnostics/diagnostics.ts';

/** A rule's latest excursion as far as alarms are concerned: when it opened and, if it has, when it closed. */
type Mark = {
  readonly from: number;
  readonly firedAt: number;
  /**
   * When the rule was in range again or stopped being evaluated; for a cumulative rule, the last time this happened.
   */
  readonly closedAt: number | null;
};

/** A rule's state: the run in progress (for a cumulative rule, all its runs) and the latest excursion. */
export type RuleState = {
  readonly episode: Episode | null;
  readonly latest: Mark | null;
  /** For a rule on the rate of change: the state needed to compute the next rates, and the last rate. */
  readonly rate?: RateState & {
    readonly last: Sample | null;
    /** A gap followed: the last rate is no longer valid, and `last.at` is the time that has been reached since. */
    readonly isLost: boolean;
  };
};

/** What a channel sent in place of readings since its last reading. */
export type UnreadableState = {
  /** When the channel became unreadable, and when it was last seen to be. */
  readonly since: number;
  readonly at: number;
  /** The texts most recently sent. */
  readonly texts: readonly string[];
  /** The end of the scale beyond which the value last was, as in `UnreadableSample`. */
  readonly above: number | null;
  readonly below: number | null;
  /** The newest two times with fault codes, if their codes differ: a later reading may make them credible. */
  readonly codes: RecentValues;
};

/** Everything that must be remembered about a device's record to raise alarms from the next readings. */
export type DeviceState = {
  /** For the backlog the last message with misplaced times, if there was one. */
  readonly last: { readonly [channel in Channel]?: Sample };
  /** Channels that have had no readable value since `last`. */
  readonly unreadable: { readonly [channel in Channel]?: UnreadableState };
  /**
   * When the temperature last jumped, in device time, and the number of readings since, which is counted only as far as
   * it is needed.
   */
  readonly jump: { readonly at: number; readonly since: number } | null;
  readonly rules: { readonly [rule: string]: RuleState };
  readonly diagnostics: DiagnosticsState;
};

export const initialState: DeviceState = { last: {}, unreadable: {}, jump: null, rules: {}, diagnostics: {} };

/** Device time of the newest value of any channel, readable or not; minus infinity if there is none. */
export function newestReading({ last, unreadable }: DeviceState): number {
  let newest = -Infinity;
  // A backlog has the time of its oldest reading.
  for (const channel of channels)
    if (channel !== 'backlog')
      newest = Math.max(newest, last[channel]?.at ?? -Infinity, unreadable[channel]?.at ?? -Infinity);
  return newest;
}

/** Device time of the newest measured value, readable or not; minus infinity if there is none. */
export function newestMeasured({ last, unreadable }: DeviceState): number {
  return measuredChannels.reduce(
    (newest, channel) =>
      Math.max(newest, last[channel]?.at ?? -Infinity, unreadable[channel]?.at ?? -Infinity),
    -Infinity,
  );
}

/** Whether a message has times that lie long before the device was attached. `backlog` is its sample of that channel. */
export function isMisplaced({ at, values }: Sample, attachedAt: number): boolean {
  return values.some((seconds) => at - seconds * 1000 < attachedAt - misplacedBeyondMs);
}

/**
 * When the last message arrived whose times lie long before the device was attached; minus infinity if there was none.
 */
export function misplacedAt({ last: { backlog } }: Pick<DeviceState, 'last'>, attachedAt: number): number {
  return backlog !== undefined && isMisplaced(backlog, attachedAt) ? backlog.at : -Infinity;
}
