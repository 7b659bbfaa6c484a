/*
 * An independent judge of one file from one device without phases, written from the design page alone and in the most
 * straightforward way: time is cut at every event, and each piece is evaluated by what is known about it. It shares no
 * code with the product; the proof compares the two on generated records.
 *
 * Choices where the design page leaves room:
 *
 *  1. An empty cell next to another measured value was not sent. A measured value is a readable number, which includes
 *     a fault code. If its row has only texts, off-scale marks and numbers beyond the bounds, an empty cell is
 *     unreadable; a row without any value is unreadable in every channel of the heading.
 *  2. A trimmed value must be a JSON number, except that a leading plus and U+2212 are allowed. This applies to cells
 *     of the CSV, too: `.5`, `5.` and `-0.6*` are unreadable.
 *  3. A fault code is credible if the nearest earlier or the nearest later reading with another value lies within
 *     20 °C of it. As fault codes and lone readings are stored as readings, that nearest reading may be another code.
 *     Texts, off-scale marks and numbers beyond the bounds are skipped. A differing value at the same time is neither
 *     earlier nor later. Of several values at the nearest time, one within 20 °C is enough.
 *  4. The result depends on the record only, not on how it was batched: fault codes and lone readings are classified
 *     over the whole file, including readings outside the span. Lone readings are listed if they lie in the span.
 *  5. The neighbours of a lone reading are the adjacent times with a credible reading, whatever unreadable values lie
 *     between. Only these two have to be near in time. Exactly 15 minutes, exactly `maxGap` and exactly 3 °C are near
 *     enough; exactly 8 °C is not. If a time has differing values, each of them has to meet the condition, and the
 *     highest is listed. Only the temperature has lone readings.
 *  6. If the validity of lone readings counts as unmonitored, the lone readings themselves are not evaluated either;
 *     otherwise an instant rule would always fire. An off-scale value at the same time still is.
 *  7. A good value at the same time as an unreadable one is evaluated, but has no validity: it counts as a reading and
 *     fires instant rules. In range it breaks a run, also in the worst case. It adds no time.
 *  8. The time after an off-scale value is outside for the rules whose limit it exceeds, up to the next reading or
 *     unreadable value within `maxGap`, else for one interval. For any other rule, and in coverage, it is unreadable.
 *     This is so even if a good value has the same time. It is never in range, not even `>5` for "below 2".
 *  9. A row without a readable time is ignored if no value column contains a number: a number is what choice 2 says,
 *     so `>72` is none. A time before 2000 counts as one that cannot be read.
 * 10. Unless `to` is given the span is open: with `from` alone it still ends at the last reading or unreadable value of
 *     any channel. Both ends belong to the span.
 * 11. Readings outside the span are not evaluated and not valid inside it: nothing outside the span is known inside it.
 *     The last reading inside is valid for one interval even if another follows soon after the span, and an unreadable
 *     value before the span causes no gap of cause "unreadable" inside it.
 * 12. `channels.*.unreadable` counts times inside the span, as `readings` does: several texts at one time count once.
 *     The list `unreadable` covers the whole file, with one entry for each distinct text.
 * 13. A differing repeat preserves all values: a channel's minimum and maximum are over all of them, its mean uses the
 *     highest.
 * 14. Gaps with the same cause and no monitored time between them are listed as one.
 * 15. A gap counts if it is longer than `longestGap` or has a reading outside the rule's limit at either end. Adjacent
 *     gaps are one gap here even if their causes differ, and a value outside (off-scale ones included) anywhere inside
 *     counts like one at an end. If only some gaps count, the others neither break a stretch nor add to it.
 * 16. `longerThan` fires inside the first validity that exceeds the time. If the time is reached exactly and exceeded
 *     only after a gap, the rule fires at the start of the validity after the gap.
 * 17. `endedBy` is "gap" if time unknown to this rule lies between the last value outside and the next in range. An
 *     off-scale value that lasts up to the reading in range results in "in-range".
 * 18. A rule whose channel has no reading is not applicable: so are its outcome and its worst case, and their seconds
 *     are null, unless an off-scale value made it fire.
 * 19. A span without two readings is never released: every channel that a judging rule or the mean kinetic temperature
 *     uses needs readings at two times inside the span.
 * 20. The trapezoid lies between neighbouring readings, and before an unreadable value extends up to it. A reading at
 *     the same time as an unreadable value is a neighbouring reading of the one before it.
 * 21. A span shorter than the window, or just as long, is itself the only window. A window monitored for exactly half
 *     of its length is evaluated. The highest is determined after rounding; of equal ones the earliest counts.
 *     `windowSeconds` is the length of the windows that are evaluated.
 * 22. The mean of a channel without monitored time is null.
 * 23. `excursions` are sorted by `from`, then by the id of the rule in the order of code units.
 * 24. A rule that only warns (`judges: false`) never rejects.
 * 25. A time not later than the one before it starts the second pass of a repeated hour; the one before it is that of
 *     the previous row of the file, in the hour or not. The direction of the file is that of most of its steps. If the
 *     file has only one pass, it is the one at the file's usual step from a neighbouring row; if both or neither are,
 *     the file is refused.
 * 26. `coverage` at the top is that of the temperature if `channels` lists it.
 */
