import type { RecordMeasurements, RuleMeasurement } from './check.ts';
import { asUnreadable, loneReadings, withoutFaultCodes } from './classify-samples.ts';
import { Episodes, type Excursion, excursionsAmong } from './excursion.ts';
import { isPlainlyInside, knownAt } from './off-scale.ts';
import type { LimitRule, Profile } from '../model/profile.ts';
import { remembered } from './remembered.ts';
import { isTouched } from './touched-rules.ts';
import { type Channel, channels, measuredChannels } from '../model/reading.ts';
import { measuredOn, meanOn, timelineFor } from './record-timelines.ts';
import { spanOfRule } from './rule-span.ts';
import { RuleEvaluator } from './rule-evaluator.ts';
import type { Sample } from './samples.ts';
import { type DeviceRecord, within } from './series.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { loneReadingDiagnostics } from './diagnostics/lone-readings.ts';
import { diagnosticsOf } from './diagnostics/diagnostics.ts';
import type { Span } from './span.ts';
import type { EvaluationContext } from './evaluation-context.ts';
import type { Moment, Timeline } from './timeline.ts';
import { lifeUsed } from './vial-monitor.ts';

/** A span, with the information which of its ends are only those of the record. */
export type EvaluatedSpan = Span & {
  /** What is known about the journey and the sensor apart from the readings. */
  readonly known?: Partial<Pick<EvaluationContext, 'route' | 'calibratedUntil'>> & {
    readonly findings?: readonly Diagnostic[];
    /** What was sent but not understood, one sentence each. It prevents a release. */
    readonly notUnderstood?: readonly string[];
  };
  readonly recordOnly?: { readonly from: boolean; readonly to: boolean };
  /** The profile's reporting interval was replaced by the device's own. */
  readonly ownInterval?: boolean;
};

/** Returns every excursion of a record, by `from`, then by rule. */
export function excursionsOf(given: DeviceRecord, profile: Profile, span: Span): readonly Excursion[] {
  const record = withoutFaultCodes(given);
  return sorted(
    profile.rules.flatMap((rule) => {
      const own = spanOfRule(rule, span);
      const unreadable = record.unreadable.get(rule.channel) ?? [];
      const samples = record.series.get(rule.channel) ?? [];
      if (rule.rateWindowMs === null && !isTouched(rule, { samples, unreadable })) return [];
      return excursionsAmong(rule, episodesOf(rule, timelineFor(rule, record, profile, own), own));
    }),
  );
}

function episodesOf(rule: LimitRule, { moments }: Timeline, span: Span) {
  const episodes = new Episodes(rule, span);
  for (const moment of moments)
    if (episodes.idleUntil < moment.at || !isPlainlyInside(rule, moment))
      episodes.see(moment, knownAt(rule, moment));
  return episodes.end();
}

