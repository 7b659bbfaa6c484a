import type { LimitRule } from '../model/profile.ts';
import type { Channel } from '../model/reading.ts';
import { duration, limitInWords, moment, percent } from '../model/wording.ts';
import type { Check } from './check.ts';
import { meaningOfCode } from './fault-codes.ts';
import { allowanceOf, problemOf, timeOutside } from '../model/rule-in-words.ts';
import { type Span, firstArrivalOf, firstDepartureOf } from './span.ts';

/** Reports what is not an excursion but must be known: the sensor's health, the journey, a vial monitor's life. */
export const diagnosticsReported: Check = ({ profile, vialMonitorLife, found }) => {
  const sentences = found.map(({ sentence }) => sentence);
  if (vialMonitorLife !== null)
    sentences.push(
      `Heat has used ${percent(vialMonitorLife)} of the life of a ${profile.vialMonitor} (computed). Freezing is not included.`,
    );
  return sentences.map((sentence) => ({ outcome: 'note', sentence }));
};

/** The highest mean kinetic temperature over the profile's window must not exceed its limit. */
export const meanKineticTemperatureHolds: Check = ({ profile, meanKineticTemperature }) => {
  const limit = profile.meanKineticTemperature;
  if (limit === null || meanKineticTemperature === null) return [];
  const { celsius, windowMs, from, to } = meanKineticTemperature;
  const window = `over ${duration(windowMs)}`;
  if (celsius === null)
    return [
      {
        outcome: 'fail',
        sentence: `The mean kinetic temperature ${window} is unknown: too little time was monitored.`,
      },
    ];
  // Near the limit, all decimals are needed to show on which side the value is.
  const decimals = Math.abs(celsius - limit.maxCelsius) < 0.01 ? 6 : 2;
  const value = `mean kinetic temperature of ${celsius.toFixed(decimals)} °C ${window}`;
  const allowed = `(allowed: at most ${limit.maxCelsius} °C)`;
  return celsius <= limit.maxCelsius
    ? [{ outcome: 'pass', sentence: `Within limits: ${value} ${allowed}.` }]
    : [
        {
          outcome: 'fail',
          sentence: `Too warm: ${value} from ${moment(from!)} to ${moment(to!)} ${allowed}.`,
        },
      ];
};

/**
 * Everything sent within the span must be understood: every row has a time, and no message was refused or misplaced.
 */
export const messagesAreUnderstood: Check = ({ notUnderstood }) =>
  notUnderstood.map((sentence) => ({ outcome: 'fail', sentence }));

/** A record needs at least two readings. */
export const recordHasTwoReadings: Check = ({ channels, usedChannels }) => {
  const countOf = (channel: Channel): number => channels.get(channel)!.readings;
  // If no rule uses a channel, any channel will do.
  const fullest = [...channels.keys()].sort((a, b) => countOf(b) - countOf(a)).slice(0, 1);
  return (usedChannels.length > 0 ? usedChannels : fullest)
    .filter((channel) => countOf(channel) < 2)
    .map((channel) => ({
      outcome: 'fail',
      sentence: `${countOf(channel) === 0 ? 'No reading' : 'Only one reading'} of ${channel} in the evaluated time: a release needs at least two.`,
    }));
};

/** Every channel in use must be monitored for long enough and without too long a gap. */
export const recordIsComplete: Check = ({ profile, channels, usedChannels }) =>
  usedChannels.map((channel) => {
    const { readings, coverage } = channels.get(channel)!;
    if (readings === 0)
      return { outcome: 'fail', sentence: `The record is incomplete: it has no readings of ${channel}.` };
    const shortfalls: string[] = [];
    const monitored = coverage.ratio === null ? 'none' : percent(coverage.ratio);
    if (coverage.ratio === null || coverage.ratio < profile.minimumCoverage)
      shortfalls.push(`${monitored} of the time monitored (required: ${percent(profile.minimumCoverage)})`);
    const tooLong = coverage.gaps.filter(({ from, to }) => to - from > profile.longestGapMs);
    if (tooLong.length > 0) {
      const longest = tooLong.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a));
      const count = tooLong.length === 1 ? 'one gap' : `${tooLong.length} gaps, the longest`;
      shortfalls.push(
        `${count} of ${duration(longest.to - longest.from)} from ${moment(longest.from)} (allowed: ${duration(profile.longestGapMs)})`,
      );
    }
    return shortfalls.length === 0
      ? { outcome: 'pass', sentence: `The record of ${channel} is complete: ${monitored} monitored.` }
      : { outcome: 'fail', sentence: `The record of ${channel} is incomplete: ${shortfalls.join('; ')}.` };
  });

