import { type Alarm, alarmsRecorded, backInRangeAt, lastExcursion } from '../shipments/alarms.ts';
import { lower } from '../model/severity.ts';
import type { RecordedExcursion } from '../shipments/ledger-event.ts';
import { type Entry, excursionsRecorded } from '../shipments/ledger.ts';
import type { LimitRule, Profile } from '../model/profile.ts';
import { ruleOf } from '../shipments/products-affected.ts';
import { limitInWords } from '../model/wording.ts';
import { withdrawn, whatToDoInExcursion } from '../model/what-to-do.ts';
import { excursionRows, openedInWords, pastInWords } from './excursion-content.ts';
import { outOfRange } from './out-of-range.ts';
import type { Contents } from './message-parts.ts';

/** The content of messages about excursions and their alarms. */
export const alarmContents: Pick<
  Contents,
  'excursion-opened' | 'excursion-withdrawn' | 'alarm-cleared' | 'alarm-escalated'
> = {
  'excursion-opened': ({ excursion }, { profile, times }) =>
    openedInWords(excursion, ruleIn(profile, excursion.rule), times),

  'excursion-withdrawn': ({ excursion }, { entries, profile, why, times }) => {
    const rule = ruleIn(profile, excursion.rule);
    const { plain } = outOfRange(rule, excursion.peak);
    const since = times.time(excursion.from);
    const remains = lastAlarmOf(entries, rule.id).endedAt === null;
    return {
      ...(remains ? withdrawn.remains : withdrawn.ended),
      tone: remains ? 'neutral' : 'resolved',
      heading: 'Withdrawn',
      brief: remains ? 'one excursion of an alarm that goes on' : `not ${plain} after all`,
      lead: remains
        ? `The excursion since ${since}, ${limitInWords(rule)}, did not happen. The alarm goes on because of others.`
        : `The alarm since ${since}, ${limitInWords(rule)}, was raised in error.`,
      when: null,
      rows: [...excursionRows(rule, excursion, times), ['Why', times.localised(why)]],
      severity: lower(excursion.severity),
      rule: rule.id,
      excursion,
      at: excursion.firedAt,
    };
  },

  'alarm-cleared': ({ rule: id, at, isUnseen = false }, { entries, profile, times }) => {
    const rule = ruleIn(profile, id);
    const alarm = lastAlarmOf(entries, rule.id);
    const { severity } = alarm;
    const clearedAt = alarm.clearedAt ?? at;
    const excursion = lastExcursionOf(entries, alarm);
    const out = outOfRange(rule, excursion?.peak ?? null);
    return {
      ...whatToDoInExcursion(true),
      tone: isUnseen ? 'warning' : 'resolved',
      heading: isUnseen ? 'Not seen back in range' : 'RESOLVED',
      brief: isUnseen ? `last ${out.plain}` : out.noLonger,
      lead:
        excursion === null
          ? `Back in range since ${times.time(clearedAt)}: no longer ${limitInWords(rule)}.`
          : pastInWords(rule, excursion, times),
      when: `${isUnseen ? 'monitored until' : 'since'} ${times.time(clearedAt)}`,
      rows:
        excursion === null
          ? [['Back in range', times.moment(clearedAt)]]
          : excursionRows(rule, excursion, times),
      severity,
      rule: rule.id,
      excursion,
      at: clearedAt,
    };
  },

  'alarm-escalated': ({ rule: id, severity, to }, { entries, profile, times }) => {
    const rule = ruleIn(profile, id);
    const alarm = lastAlarmOf(entries, rule.id);
    const excursion = lastExcursionOf(entries, alarm);
    const out = outOfRange(rule, excursion?.peak ?? null);
    const backAt = backInRangeAt(alarm);
    const since = times.time(alarm.since);
    const { todo, inShort } = whatToDoInExcursion(backAt !== null);
    return {
      tone: backAt === null ? 'alarm' : 'warning',
      heading: 'Not acknowledged',
      brief: backAt === null ? lowerFirst(out.now) : lowerFirst(out.past),
      lead: `Nobody has acknowledged the alarm of ${times.time(alarm.raisedAt)}: ${limitInWords(rule)} ${
        backAt === null ? `since ${since}` : `from ${since} to ${times.time(backAt)}`
      }.`,
      when: backAt === null ? `since ${since}` : `until ${times.time(backAt)}`,
      rows: [
        ...(excursion === null ? [] : excursionRows(rule, excursion, times)),
        ['First notified', times.moment(alarm.raisedAt)],
        ['Now also notified', to],
      ],
      todo: `Acknowledge the alarm, so that others know that somebody is acting. ${todo}`,
      inShort: `Acknowledge it. ${inShort}`,
      severity,
      rule: rule.id,
      excursion,
      at: null,
    };
  },
};

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}

function ruleIn(profile: Profile, id: string): LimitRule {
  const rule = ruleOf(profile, id);
  if (rule === null) throw new Error(`profile ${profile.id} has no rule ${id}`);
  return rule;
}

function lastAlarmOf(entries: readonly Entry[], rule: string): Alarm {
  const alarm = alarmsRecorded(entries).findLast((each) => each.rule === rule);
  if (alarm === undefined) throw new Error(`no alarm of rule ${rule} was ever raised`);
  return alarm;
}

/** The latest excursion of an alarm, ended or ongoing: the one of the sensor that the message names. */
function lastExcursionOf(entries: readonly Entry[], alarm: Alarm): RecordedExcursion | null {
  const last = lastExcursion(alarm);
  const id = [...alarm.excursions].find(([, each]) => each === last)?.[0];
  return id === undefined ? null : excursionsRecorded(entries).get(id)!.excursion;
}