function sorted(excursions: readonly Excursion[]): readonly Excursion[] {
  return excursions.toSorted((a, b) => a.from - b.from || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}

/** Measures everything in a record that the checks of a verdict need. */
export function measureRecord(
  given: DeviceRecord,
  profile: Profile,
  span: EvaluatedSpan,
): RecordMeasurements {
  const record = withoutFaultCodes(given);
  const { series, unreadable } = record;
  const named = new Set<Channel>(profile.rules.map(({ channel }) => channel));
  if (limitsTemperature(profile)) named.add('temperature');
  const timelines = new Map<Channel, Timeline>();
  for (const channel of measuredChannels)
    if (named.has(channel) || series.has(channel) || unreadable.has(channel))
      timelines.set(channel, timelineFor({ channel, rateWindowMs: null }, record, profile, span));
  const rules = profile.rules.map((rule) => {
    const own = spanOfRule(rule, span);
    const timeline =
      rule.rateWindowMs === null && rule.own === undefined
        ? timelines.get(rule.channel)!
        : timelineFor(rule, record, profile, own);
    return new RuleEvaluator(rule, timeline, profile, own);
  });
  followAll(rules.filter((each) => each.isTouched));
  const celsius = series.get('temperature') ?? [];
  const lone = loneReadings(celsius, profile.maxGapMs);
  return {
    profile,
    span,
    recordOnly: span.recordOnly ?? { from: false, to: false },
    ownInterval: span.ownInterval ?? false,
    hasRoute: span.known?.route != null,
    channels: new Map([...timelines].map(([channel, each]) => [channel, measuredOn(channel, each)])),
    usedChannels: usedChannelsOf(profile),
    rules: rules.map((each) => withLoneReadings(each.finding(), record, lone, profile, span)),
    excursions: sorted(rules.flatMap((each) => each.excursions())),
    meanKineticTemperature:
      profile.meanKineticTemperature === null
        ? null
        : meanOn(timelines.get('temperature')!, profile.meanKineticTemperature),
    vialMonitorLife:
      profile.vialMonitor === null
        ? null
        : lifeUsed(profile.vialMonitor, heatTimeline(record, profile, span)),
    notUnderstood: span.known?.notUnderstood ?? [],
    found: diagnosticsIn(record, profile, span, lone),
  };
}

/**
 * Marks a rule that rejects if it fired only because of lone readings, which point to the sensor rather than the goods.
 */
function withLoneReadings(
  finding: RuleMeasurement,
  { series, unreadable }: DeviceRecord,
  lone: readonly Sample[],
  profile: Profile,
  span: Span,
): RuleMeasurement {
  const { rule, firedAt } = finding;
  if (!rule.rejects || firedAt === null || lone.length === 0 || rule.channel !== 'temperature')
    return finding;
  const others = asUnreadable(series.get('temperature')!, unreadable.get('temperature') ?? [], lone);
  const record = {
    series: new Map(series).set('temperature', others.samples),
    unreadable: new Map(unreadable).set('temperature', others.unreadable),
  };
  const episodes = episodesOf(rule, timelineFor(rule, record, profile, span), span);
  return episodes.some((each) => each.firedAt !== null) ? finding : { ...finding, isByLoneReadings: true };
}

/** The channels used by a judging rule, an allowance or the mean kinetic temperature. */
export function usedChannelsOf(profile: Profile): readonly Channel[] {
  const used = new Set<Channel>(profile.rules.filter(({ judges }) => judges).map(({ channel }) => channel));
  if (limitsTemperature(profile)) used.add('temperature');
  return channels.filter((channel) => used.has(channel));
}

/** Whether a profile limits the temperature by other means than rules. */
function limitsTemperature({
  meanKineticTemperature,
  allowances,
  freezeThaw,
}: Pick<Profile, 'meanKineticTemperature' | 'allowances' | 'freezeThaw'>): boolean {
  return meanKineticTemperature !== null || allowances.length > 0 || freezeThaw !== null;
}

/** Reads each timeline once, however many followers it has. */
function followAll(all: readonly { readonly timeline: Timeline; see(moment: Moment): void }[]): void {
  for (const [timeline, followers] of Map.groupBy(all, (each) => each.timeline))
    for (const moment of timeline.moments) for (const follower of followers) follower.see(moment);
}

/**
 * The timeline for heat, which adds up: here the last reading is valid for a whole interval even if the journey's end
 * is unknown.
 */
function heatTimeline(record: DeviceRecord, profile: Profile, span: EvaluatedSpan): Timeline {
  const to = span.to + (span.recordOnly?.to === true ? profile.reportingIntervalMs : 0);
  return timelineFor({ channel: 'temperature', rateWindowMs: null }, record, profile, { ...span, to });
}

function diagnosticsIn(
  record: DeviceRecord,
  profile: Profile,
  span: EvaluatedSpan,
  lone: readonly Sample[],
): readonly Diagnostic[] {
  const { route = null, calibratedUntil = null, findings = [] } = span.known ?? {};
  const { from: since, to, open, phases } = span;
  const context = {
    profile,
    attachedAt: since,
    since,
    until: open ? null : to,
    phases,
    route,
    calibratedUntil,
  };
  const { health, journeyRules, maxGapMs, reportingIntervalMs } = profile;
  const asked = { ...context, profile: { health, journeyRules, maxGapMs, reportingIntervalMs }, to };
  const found = remembered(record, `diagnostics ${JSON.stringify(asked)}`, () =>
    diagnosticsOf(
      new Map([...record.series].map(([channel, samples]) => [channel, within(samples, span)])),
      context,
      to,
    ),
  );
  const alone = lone.filter(({ at }) => at >= since && at <= to);
  return [...found, ...loneReadingDiagnostics(alone), ...findings].sort((a, b) => a.from - b.from);
}
