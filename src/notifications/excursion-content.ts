import { effectiveSeverity } from '../shipments/effective-severity.ts';
import type { RecordedExcursion } from '../shipments/ledger-event.ts';
import type { LimitRule } from '../model/profile.ts';
import { allowedTime, limitInWords, measured, roundedDuration } from '../model/wording.ts';
import { whatToDoInExcursion } from '../model/what-to-do.ts';
import type { MessageContent, Times } from './message-parts.ts';
import { allowedInWords, capitalised, outOfRange, valueInShort } from './out-of-range.ts';

/** The content for a newly opened excursion. One that had already ended when it became known is worded differently. */
export function openedInWords(excursion: RecordedExcursion, rule: LimitRule, times: Times): MessageContent {
  const { from, to, peak, firedAt } = excursion;
  const severity = effectiveSeverity(excursion);
  const out = outOfRange(rule, peak);
  const of = { rule: rule.id, excursion, severity, at: firedAt, ...whatToDoInExcursion(to !== null) };
  if (to === null)
    return {
      ...of,
      tone: 'alarm',
      heading: out.now,
      brief: valueInShort(rule, peak),
      lead: `${limitAndTime(rule, firedAt - from)}, since ${times.time(from)} (${allowedInWords(rule)}).`,
      when: `since ${times.time(from)}`,
      rows: excursionRows(rule, excursion, times),
    };
  return {
    ...of,
    tone: 'warning',
    heading: out.past,
    brief: `${valueInShort(rule, peak)} at worst`,
    lead: pastInWords(rule, excursion, times),
    when: `until ${times.time(to)}`,
    rows: [
      ...excursionRows(rule, excursion, times),
      ...(severity === excursion.severity
        ? []
        : [['Severity', `${severity} (lowered: already over when received)`] as const]),
    ],
  };
}

/** An excursion that is over, and whether the goods were seen back in range. */
export function pastInWords(rule: LimitRule, excursion: RecordedExcursion, times: Times): string {
  const { from, to, observedMs, peak } = excursion;
  const between = `from ${times.time(from)} to ${times.time(to!)}`;
  const end = wasSeenBack(excursion)
    ? `Back in range since ${times.time(to!)}.`
    : 'Not seen back in range: monitoring by this limit ended then.';
  return `${limitAndTime(rule, observedMs)}, ${between}; ${measured(rule, peak)} at worst (${allowedInWords(rule)}). ${end}`;
}

function wasSeenBack({ endedBy = 'in-range' }: RecordedExcursion): boolean {
  return endedBy === 'in-range';
}

function limitAndTime(rule: LimitRule, milliseconds: number): string {
  const time = milliseconds > 0 ? ` for ${roundedDuration(milliseconds)}` : '';
  const limit = limitInWords(rule);
  return `${capitalised(rule.rateWindowMs === null ? `${rule.channel} ${limit}` : limit)}${time}`;
}

/** The figures of an excursion as table rows. */
export function excursionRows(
  rule: LimitRule,
  excursion: RecordedExcursion,
  { moment }: Times,
): (readonly [string, string])[] {
  const { from, to, firedAt, observedMs, peak } = excursion;
  return [
    ['Out of range since', moment(from)],
    ...(to === null
      ? []
      : [[wasSeenBack(excursion) ? 'Back in range' : 'Monitored until', moment(to)] as const]),
    ['Alarm', moment(firedAt)],
    ['Worst value', `${measured(rule, peak)}; ${limitInWords(rule)} for ${roundedDuration(observedMs)}`],
    ['Allowed', allowedTime(rule)],
  ];
}