import { coverageOf, type Course, type Coverage, type Span } from './coverage.ts';
import { judgeRule, type Excursion, type RuleVerdict } from './judge-rule.ts';
import { meanKineticTemperatureOf, meanOf, type MeanKineticTemperature } from './mean-kinetic-temperature.ts';
import {
  channelNames,
  durationInMilliseconds,
  usedChannels,
  type Channel,
  type ProfileAsWritten,
} from './profile-as-written.ts';
import { readFile, type Entry } from './read-file.ts';
import type { Unreadable } from './read-cell.ts';
import { recommend, type Recommendation } from './recommend.ts';
import { toIso, toSeconds } from './rounding.ts';
import { hasUnreadable, loneReadings, samplesOf, type Sample } from './samples.ts';

export type { ProfileAsWritten } from './profile-as-written.ts';

export type IndependentOptions = {
  /** IANA zone of times without an offset; null if every time has one. */
  timeZone: string | null;
  /** Epoch milliseconds; null: where the record begins or ends. */
  from: number | null;
  to: number | null;
  /** Whether the journey may go on after `to`. By default it may if `to` is null. */
  isOpen?: boolean;
  /** Milliseconds; null: taken from the profile. */
  intervalMs: number | null;
  /** Fault codes in degrees Celsius. */
  codes: readonly number[];
};

type ChannelVerdict = {
  readings: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  unreadable: number;
  coverage: Coverage;
};

type IndependentVerdict = {
  span: { from: string; to: string; seconds: number };
  coverage: Coverage;
  channels: Partial<Record<Channel, ChannelVerdict>>;
  meanKineticTemperature: MeanKineticTemperature | null;
  rules: RuleVerdict[];
  excursions: Excursion[];
  recommendation: Recommendation;
  /** Lone readings within the span. */
  diagnostics: { at: string; value: number }[];
  /** Unreadable values of the whole file, except fault codes. */
  unreadable: { time: string; channel: Channel; text: string; offScale: Unreadable['offScale'] }[];
};

/**
 * The verdict on Coldwatch's own CSV.
 * @throws {Error} when the file has no reading and no unreadable value and no span is given, when the span ends before
 * it begins, or when a local time cannot be placed.
 */
