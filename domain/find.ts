import type { ChannelFinding, Findings, RuleFinding } from './check.ts';
import { coverageOf } from './coverage.ts';
import { type Excursion, episodesOf, excursionsAmong } from './excursion.ts';
import type { Episode } from './limit-fold.ts';
import { meanKineticTemperatureOf, meanOf } from './mean-kinetic-temperature.ts';
import type { LimitRule, Profile } from './profile.ts';
import { ratesOf } from './rate.ts';
import { type Channel, channels, isMeasured } from './reading.ts';
import { roundResult } from './rounding.ts';
import { type Series, within } from './series.ts';
import type { Finding } from './signals/finding.ts';
import { findingsOf } from './signals/signals.ts';
import { type Span, forceOf } from './span.ts';
import type { Terms } from './terms.ts';
import { type Timeline, timelineOf } from './timeline.ts';
import { lifeUsed } from './vial-monitor.ts';
import { isDoubtful, worstCaseMs } from './worst-case.ts';

/** A span whose caller says which of its ends are only the record's own. */
export type JudgedSpan = Span & {
  /** What is known of the journey and the sensor beside its readings. */
  readonly known?: Pick<Terms, 'route' | 'calibratedUntil'> & { readonly findings: readonly Finding[] };
  readonly recordOnly?: { readonly from: boolean; readonly to: boolean };
  /** The profile's interval was replaced by the device's own. */
  readonly ownInterval?: boolean;
};

