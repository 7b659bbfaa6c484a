import { type LimitRule, checkProfile } from '../../src/model/profile.ts';
import { problemOf } from '../../src/model/rule-in-words.ts';
import { type Severity, severities } from '../../src/model/enumerations.ts';
import { durationInWords } from '../format/duration.ts';
import type { Formats } from '../format/formats.ts';
import { pageTexts } from '../texts/shipment-page.ts';
import { type WrittenProfile, quantityOf } from './profile-limits.ts';
import type { Verdict } from './record.ts';

/** What the sentences about an alarm need of it. Times are those of the goods (device time). */
export type AlarmTimes = {
  readonly rule: string;
  readonly since: string;
  /** When the goods were back within the limit; null while they are outside. */
  readonly until: string | null;
};

type Ranked = AlarmTimes & { readonly severity: Severity; readonly acknowledgedAt: string | null };

/**
 * Orders alarms as people should look at them: those that nobody has acknowledged first, the most severe of them
 * first; of equally severe ones, those that go on, and then the latest.
 */
export function byUrgency(one: Ranked, other: Ranked): number {
  const rank = ({ acknowledgedAt, severity, until }: Ranked): number =>
    (acknowledgedAt === null ? 0 : 100) - severities.indexOf(severity) * 10 + (until === null ? 0 : 1);
  return rank(one) - rank(other) || other.since.localeCompare(one.since);
}

/** How far the goods were out, and for how long, as the verdict has it; null where it has no excursion of an alarm. */
function measuredOf(
  { rule, since, until }: AlarmTimes,
  verdict: Verdict | undefined,
  written: LimitRule | undefined,
): { readonly peak: number | null; readonly seconds: number } | null {
  const own = (verdict?.sensors ?? [])
    .flatMap(({ judgement }) => judgement.excursions)
    .filter(
      (each) => each.rule === rule && (each.to ?? '9') >= since && (until === null || each.from <= until),
    );
  const [longest] = own.toSorted((a, b) => b.observedSeconds - a.observedSeconds);
  if (longest === undefined) return null;
  const peaks = own.flatMap(({ peak }) => (peak === null ? [] : [peak]));
  const kind = written?.limit.kind;
  const worst =
    kind === 'below' || kind === 'atMost'
      ? Math.min(...peaks)
      : kind === 'outside'
        ? longest.peak
        : Math.max(...peaks);
  return { peak: peaks.length === 0 ? null : worst, seconds: longest.observedSeconds };
}

/**
 * Says what happened: "Too warm: 15.7 °C, above 15 °C for 1 h 52 min". Where no profile has the rule, it names the
 * rule; without a verdict it leaves out the worst value. `now` is epoch milliseconds.
 */
export function alarmInWords(
  alarm: AlarmTimes,
  profiles: readonly WrittenProfile[],
  verdict: Verdict | undefined,
  formats: Formats,
  now: number,
): string {
  const { card } = pageTexts;
  const rule = ruleOf(profiles, alarm.rule);
  const measured = measuredOf(alarm, verdict, rule);
  const lasted =
    measured !== null && alarm.until !== null
      ? measured.seconds
      : Math.max(0, (alarm.until === null ? now : Date.parse(alarm.until)) - Date.parse(alarm.since)) / 1000;
  const amount = lasted < 1 ? '' : ` ${card.lasting(durationInWords(lasted))}`;
  if (rule === undefined) return `${card.ofRule(alarm.rule)}${amount}`;
  const worst = measured === null ? '' : `${quantityOf(profiles, alarm.rule, measured.peak, formats)}, `;
  return `${problemOf(rule)}: ${worst}${beyondInWords(rule, profiles, formats)}${amount}`;
}

/** Finds a rule in profiles as they were written. */
export function ruleOf(profiles: readonly WrittenProfile[], id: string): LimitRule | undefined {
  for (const { profile } of profiles) {
    const checked = checkProfile(profile);
    const own = checked.ok ? checked.profile.rules.find((rule) => rule.id === id) : undefined;
    if (own !== undefined) return own;
  }
  return undefined;
}

function beyondInWords(
  { id, channel, limit, rateWindowMs }: LimitRule,
  profiles: readonly WrittenProfile[],
  formats: Formats,
): string {
  const value = (each: number): string =>
    rateWindowMs === null ? formats.limit(channel, each) : quantityOf(profiles, id, each, formats);
  const { beyond } = pageTexts.card;
  return limit.kind === 'outside'
    ? beyond.outside(value(limit.low), value(limit.high))
    : beyond[limit.kind](value(limit.limit));
}