export function judgeIndependently(
  csv: string,
  profile: ProfileAsWritten,
  options: IndependentOptions,
): IndependentVerdict {
  const { entries, rowsThatForbidRelease } = readFile(csv, options.timeZone);
  const span = spanOf(entries, options);
  const maxGapMs = durationInMilliseconds(profile.maxGap);
  const intervalMs = options.intervalMs ?? durationInMilliseconds(profile.reportingInterval);
  const courses = new Map<Channel, Course>();
  let lone: { at: number; value: number }[] = [];
  for (const channel of channelsOf(entries, profile)) {
    const record = samplesOf(entries, channel, options.codes);
    const isInSpan = ({ at }: { at: number }) => at >= span.from && at <= span.to;
    courses.set(channel, { samples: record.filter(isInSpan), span, intervalMs, maxGapMs });
    if (channel === 'temperature') lone = loneReadings(record, maxGapMs).filter(isInSpan);
  }
  const coverages = new Map([...courses].map(([channel, course]) => [channel, coverageOf(course)]));
  const longestGapMs = durationInMilliseconds(profile.completeness.longestGap);
  const judged = profile.rules.map((rule) => judgeRule(rule, courses.get(rule.channel)!, longestGapMs));
  const rules = judged.map(({ verdict }) => verdict);
  const meanKineticTemperature =
    profile.meanKineticTemperature &&
    meanKineticTemperatureOf(courses.get('temperature')!, profile.meanKineticTemperature);
  const loneTimes = new Set(lone.map(({ at }) => at));
  const [anyChannel] = courses.keys();
  const mainChannel = courses.has('temperature') ? 'temperature' : (profile.rules[0]?.channel ?? anyChannel!);
  const facts = { courses, coverages, rules, meanKineticTemperature, loneTimes, rowsThatForbidRelease };
  return {
    span: { from: toIso(span.from), to: toIso(span.to), seconds: toSeconds(span.to - span.from) },
    coverage: coverages.get(mainChannel)!,
    channels: Object.fromEntries([...courses].map(([channel, course]) => [channel, channelVerdict(course)])),
    meanKineticTemperature,
    rules,
    excursions: judged.flatMap(({ excursions }) => excursions).sort(byFromThenRule),
    recommendation: recommend(profile, facts),
    diagnostics: lone.map(({ at, value }) => ({ at: toIso(at), value })),
    unreadable: unreadableValues(entries),
  };
}

function spanOf(entries: readonly Entry[], options: IndependentOptions): Span {
  if (entries.length === 0 && (options.from === null || options.to === null))
    throw new Error('the file has no reading and no unreadable value');
  const times = entries.map((entry) => entry.at);
  const from = options.from ?? Math.min(...times);
  const to = options.to ?? Math.max(...times);
  if (from > to) throw new Error(`the span ends at ${toIso(to)}, before it begins at ${toIso(from)}`);
  return { from, to, isOpen: options.isOpen ?? options.to === null };
}

function channelsOf(entries: readonly Entry[], profile: ProfileAsWritten): Channel[] {
  const used = usedChannels(profile);
  return channelNames.filter(
    (channel) =>
      used.includes(channel) ||
      profile.rules.some((rule) => rule.channel === channel) ||
      entries.some((entry) => entry.channel === channel),
  );
}

function channelVerdict(course: Course): ChannelVerdict {
  const values = course.samples.flatMap((sample) => sample.values);
  return {
    readings: course.samples.filter((sample: Sample) => sample.values.length > 0).length,
    min: values.length === 0 ? null : Math.min(...values),
    max: values.length === 0 ? null : Math.max(...values),
    mean: meanOf(course),
    unreadable: course.samples.filter(hasUnreadable).length,
    coverage: coverageOf(course),
  };
}

function byFromThenRule(one: Excursion, other: Excursion): number {
  return compareTexts(one.from, other.from) || compareTexts(one.rule, other.rule);
}

function unreadableValues(entries: readonly Entry[]): IndependentVerdict['unreadable'] {
  const distinct = new Map<string, IndependentVerdict['unreadable'][number]>();
  for (const { at, channel, cell } of entries) {
    if (cell.kind !== 'unreadable') continue;
    const time = toIso(at);
    distinct.set(`${time} ${channel} ${cell.text}`, {
      time,
      channel,
      text: cell.text,
      offScale: cell.offScale,
    });
  }
  return [...distinct.entries()].sort(([one], [other]) => compareTexts(one, other)).map(([, value]) => value);
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
