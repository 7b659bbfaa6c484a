import { type DeviceState, type RuleState, type UnreadableState, isMisplaced } from './device-state.ts';
import { valueJumpAfter } from './value-jump.ts';
import { LimitTracker } from './limit-tracker.ts';
import { type Known, type NewMoment, newMomentsOf, unreadableAfter } from './new-samples.ts';
import { isValidAfter, knownAt } from './off-scale.ts';
import type { LimitRule } from '../model/profile.ts';
import { advanceOnFastPath } from './fast-path.ts';
import { RateTracker } from './rate.ts';
import { cadenceOfRule, endOfRule, firstEnd, startOfRule } from './rule-span.ts';
import { type Channel, type Reading, channels } from '../model/reading.ts';
import type { Sample } from './samples.ts';
import { recordOf } from './series.ts';
import { followDiagnostics } from './diagnostics/diagnostics.ts';
import { activePeriodsOf } from './span.ts';
import { type EvaluationContext, counts } from './evaluation-context.ts';
import { validityEnd } from './timeline.ts';

const nothingHappened: readonly Transition[] = [];

/** An excursion opened, or the run that opened it ended. */
export type Transition = {
  readonly kind: 'opened' | 'closed';
  readonly rule: string;
  /** When the rule fired, or when the run ended. */
  readonly at: number;
  readonly from: number;
};

export type IncrementEvaluation = {
  readonly state: DeviceState;
  /** Sorted by time, then by the order of the profile's rules. */
  readonly transitions: readonly Transition[];
  /** Something is not newer than what was already evaluated, so the whole record must be evaluated instead. */
  readonly late: boolean;
};

/**
 * Evaluates the readings that arrived since `state`. They may be in any order; a reading that is not newer than the
 * last one of its channel makes the result `late`, unless it repeats that reading. With `asOf`, the newest reading also
 * counts as valid up to that moment, for one reporting interval at most; this affects the transitions but never the
 * state.
 */
export function evaluateIncrement(
  state: DeviceState,
  readings: readonly Reading[],
  context: EvaluationContext,
  asOf = -Infinity,
): IncrementEvaluation {
  const fast = advanceOnFastPath(state, readings, context);
  if (fast !== null) return { state: fast, transitions: nothingHappened, late: false };
  const last: { [channel in Channel]?: Sample } = { ...state.last };
  const unreadable: { [channel in Channel]?: UnreadableState } = { ...state.unreadable };
  const rules: { [rule: string]: RuleState } = { ...state.rules };
  const transitions: Transition[] = [];
  const counted = readings.filter(({ channel, at }) => counts(context, channel, at));
  const record = recordOf(counted);
  // A span that has ended was already evaluated to its end, so any reading within it is late.
  const end = firstEnd(context.profile, context.until, context.phases);
  let late =
    end !== null &&
    counted.some(({ at }) => Math.round(at) <= end) &&
    Object.keys(state.last).length + Object.keys(state.unreadable).length > 0;
  let { diagnostics, jump } = state;
  for (const channel of channels) {
    const known = { sample: state.last[channel], unreadable: state.unreadable[channel] };
    const incoming = newMomentsOf(channel, record, known);
    late ||= incoming.late;
    for (const rule of context.profile.rules) {
      if (rule.channel !== channel) continue;
      if (incoming.moments.length === 0 && known.sample === undefined && known.unreadable === undefined)
        continue;
      rules[rule.id] = follow(
        rule,
        ownRule(state.rules, rule.id),
        known,
        incoming.moments,
        context,
        asOf,
        transitions,
      );
    }
    diagnostics = followDiagnostics(diagnostics, channel, incoming.samples, context);
    if (channel === 'temperature') jump = valueJumpAfter(jump, known.sample, incoming.samples);
    const newest =
      channel === 'backlog'
        ? lastBacklog(known.sample, incoming.samples, context.attachedAt)
        : incoming.samples.at(-1);
    if (newest !== undefined) last[channel] = newest;
    const pending = unreadableAfter(known.unreadable, incoming.moments);
    if (pending === undefined) delete unreadable[channel];
    else unreadable[channel] = pending;
  }
  return {
    state: { last, unreadable, jump, rules, diagnostics },
    transitions: transitions.sort((a, b) => a.at - b.at),
    late,
  };
}

/** What is kept of late messages: the last one that is misplaced, because its day is still to be counted, or else the last. */
function lastBacklog(
  known: Sample | undefined,
  incoming: readonly Sample[],
  attachedAt: number,
): Sample | undefined {
  const all = known === undefined ? incoming : [known, ...incoming];
  return all.findLast((each) => isMisplaced(each, attachedAt)) ?? all.at(-1);
}

