import { partOfRule, plainRuleId } from '../../src/model/combined-profile.ts';
import { writtenVersion } from '../../src/model/written-version.ts';
import type { Peak, BoardAlarm } from '../alarms/alarm-in-words.ts';
import type { LimitRule } from '../profiles/limit-rules.ts';
import type { Verdict } from './record.ts';

/** How far the goods were out, and for how long, as the verdict has it; null where it has no excursion of an alarm. */
export function peakOfAlarm(
  { rule, since, until }: Pick<BoardAlarm, 'rule' | 'since' | 'until'>,
  verdict: Verdict | undefined,
  kind: LimitRule['limit']['kind'] | undefined,
): Peak | null {
  const part = partOfRule(rule);
  const own = (verdict?.sensors ?? [])
    .filter(({ profile }) => part === null || writtenVersion(profile) === writtenVersion(part))
    .flatMap(({ judgement }) => judgement.excursions)
    .filter(
      (each) =>
        each.rule === plainRuleId(rule) &&
        (each.to ?? '9') >= since &&
        (until === null || each.from <= until),
    );
  const [longest] = own.toSorted((a, b) => b.observedSeconds - a.observedSeconds);
  if (longest === undefined) return null;
  const peaks = own.flatMap(({ peak }) => (peak === null ? [] : [peak]));
  const worst =
    kind === 'below' || kind === 'atMost'
      ? Math.min(...peaks)
      : kind === 'outside'
        ? longest.peak
        : Math.max(...peaks);
  return { value: peaks.length === 0 ? null : worst, seconds: longest.observedSeconds };
}