/** Every excursion of a record, by `from`, then by rule. */
export function excursionsOf(
  series: Series,
  profile: Profile,
  span: Span,
  episodesFor: (rule: LimitRule) => readonly Episode[] = (rule) =>
    episodesOf(rule, timelineFor(rule, series, profile, span), span),
): readonly Excursion[] {
  return profile.rules
    .flatMap((rule) => excursionsAmong(rule, episodesFor(rule)))
    .sort((a, b) => a.from - b.from || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}

/** A channel in time; of a rule on a rate of change, the rates. */
function timelineFor(
  { channel, rateWindowMs }: Pick<LimitRule, 'rateWindowMs'> & { readonly channel: Channel },
  series: Series,
  profile: Profile,
  span: Span,
): Timeline {
  const samples = within(series.get(channel) ?? [], span);
  const judged = rateWindowMs === null ? samples : ratesOf(samples, rateWindowMs, profile.maxGapMs);
  return timelineOf(judged, span.from, span.to, profile);
}

/** Looks at a record in all that the checks of a verdict ask. */
export function find(series: Series, profile: Profile, span: JudgedSpan): Findings {
  const named = new Set<Channel>(profile.rules.map(({ channel }) => channel));
  if (profile.meanKineticTemperature !== null) named.add('temperature');
  const timelines = new Map<Channel, Timeline>();
  for (const channel of channels)
    if (named.has(channel) || (series.has(channel) && isMeasured(channel)))
      timelines.set(channel, timelineFor({ channel, rateWindowMs: null }, series, profile, span));
  const judged = new Map(
    profile.rules.map((rule) => {
      const timeline =
        rule.rateWindowMs === null ? timelines.get(rule.channel)! : timelineFor(rule, series, profile, span);
      return [rule, { timeline, episodes: episodesOf(rule, timeline, span) }];
    }),
  );
  const used = new Set<Channel>(profile.rules.filter(({ judges }) => judges).map(({ channel }) => channel));
  if (profile.meanKineticTemperature !== null) used.add('temperature');
  return {
    profile,
    span,
    recordOnly: span.recordOnly ?? { from: false, to: false },
    ownInterval: span.ownInterval ?? false,
    hasRoute: span.known?.route != null,
    channels: new Map([...timelines].map(([channel, timeline]) => [channel, findChannel(channel, timeline)])),
    usedChannels: channels.filter((channel) => used.has(channel)),
    rules: [...judged].map(([rule, { timeline, episodes }]) =>
      findRule(rule, timeline, episodes, profile, span),
    ),
    excursions: excursionsOf(series, profile, span, (rule) => judged.get(rule)!.episodes),
    meanKineticTemperature:
      profile.meanKineticTemperature === null
        ? null
        : meanKineticTemperatureOf(
            timelines.get('temperature')!,
            profile.meanKineticTemperature,
            roundResult,
          ),
    vialMonitorLife:
      profile.vialMonitor === null
        ? null
        : lifeUsed(profile.vialMonitor, heatTimeline(series, profile, span)),
    found: whatIsFound(series, profile, span),
  };
}

/** The record's last reading holds a whole interval here even where nobody said when the journey ended: heat adds up. */
function heatTimeline(series: Series, profile: Profile, span: JudgedSpan): Timeline {
  const to = span.to + (span.recordOnly?.to === true ? profile.reportingIntervalMs : 0);
  return timelineFor({ channel: 'temperature', rateWindowMs: null }, series, profile, { ...span, to });
}

function whatIsFound(series: Series, profile: Profile, span: JudgedSpan): readonly Finding[] {
  const { route = null, calibratedUntil = null, findings = [] } = span.known ?? {};
  const judged = new Map([...series].map(([channel, samples]) => [channel, within(samples, span)]));
  const { from: since, to, open, phases } = span;
  const terms = {
    profile,
    attachedAt: since,
    since,
    until: open ? null : to,
    phases,
    route,
    calibratedUntil,
  };
  // What may come is for whoever can still do something, not for a verdict.
  const found = findingsOf(judged, terms, to).filter(({ kind }) => kind !== 'limit-ahead');
  return [...found, ...findings].sort((a, b) => a.from - b.from);
}

function findChannel(channel: Channel, timeline: Timeline): ChannelFinding {
  let [differing, min, max] = [0, Infinity, -Infinity];
  for (const {
    sample: { values, differs },
  } of timeline.holds) {
    if (differs) differing++;
    min = Math.min(min, values[0]!);
    max = Math.max(max, values.at(-1)!);
  }
  const counted = { readings: timeline.length, differing };
  const coverage = coverageOf(timeline);
  if (channel === 'location' || timeline.length === 0)
    return { ...counted, min: null, max: null, mean: null, coverage };
  const mean = meanOf(timeline);
  return { ...counted, min, max, mean: mean === null ? null : roundResult(mean), coverage };
}

function findRule(
  rule: LimitRule,
  timeline: Timeline,
  episodes: readonly Episode[],
  profile: Profile,
  span: Span,
): RuleFinding {
  const { initially, switches } = forceOf(rule.phases, span);
  if (timeline.length === 0 || (!initially && switches.length === 0))
    return {
      rule,
      outcome: 'not-applicable',
      observedMs: null,
      worstCase: 'not-applicable',
      worstCaseMs: null,
      doubtfulMs: null,
      firedAt: null,
    };
  const firings = episodes.flatMap(({ firedAt }) => (firedAt === null ? [] : [firedAt]));
  const lengths = episodes.map(({ observedMs }) => observedMs);
  const finding = {
    rule,
    outcome: firings.length > 0 ? 'fail' : 'pass',
    observedMs:
      rule.allowance.mode === 'consecutive'
        ? lengths.reduce((longest, length) => Math.max(longest, length), 0)
        : lengths.reduce((sum, length) => sum + length, 0),
    firedAt: firings.reduce<number | null>((first, at) => Math.min(first ?? at, at), null),
  } as const;
  const { allowance } = rule;
  if (allowance.mode === 'instant')
    return { ...finding, worstCase: 'not-applicable', worstCaseMs: null, doubtfulMs: null };
  const doubtfulMs = worstCaseMs(rule, timeline, span, isDoubtful(rule, profile.longestGapMs));
  const breaks =
    allowance.firesWhen === 'reached'
      ? doubtfulMs >= allowance.milliseconds
      : doubtfulMs > allowance.milliseconds;
  return {
    ...finding,
    worstCase: breaks ? 'fail' : 'pass',
    worstCaseMs: worstCaseMs(rule, timeline, span, () => true),
    doubtfulMs,
  };
}