/** Every judging rule must pass on observed time. If a rule that rejects fires, the check recommends rejection. */
export const rulesHold: Check = ({ rules, channels, span }) =>
  rules.map(({ rule, outcome, observedMs, firedAt, isByLoneReadings }) => {
    const id = `Rule ${rule.id}`;
    if (outcome === 'not-applicable') {
      const reason =
        channels.get(rule.channel)!.readings === 0
          ? `the record has no ${rule.channel}`
          : rule.phases === null
            ? `the record is too short for a change over ${duration(rule.rateWindowMs!)}`
            : `its phase (${rule.phases.join(', ')}) is not part of the evaluated time`;
      if (rule.judges && isNeverRecorded(rule, span))
        return {
          outcome: 'fail',
          sentence: `${id} was not evaluated: its phase (${rule.phases!.join(', ')}) was never recorded. Declare departure and arrival.`,
        };
      const sentence = `${id} was not evaluated: ${reason}.`;
      return { outcome: rule.judges ? 'not-applicable' : 'note', sentence };
    }
    if (outcome === 'pass')
      return {
        outcome: rule.judges ? 'pass' : 'note',
        sentence: `Within limits: ${timeOutside(rule, observedMs!)} ${allowanceOf(rule)}. ${id}.`,
      };
    // A single reading has no duration.
    const outside = observedMs === 0 ? limitInWords(rule) : timeOutside(rule, observedMs!);
    const sentence = `${problemOf(rule)}: ${outside} ${allowanceOf(rule)}. Alarm at ${moment(firedAt!)}. ${id}.`;
    if (!rule.judges) return { outcome: 'note', sentence: `${sentence} This rule only warns.` };
    if (isByLoneReadings)
      return {
        outcome: 'fail',
        sentence: `${sentence} The alarm depends on lone readings: check the goods and the sensor before you reject the goods.`,
      };
    return rule.rejects ? { outcome: 'fail', rejects: true, sentence } : { outcome: 'fail', sentence };
  });

/**
 * The journey ended without the boundary that would have started the rule's phase, so the phase may have been at any
 * time.
 */
function isNeverRecorded({ phases }: LimitRule, { open, phases: boundaries }: Span): boolean {
  if (phases === null || boundaries === null || open) return false;
  const arrivedAt = firstArrivalOf(boundaries);
  return (
    (phases.includes('in-transit') && firstDepartureOf(boundaries) === null && arrivedAt === null) ||
    (phases.includes('destination') && arrivedAt === null)
  );
}

/** Reports what readers must know about the record itself: its bounds, its phases, repeats that differ. */
export const spanEvaluated: Check = ({
  profile,
  span,
  recordOnly,
  ownInterval,
  usedChannels,
  channels,
  hasRoute,
}) => {
  const sentences: string[] = [];
  const unknown = [...(recordOnly.from ? ['beginning'] : []), ...(recordOnly.to ? ['end'] : [])];
  if (unknown.length > 0)
    sentences.push(
      `Only the record was evaluated, ${moment(span.from)} to ${moment(span.to)}: the ${unknown.join(' and ')} of the journey ${unknown.length > 1 ? 'are' : 'is'} unknown.`,
    );
  if (ownInterval)
    sentences.push(
      `The device's own interval of ${duration(profile.reportingIntervalMs)} was used instead of the profile's.`,
    );
  if (span.phases === null && profile.rules.some((rule) => rule.phases !== null))
    sentences.push('Departure and arrival are unknown: rules for one phase were applied to the whole time.');
  if (profile.journeyRules.length > 0 && !hasRoute)
    sentences.push(
      `Location rules were not evaluated (${profile.journeyRules.map(({ id }) => id).join(', ')}): the route is unknown.`,
    );
  for (const [channel, { differing }] of channels)
    if (differing > 0)
      sentences.push(
        `${differing} ${differing === 1 ? 'time has' : 'times have'} different values of ${channel}: each rule used the value farthest out of range.`,
      );
  return [
    ...(usedChannels.length === 0
      ? [
          {
            outcome: 'fail' as const,
            sentence:
              'Nothing can be evaluated: the profile has no deciding rule and no limit for the mean kinetic temperature.',
          },
        ]
      : []),
    ...sentences.map((sentence) => ({ outcome: 'note' as const, sentence })),
  ];
};

/** The number of unreadable texts that are quoted. */
const textsNamed = 5;

/**
 * No value of a channel in use may be unreadable within the span. On other channels, unreadable values are only noted.
 */
export const valuesAreReadable: Check = ({ channels, usedChannels }) =>
  [...channels].flatMap(([channel, { unreadable }]) => {
    if (unreadable.length === 0) return [];
    const isUsed = usedChannels.includes(channel);
    const [first, last] = [unreadable[0]!.at, unreadable.at(-1)!.at];
    const when = unreadable.length === 1 ? `at ${moment(first)}` : `from ${moment(first)} to ${moment(last)}`;
    const texts = [...new Set(unreadable.flatMap((each) => each.texts))].sort();
    const named = texts.slice(0, textsNamed).map(quoted);
    const more = texts.length > textsNamed ? ` and ${texts.length - textsNamed} others` : '';
    const what = `${unreadable.length} ${unreadable.length === 1 ? 'value' : 'values'} of ${channel} could not be read ${when}: ${named.join(', ')}${more}`;
    return isUsed
      ? {
          outcome: 'fail',
          sentence: `${what}. The conditions of the goods at ${unreadable.length === 1 ? 'that time' : 'those times'} are unknown.`,
        }
      : { outcome: 'note', sentence: `${what}. No deciding rule uses ${channel}.` };
  });

/** Quotes the text, with its meaning if that is known. */
function quoted(text: string): string {
  if (text === '') return 'an empty value';
  const meaning = meaningOfCode(text);
  return `${JSON.stringify(text)}${meaning === null ? '' : ` (${meaning})`}`;
}

/** A judging rule with a duration must also pass if the uncertain gaps are counted as outside its limit. */
export const worstCaseHolds: Check = ({ rules }) =>
  rules.flatMap(({ rule, outcome, worstCase, uncertainMs }) => {
    // For a rule that has already failed, the worst case adds nothing.
    if (!rule.judges || outcome === 'fail' || worstCase !== 'fail') return [];
    return {
      outcome: 'fail',
      sentence: `If out of range during every gap: ${limitInWords(rule)} for up to ${duration(uncertainMs!)} ${allowanceOf(rule)}. Rule ${rule.id}.`,
    };
  });
