import type { DeviceState, RuleState } from './device-state.ts';
import { LimitFold } from './limit-fold.ts';
import { judgedValue } from './limit.ts';
import type { LimitRule } from './profile.ts';
import { advanceQuietly } from './quiet.ts';
import { RateFold } from './rate.ts';
import { type Channel, type Reading, channels } from './reading.ts';
import type { Sample } from './samples.ts';
import { seriesOf } from './series.ts';
import { followSignals } from './signals/signals.ts';
import { forceOf } from './span.ts';
import { type Terms, counts } from './terms.ts';
import { holdEnd } from './timeline.ts';

const nothingHappened: readonly Transition[] = [];

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
  if (quiet !== null) return { state: quiet, transitions: nothingHappened, late: false };
  const last: { [channel in Channel]?: Sample } = { ...state.last };
  const rules: { [rule: string]: RuleState } = { ...state.rules };
  const transitions: Transition[] = [];
  const series = seriesOf(readings.filter(({ channel, at }) => counts(terms, channel, at)));
  // A span that has ended was judged to its end: what is read in it now is late.
  let late = terms.until !== null && series.size > 0 && Object.keys(state.last).length > 0;
  let { signals } = state;
  for (const channel of channels) {
    const before = state.last[channel];
    const samples = [...(series.get(channel) ?? [])];
    const news = before === undefined ? samples : samples.filter((sample) => sample.at > before.at);
    late ||= samples.some(
      (sample) => before !== undefined && sample.at <= before.at && !repeats(sample, before),
    );
    for (const rule of terms.profile.rules) {
      if (rule.channel !== channel || (news.length === 0 && before === undefined)) continue;
      rules[rule.id] = follow(rule, ownRule(state.rules, rule.id), before, news, terms, asOf, transitions);
    }
    signals = followSignals(signals, channel, news, terms);
    const newest = news.at(-1);
    if (newest !== undefined) last[channel] = newest;
  }
  return { state: { last, rules, signals }, transitions: transitions.sort((a, b) => a.at - b.at), late };
}

/** Rules are named by people: one may be called as something that every object has. */
function ownRule(rules: DeviceState['rules'], id: string): RuleState | undefined {
  return Object.hasOwn(rules, id) ? rules[id] : undefined;
}

function repeats(sample: Sample, known: Sample): boolean {
  return (
    sample.at === known.at &&
    // Of a position only the time is kept.
    (known.values.length === 0 || sample.values.every((value) => known.values.includes(value)))
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
  const { profile, since, until, phases } = terms;
  let { latest } = state;
  const fold = new LimitFold(rule, forceOf(rule.phases, { from: since, to: Infinity, phases }), {
    fired({ from, firedAt }) {
      latest = { from, firedAt: firedAt!, closedAt: null };
      transitions.push({ kind: 'opened', rule: rule.id, at: firedAt!, from });
    },
    ended({ from, firedAt, until: at }, seenAt) {
      if (firedAt === null || latest === null) return;
      // Of a cumulative rule every later run ends too; its one excursion is closed once.
      if (latest.closedAt === null) transitions.push({ kind: 'closed', rule: rule.id, at, from });
      latest = { ...latest, closedAt: seenAt };
    },
  });
  const rates =
    rule.rateWindowMs === null ? null : new RateFold(rule.rateWindowMs, profile.maxGapMs, state.rate);
  let previous = rates === null ? before : (state.rate?.last ?? undefined);
  let isLost = state.rate?.isLost ?? false;
  if (previous !== undefined) {
    fold.resume(previous.at, judgedValue(rule.limit, previous.values), state.episode);
    if (isLost) fold.lose(previous.at);
  }
  for (const read of news) {
    const sample = rates === null ? read : rates.see(read);
    const end = previous === undefined || isLost ? read.at : holdEnd(previous.at, read.at, profile);
    if (end < read.at) fold.lose(end);
    if (sample !== null) {
      fold.see(sample.at, judgedValue(rule.limit, sample.values));
      previous = sample;
      isLost = false;
    } else if (previous !== undefined) {
      // A gap before a reading that has no rate yet: nothing holds on from the last one, but time goes on.
      fold.lose(read.at);
      previous = { ...previous, at: read.at };
      isLost = true;
    }
  }
  if (until !== null && previous !== undefined) {
    if (!isLost) fold.lose(Math.min(previous.at + profile.reportingIntervalMs, until));
    fold.finish(until, false);
  }
  const followed = {
    episode: fold.episode,
    latest,
    ...(rates !== null && { rate: { ...rates.state, last: previous ?? null, isLost } }),
  };
  fold.moveTo(Math.min(asOf, until ?? Infinity, (previous?.at ?? -Infinity) + profile.reportingIntervalMs));
  return followed;
}

/**
 * All alarms that a state and what came since amount to, and what else stands, spelled so that equal alarms are equal
 * texts; empty where there are none.
 */
export function spellAlarms(
  state: DeviceState,
  transitions: readonly Transition[],
  notices: readonly string[],
): string {
  const latest = Object.entries(state.rules).flatMap(([rule, { latest: mark }]) =>
    mark === null ? [] : [`${rule} ${mark.from} ${mark.closedAt !== null}`],
  );
  const since = transitions.map(({ kind, rule, from }) => `${rule} ${from} ${kind}`);
  return [...latest, ...since, ...notices].join('\n');
}
