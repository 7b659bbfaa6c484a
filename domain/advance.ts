import { type Episode, LimitFold } from './limit-fold.ts';
import { isOutside, judgedValue } from './limit.ts';
import type { LimitRule, Profile } from './profile.ts';
import { type Channel, type Reading, channels } from './reading.ts';
import { roundValue } from './rounding.ts';
import { type Sample, seriesOf } from './series.ts';
import { type PhaseBoundaries, forceOf } from './span.ts';
import { holdEnd } from './timeline.ts';

/** What a device is judged by while it travels; `since` is the beginning of its span, the profile has its interval. */
export type Terms = {
  readonly profile: Profile;
  readonly since: number;
  readonly phases: PhaseBoundaries | null;
};

/** A rule's latest excursion, as far as alarms go: it was opened, and perhaps closed. */
export type Mark = { readonly from: number; readonly firedAt: number; readonly closed: boolean };

/** Where a rule stands: its run under way (cumulative: all its runs), and its latest excursion. */
export type RuleState = { readonly episode: Episode | null; readonly latest: Mark | null };

/** All that must be remembered of a device's record to raise alarms from what comes next. */
export type DeviceState = {
  readonly last: { readonly [channel in Channel]?: Sample };
  readonly rules: { readonly [rule: string]: RuleState };
};

export const initialState: DeviceState = { last: {}, rules: {} };

/** An excursion began to count, or the run that made it fire ended. */
export type Transition = {
  readonly kind: 'opened' | 'closed';
  readonly rule: string;
  /** When: the moment of firing, or the end of the run. */
  readonly at: number;
  readonly from: number;
};

export type Advance = {
  readonly state: DeviceState;
  /** In order of time, then of the profile's rules. */
  readonly transitions: readonly Transition[];
  /** Something came that is not newer than what was judged: judge the whole record instead. */
  readonly late: boolean;
};

/**
 * Judges what came next. Readings may be in any order among themselves; one that is not newer than the state's last
 * of its channel makes the result `late`, unless it repeats that last one. With `asOf` the newest reading also
 * holds, for an interval at most, up to that moment: in the transitions, never in the state.
 */
export function advance(
  state: DeviceState,
  readings: readonly Reading[],
  terms: Terms,
  asOf = -Infinity,
): Advance {
  const quiet = advanceQuietly(state, readings, terms);
  if (quiet !== null) return quiet;
  const last: { [channel in Channel]?: Sample } = { ...state.last };
  const rules: { [rule: string]: RuleState } = { ...state.rules };
  const transitions: Transition[] = [];
  const series = seriesOf(readings.filter(({ at }) => at >= terms.since));
  let late = false;
  for (const channel of channels) {
    const before = state.last[channel];
    const samples = series.get(channel) ?? [];
    const news = before === undefined ? samples : samples.filter((sample) => sample.at > before.at);
    late ||= samples.some(
      (sample) => before !== undefined && sample.at <= before.at && !repeats(sample, before),
    );
    for (const rule of terms.profile.rules) {
      if (rule.channel !== channel || (news.length === 0 && before === undefined)) continue;
      rules[rule.id] = follow(rule, ownRule(state.rules, rule.id), before, news, terms, asOf, transitions);
    }
    const newest = news.at(-1);
    if (newest !== undefined) last[channel] = newest;
  }
  return { state: { last, rules }, transitions: transitions.sort((a, b) => a.at - b.at), late };
}

const nothingHappened: readonly Transition[] = [];

/**
 * Whether nothing can happen unless a reading makes it: no run is under way, and no phase begins within a hold.
 */
export function isQuietState({ rules }: DeviceState, { profile, phases }: Terms): boolean {
  for (const id in rules) if (rules[id]!.episode?.running === true) return false;
  return phases === null || profile.rules.every((rule) => rule.phases === null);
}

/**
 * Whether a reading, in whatever order among others, makes no transition on top of a quiet state: it is newer than
 * the state's last of its channel, and in range for every rule.
 */
export function isQuietReading(
  state: DeviceState,
  { profile, since }: Terms,
  channel: Channel,
  at: number,
  value: number,
): boolean {
  const before = state.last[channel];
  if (at < since || (before !== undefined && at <= before.at)) return false;
  for (const rule of profile.rules)
    if (rule.channel === channel && isOutside(rule.limit, value)) return false;
  return true;
}

/** The way of nearly every message; null where it is not so. */
function advanceQuietly(state: DeviceState, readings: readonly Reading[], terms: Terms): Advance | null {
  if (!isQuietState(state, terms)) return null;
  const last: { [channel in Channel]?: Sample } = { ...state.last };
  for (const reading of readings) {
    const { channel } = reading;
    const at = Math.round(reading.at);
    const value = channel === 'location' ? 0 : roundValue(reading.value);
    const before = last[channel];
    // Two of one time, or out of order among themselves: the samples must be made first.
    if ((before !== undefined && at <= before.at) || !isQuietReading(state, terms, channel, at, value))
      return null;
    last[channel] = { at, values: channel === 'location' ? noValues : [value], differs: false };
  }
  return { state: { last, rules: state.rules }, transitions: nothingHappened, late: false };
}

const noValues: readonly number[] = [];

/** Rules are named by people: one may be called as something that every object has. */
function ownRule(rules: DeviceState['rules'], id: string): RuleState | undefined {
  return Object.hasOwn(rules, id) ? rules[id] : undefined;
}

function repeats(sample: Sample, known: Sample): boolean {
  return (
    sample.at === known.at &&
    known.values.length > 0 &&
    sample.values.every((value) => known.values.includes(value))
  );
}

function follow(
  rule: LimitRule,
  state: RuleState = { episode: null, latest: null },
  before: Sample | undefined,
  news: readonly Sample[],
  terms: Terms,
  asOf: number,
  transitions: Transition[],
): RuleState {
  const { profile } = terms;
  let { latest } = state;
  const fold = new LimitFold(
    rule,
    forceOf(rule.phases, { from: terms.since, to: Infinity, phases: terms.phases }),
    {
      fired({ from, firedAt }) {
        latest = { from, firedAt: firedAt!, closed: false };
        transitions.push({ kind: 'opened', rule: rule.id, at: firedAt!, from });
      },
      ended({ from, firedAt, until }) {
        // Of a cumulative rule every later run ends too; its one excursion is closed once.
        if (firedAt === null || latest === null || latest.closed) return;
        latest = { ...latest, closed: true };
        transitions.push({ kind: 'closed', rule: rule.id, at: until, from });
      },
    },
  );
  let previous = before;
  if (previous !== undefined)
    fold.resume(previous.at, judgedValue(rule.limit, previous.values), state.episode);
  for (const sample of news) {
    if (previous !== undefined) {
      const until = holdEnd(previous.at, sample.at, profile);
      if (until < sample.at) fold.lose(until);
    }
    fold.see(sample.at, judgedValue(rule.limit, sample.values));
    previous = sample;
  }
  const followed = { episode: fold.episode, latest };
  fold.moveTo(Math.min(asOf, (previous?.at ?? -Infinity) + profile.reportingIntervalMs));
  return followed;
}

/**
 * All alarms that a state and what came since amount to, spelled so that equal alarms are equal texts; empty where
 * there are none.
 */
export function spellAlarms(state: DeviceState, transitions: readonly Transition[]): string {
  const latest = Object.entries(state.rules).flatMap(([rule, { latest: mark }]) =>
    mark === null ? [] : [`${rule} ${mark.from} ${mark.closed}`],
  );
  const since = transitions.map(({ kind, rule, from }) => `${rule} ${from} ${kind}`);
  return [...latest, ...since].join('\n');
}
