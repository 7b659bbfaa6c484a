/*
 * An independent judge of one file of one device without phases, written from the design page alone and in the
 * straightforward way: time is cut at every event, and each piece is asked what is known about it. It shares no
 * code with the product; the proof compares both on generated records.
 *
 * Choices where the page leaves something open:
 *
 *  1. "An empty cell beside another measured value was not sent." A measured value is a readable number (a
 *     fault code is one). Next to texts, off-scale marks and numbers beyond the bounds alone, an empty cell is
 *     unreadable, and a row without any value is so in every channel of the heading.
 *  2. "trimmed, it is a JSON number (a leading + and U+2212 allowed)" is taken for cells of the CSV too: `.5`,
 *     `5.` and `-0.6*` are unreadable.
 *  3. "unless the nearest earlier or the nearest later reading of another value lies within 20 °C of it":
 *     "codes and lone readings are stored as readings", so the nearest reading may be another code. Texts,
 *     off-scale marks and numbers beyond the bounds are passed over. A differing value at the very same time
 *     is neither earlier nor later. Of several values at the nearest time, one within 20 °C is enough.
 *  4. "as a function of the record, whatever the batching": codes and lone readings are classified on the
 *     whole file, readings outside the span included; lone readings are listed where they lie in the span.
 *  5. "A lone reading differs from both neighbours ...": neighbours are the adjacent times with a credible
 *     reading, whatever unreadable values lie between; only the two adjacent ones have to be near in time; 15
 *     minutes, `maxGap` and 3 °C themselves are near enough, 8 °C themselves are not. Where a time has
 *     differing values, each of them has to satisfy the sentence; the highest is listed. Only the temperature
 *     has lone readings.
 *  6. "were the holds of lone readings unmonitored": the lone reading itself is then not judged either
 *     (otherwise an instant rule would always fire); an off-scale value at its time still is.
 *  7. "A good value at the very same time is judged, and holds nothing": it counts as a reading, fires instant
 *     rules, and in range it breaks a run, also in the worst case; it adds no time.
 *  8. The time after an off-scale value is outside for the rules that it is outside of, up to the next reading
 *     or unreadable value within `maxGap`, else for one interval; for any other rule and in coverage it is
 *     unreadable. It does so also where a good value has the same time. In range it never is, not even
 *     `>5` for "below 2".
 *  9. "rows without a readable time ... no value column holds a number": a number is what 2 says; `>72` is
 *     none. A time before 2000 counts like a time that cannot be read.
 * 10. "unless `--to` is given the span is open": with `from` alone the span still ends at the last reading or
 *     unreadable value of any channel. Both ends of the span belong to it.
 * 11. "readings outside the span are not judged and hold nothing into it": nothing outside the span is known
 *     inside it. The last reading inside is valid for one interval also where another follows soon after the
 *     span, and an unreadable value before the span makes no gap of cause "unreadable" in it.
 * 12. `channels.*.unreadable` counts times ("Several texts at one time count once") inside the span, as
 *     `readings` does; the list `unreadable` is of the whole file, one entry for each differing text.
 * 13. "A differing repeat keeps all values": lowest and highest of a channel are over all of them, the mean
 *     takes the highest.
 * 14. Gaps of one cause that follow each other without monitored time are listed as one.
 * 15. "a gap ... longer than `longestGap` or [with] a reading outside the rule's limit at either end":
 *     adjacent gaps of different cause are one gap here too, a value outside (off-scale ones included)
 *     anywhere inside it counts like one at an end, and where only some gaps count, the others neither break a
 *     stretch nor add to it.
 * 16. `longerThan` fires inside the first validity that exceeds: where the time is reached exactly and
 *     exceeded only after a gap, at the start of the validity after the gap.
 * 17. `endedBy` is "gap" where time unknown to this rule lies between the last value outside and the next in
 *     range; an off-scale value that lasts up to the reading in range gives "in-range".
 * 18. "A channel that a rule names and that has no reading: the rule is not applicable": outcome and worst
 *     case are so, and their seconds are null, unless an off-scale value made it fire.
 * 19. "A span without two readings is never released": every channel that a judging rule or the mean kinetic
 *     temperature uses needs readings at two times inside the span.
 * 20. "trapezoid ... between neighbouring readings, ... before an unreadable value up to it": a reading at the
 *     very time of an unreadable value is a neighbouring reading of the one before it.
 * 21. "a shorter span is itself the one window": so is one of equal length. A window monitored for exactly
 *     half of its length is judged. The highest is found after rounding, of equal ones the earliest.
 *     `windowSeconds` is the length of the windows that are judged.
 * 22. The mean of a channel without monitored time is null.
 * 23. "`excursions` by `from` then rule": by the id of the rule, in the order of code units.
 * 24. A rule that only warns (`judges: false`) never rejects.
 * 25. "a stamp not later than the one before it ... begins the second pass": the one before it is the row
 *     before in the file, in the hour or not. The file's direction is that of most of its steps. Where only
 *     one pass is in the file, it is the one that lies the file's usual step from a neighbouring row; where
 *     both do or neither does, the file is refused.
 * 26. `coverage` at the top is that of the temperature wherever `channels` lists it.
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
  /** IANA zone of times without offset; null where every time has one. */
  timeZone: string | null;
  /** Epoch milliseconds; null: the record's own. */
  from: number | null;
  to: number | null;
  /** Whether the journey may go on after `to`; without a word of it, where `to` is null. */
  isOpen?: boolean;
  /** Milliseconds; null: the profile's. */
  intervalMs: number | null;
  /** Fault codes in degrees Celsius. */
  codes: readonly number[];
};

export type ChannelVerdict = {
  readings: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  unreadable: number;
  coverage: Coverage;
};

export type IndependentVerdict = {
  span: { from: string; to: string; seconds: number };
  coverage: Coverage;
  channels: Partial<Record<Channel, ChannelVerdict>>;
  meanKineticTemperature: MeanKineticTemperature | null;
  rules: RuleVerdict[];
  excursions: Excursion[];
  recommendation: Recommendation;
  /** Lone readings inside the span. */
  diagnostics: { at: string; value: number }[];
  /** Unreadable values of the whole file, fault codes not among them. */
  unreadable: { time: string; channel: Channel; text: string; offScale: Unreadable['offScale'] }[];
};

/**
 * The verdict on Coldwatch's own CSV. Throws where the file has no reading and no unreadable value, and the span is not
 * given, where the span ends before it begins, and where a local time cannot be placed.
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
