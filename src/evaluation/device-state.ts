import type { RecentValues } from './classify-samples.ts';
import type { Episode } from './limit-tracker.ts';
import type { RateState } from './rate.ts';
import { misplacedBeyondMs } from '../telemetry/message-readings.ts';
import { type Channel, channels, measuredChannels } from '../model/reading.ts';
import type { Sample } from './samples.ts';
import type { DiagnosticsState } from './diagnostics/diagnostics.ts';

/** A rule's latest excursion, as far as alarms go: it was opened, and perhaps closed. */
export type Mark = {
  readonly from: number;
  readonly firedAt: number;
  /** When the rule was seen to hold again, or ceased to be judged; of a cumulative rule the last time. */
  readonly closedAt: number | null;
};

/** Where a rule stands: its run under way (cumulative: all its runs), and its latest excursion. */
export type RuleState = {
  readonly episode: Episode | null;
  readonly latest: Mark | null;
  /** Of a rule on the rate of change: what the next rates are made from, and the last one. */
  readonly rate?: RateState & {
    readonly last: Sample | null;
    /** A gap came after it: its hold has ended, and `last.at` is how far time has come since. */
    readonly isLost: boolean;
  };
};

/** What a channel has said since its last reading in place of readings. */
export type UnreadableState = {
  /** When it began, and when it was last so. */
  readonly since: number;
  readonly at: number;
  /** What stood there last. */
  readonly texts: readonly string[];
  /** Beyond which end of its scale it last was, as in an `UnreadableSample`. */
  readonly above: number | null;
  readonly below: number | null;
  /** The newest two times with fault codes among it, as far as they differ: a later reading may make them credible. */
  readonly codes: RecentValues;
};

/** All that must be remembered of a device's record to raise alarms from what comes next. */
export type DeviceState = {
  readonly last: { readonly [channel in Channel]?: Sample };
  /** Of channels that nothing could be read of since `last`. */
  readonly unreadable: { readonly [channel in Channel]?: UnreadableState };
  /** When temperature last leapt, in device time, and how many readings came since, as far as they are counted. */
  readonly jump: { readonly at: number; readonly since: number } | null;
  readonly rules: { readonly [rule: string]: RuleState };
  readonly diagnostics: DiagnosticsState;
};

export const initialState: DeviceState = { last: {}, unreadable: {}, jump: null, rules: {}, diagnostics: {} };

/** Device time of the newest that was sent of any channel, readable or not; minus infinity where there is none. */
export function newestReading({ last, unreadable }: DeviceState): number {
  let newest = -Infinity;
  // A backlog is as old as its readings are.
  for (const channel of channels)
    if (channel !== 'backlog')
      newest = Math.max(newest, last[channel]?.at ?? -Infinity, unreadable[channel]?.at ?? -Infinity);
  return newest;
}

/** Device time of the newest value of what a device measures, readable or not; minus infinity where there is none. */
export function newestMeasured({ last, unreadable }: DeviceState): number {
  return measuredChannels.reduce(
    (newest, channel) =>
      Math.max(newest, last[channel]?.at ?? -Infinity, unreadable[channel]?.at ?? -Infinity),
    -Infinity,
  );
}

/** When a message last came whose times are of long before the device was attached; minus infinity where none did. */
export function misplacedAt({ last: { backlog } }: Pick<DeviceState, 'last'>, attachedAt: number): number {
  const isMisplaced = backlog?.values.some(
    (seconds) => backlog.at - seconds * 1000 < attachedAt - misplacedBeyondMs,
  );
  return isMisplaced === true ? backlog!.at : -Infinity;
}
