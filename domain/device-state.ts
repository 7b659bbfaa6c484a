import type { Episode } from './limit-fold.ts';
import type { RateState } from './rate.ts';
import { type Channel, channels } from './reading.ts';
import type { Sample } from './samples.ts';
import type { SignalState } from './signals/signals.ts';

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

/** All that must be remembered of a device's record to raise alarms from what comes next. */
export type DeviceState = {
  readonly last: { readonly [channel in Channel]?: Sample };
  readonly rules: { readonly [rule: string]: RuleState };
  readonly signals: SignalState;
};

export const initialState: DeviceState = { last: {}, rules: {}, signals: {} };

/** Device time of the newest reading of any channel; minus infinity where there is none. */
export function newestReading({ last }: DeviceState): number {
  let newest = -Infinity;
  for (const channel of channels) newest = Math.max(newest, last[channel]?.at ?? -Infinity);
  return newest;
}