/** People choose the ids of rules, so an id may equal the name of a property that every object has. */
function ownRule(rules: DeviceState['rules'], id: string): RuleState | undefined {
  return Object.hasOwn(rules, id) ? rules[id] : undefined;
}

function follow(
  rule: LimitRule,
  recorded: RuleState | undefined,
  known: Known,
  incoming: readonly NewMoment[],
  context: EvaluationContext,
  asOf: number,
  transitions: Transition[],
): RuleState {
  const { profile, phases } = context;
  const since = startOfRule(rule, context.since, phases);
  const until = endOfRule(rule, context.until, phases);
  // Where the time of other rules goes on, this one was already evaluated to its end.
  if (recorded !== undefined && until !== context.until) return recorded;
  const state = recorded ?? { episode: null, latest: null };
  const cadence = cadenceOfRule(rule, profile);
  let { latest } = state;
  const fold = new LimitTracker(rule, activePeriodsOf(rule.phases, { from: since, to: Infinity, phases }), {
    fired({ from, firedAt }) {
      latest = { from, firedAt: firedAt!, closedAt: null };
      transitions.push({ kind: 'opened', rule: rule.id, at: firedAt!, from });
    },
    ended({ from, firedAt, until: at }, seenAt) {
      if (firedAt === null || latest === null) return;
      // Later runs of a cumulative rule end too, but its one excursion is closed only once.
      if (latest.closedAt === null) transitions.push({ kind: 'closed', rule: rule.id, at, from });
      latest = { ...latest, closedAt: seenAt };
    },
  });
  const rates =
    rule.rateWindowMs === null ? null : new RateTracker(rule.rateWindowMs, cadence.maxGapMs, state.rate);
  let previous = rates === null ? lastOf(rule, known) : lastRateOf(state.rate);
  if (previous !== null && (previous.at < since || previous.at > (until ?? Infinity))) previous = null;
  if (previous !== null) fold.resume(previous.at, previous.isLost ? null : previous.known, state.episode);
  for (const moment of incoming) {
    const { at, unreadable } = moment;
    if (at < since || at > (until ?? Infinity)) continue;
    const sample = rates === null || moment.sample === null ? moment.sample : rates.see(moment.sample);
    const end = previous === null || previous.isLost ? at : validityEnd(previous.at, at, cadence);
    if (end < at) fold.lose(end);
    const now = knownAt(rule, { sample, unreadable });
    if (now === 'off-scale') fold.assume(at);
    else if (now !== null) fold.see(at, now);
    // The last value is no longer valid, but time moves on.
    const isLost = now === null || !isValidAfter(rule, moment);
    if (isLost && (previous !== null || now !== null)) fold.lose(at);
    if (now !== null || previous !== null) previous = { at, known: now ?? previous!.known, isLost };
  }
  if (until !== null && previous !== null) {
    if (!previous.isLost) fold.lose(Math.min(previous.at + profile.reportingIntervalMs, until));
    fold.finish(until, false);
  }
  const followed = {
    episode: fold.episode,
    latest,
    ...(rates !== null && { rate: { ...rates.state, ...rateState(previous) } }),
  };
  fold.moveTo(Math.min(asOf, until ?? Infinity, (previous?.at ?? -Infinity) + profile.reportingIntervalMs));
  return followed;
}

/** What a rule last knew: the time, the value, and whether the value is no longer valid. */
type Previous = {
  readonly at: number;
  readonly known: ReturnType<typeof knownAt>;
  readonly isLost: boolean;
};

function lastOf(rule: LimitRule, { sample, unreadable }: Known): Previous | null {
  if (unreadable === undefined)
    return sample === undefined
      ? null
      : { at: sample.at, known: knownAt(rule, { sample, unreadable: null }), isLost: false };
  const now = { sample: sample?.at === unreadable.at ? sample : null, unreadable };
  const known = knownAt(rule, now);
  return { at: unreadable.at, known, isLost: known === null || !isValidAfter(rule, now) };
}

function lastRateOf(rate: RuleState['rate']): Previous | null {
  if (rate?.last == null) return null;
  const { at, values } = rate.last;
  return { at, known: values[0]!, isLost: rate.isLost };
}

/** The last rate in the form in which it is stored; a rate is a single number. */
function rateState(previous: Previous | null) {
  if (previous === null) return { last: null, isLost: false };
  const { at, known, isLost } = previous;
  return { last: { at, values: [known as number], differs: false }, isLost };
}

/**
 * Spells out the alarms that follow from a state and its new transitions, and the other open notices, so that two texts
 * are equal exactly when the alarms are. Empty if there are none.
 */
export function serialiseAlarms(
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
