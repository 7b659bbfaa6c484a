import { ChannelInTime } from './channel-in-time.ts';
import type { Findings } from './check.ts';
import { Episodes, type Excursion, excursionsAmong } from './excursion.ts';
import { judgedValue } from './limit.ts';
import { meanKineticTemperatureOf } from './mean-kinetic-temperature.ts';
import type { LimitRule, Profile } from './profile.ts';
import { ratesOf } from './rate.ts';
import { type Channel, channels, isMeasured } from './reading.ts';
import { roundResult } from './rounding.ts';
import { RuleInTime } from './rule-in-time.ts';
import { type Series, within } from './series.ts';
import type { Finding } from './signals/finding.ts';
import { findingsOf } from './signals/signals.ts';
import type { Span } from './span.ts';
import type { Terms } from './terms.ts';
import { type Hold, type Timeline, timelineOf } from './timeline.ts';
import { lifeUsed } from './vial-monitor.ts';

/** A span whose caller says which of its ends are only the record's own. */
export type JudgedSpan = Span & {
  /** What is known of the journey and the sensor beside its readings. */
  readonly known?: Pick<Terms, 'route' | 'calibratedUntil'> & { readonly findings: readonly Finding[] };
  readonly recordOnly?: { readonly from: boolean; readonly to: boolean };
  /** The profile's interval was replaced by the device's own. */
  readonly ownInterval?: boolean;
};

/** Every excursion of a record, by `from`, then by rule. */
export function excursionsOf(series: Series, profile: Profile, span: Span): readonly Excursion[] {
  return sorted(
    profile.rules.flatMap((rule) => {
      const episodes = new Episodes(rule, span);
      for (const hold of timelineFor(rule, series, profile, span).holds)
        episodes.see(hold, judgedValue(rule.limit, hold.sample.values));
      return excursionsAmong(rule, episodes.end());
    }),
  );
}

function sorted(excursions: readonly Excursion[]): readonly Excursion[] {
  return excursions.toSorted((a, b) => a.from - b.from || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
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
  const ofChannels = new Map<Channel, ChannelInTime>();
  for (const channel of channels)
    if (named.has(channel) || (series.has(channel) && isMeasured(channel)))
      ofChannels.set(
        channel,
        new ChannelInTime(channel, timelineFor({ channel, rateWindowMs: null }, series, profile, span)),
      );
  const rules = profile.rules.map((rule) => {
    const timeline =
      rule.rateWindowMs === null
        ? ofChannels.get(rule.channel)!.timeline
        : timelineFor(rule, series, profile, span);
    return new RuleInTime(rule, timeline, profile, span);
  });
  followAll([...ofChannels.values(), ...rules]);
  const used = new Set<Channel>(profile.rules.filter(({ judges }) => judges).map(({ channel }) => channel));
  if (profile.meanKineticTemperature !== null) used.add('temperature');
  return {
    profile,
    span,
    recordOnly: span.recordOnly ?? { from: false, to: false },
    ownInterval: span.ownInterval ?? false,
    hasRoute: span.known?.route != null,
    channels: new Map([...ofChannels].map(([channel, inTime]) => [channel, inTime.finding()])),
    usedChannels: channels.filter((channel) => used.has(channel)),
    rules: rules.map((inTime) => inTime.finding()),
    excursions: sorted(rules.flatMap((inTime) => inTime.excursions())),
    meanKineticTemperature:
      profile.meanKineticTemperature === null
        ? null
        : meanKineticTemperatureOf(
            ofChannels.get('temperature')!.timeline,
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

/** Goes through each timeline once, however many follow it. */
function followAll(all: readonly { readonly timeline: Timeline; see(hold: Hold): void }[]): void {
  for (const [timeline, followers] of Map.groupBy(all, (each) => each.timeline))
    for (const hold of timeline.holds) for (const follower of followers) follower.see(hold);
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
