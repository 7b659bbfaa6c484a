import { effectiveSeverity } from '../shipments/alarms.ts';
import type { RecordedExcursion } from '../shipments/ledger-event.ts';
import type { LimitRule } from '../model/profile.ts';
import { allowedTime, duration, limitInWords, measured, moment } from '../model/wording.ts';
import { whatToDoInExcursion } from '../model/what-to-do.ts';
import type { MessageContent } from './message-parts.ts';

/** The content for a newly opened excursion. One that had already ended when it became known is worded differently. */
export function openedInWords(excursion: RecordedExcursion, rule: LimitRule): MessageContent {
  const isPast = excursion.to !== null;
  const severity = effectiveSeverity(excursion);
  const limit = limitInWords(rule);
  const lasted =
    rule.allowance.mode === 'instant' ? '' : ` for ${duration(excursion.firedAt - excursion.from)}`;
  const peak = measured(rule, excursion.peak);
  return {
    rule: rule.id,
    excursion,
    headline: isPast
      ? `excursion ended ${moment(excursion.to)}: ${limit} for ${duration(excursion.observedMs)}, ${peak} at worst`
      : `${peak}, ${limit}${lasted}`,
    severity,
    rows: [
      ...excursionRows(rule, excursion),
      ...(isPast
        ? ([
            ['Ended', `${moment(excursion.to)}; received late`],
            ...(severity === excursion.severity
              ? []
              : [['Severity', `${severity}, lowered: already ended when received`] as const]),
          ] as const)
        : []),
    ],
    ...whatToDoInExcursion(isPast),
    at: excursion.firedAt,
  };
}

/** The figures of an excursion as table rows. */
export function excursionRows(rule: LimitRule, excursion: RecordedExcursion): (readonly [string, string])[] {
  return [
    ['Out of range since', moment(excursion.from)],
    ['Alarm since', moment(excursion.firedAt)],
    [
      'Worst value',
      `${measured(rule, excursion.peak)}, ${limitInWords(rule)} for ${duration(excursion.observedMs)}`,
    ],
    ['Allowed', allowedTime(rule)],
  ];
}
