import { AlarmBook, type AlarmExcursion, type Recorded, alarmsRecorded, lastExcursion } from './alarms.ts';
import type { Position } from './ledger-event.ts';
import { type NewEntry, shipmentOf } from './ledger.ts';
import type { LimitRule } from '../model/profile.ts';
import type { Severity } from '../model/enumerations.ts';

/** What one device contributes to clearing alarms. */
export type DeviceClearings = {
  readonly device: string;
  readonly position: Position | null;
  /** Whether an excursion of this device falls within the evaluated time. */
  readonly owns: (excursion: AlarmExcursion) => boolean;
  /** The end of the time in which a rule is evaluated, where it has one. Clearing does not wait beyond it. */
  readonly endsAt: (rule: LimitRule) => number | null;
  /**
   * The device time at which a rule had been met for long enough since the device last broke it. Null where that time
   * has not come yet.
   */
  readonly clearedAt: (rule: string) => number | null;
};

/**
 * Adds the clearings that belong to new entries. A clearing comes before an excursion that begins after its rule had
 * been met for long enough, and at the end for rules that have been met for long enough by `now` (epoch
 * milliseconds).
 */
export function withClearings(
  entries: readonly Recorded[],
  newEntries: readonly NewEntry[],
  rules: readonly LimitRule[],
  { device, position, owns, endsAt, clearedAt }: DeviceClearings,
  now: number,
): NewEntry[] {
  const all: NewEntry[] = [];
  const book = new AlarmBook();
  for (const entry of entries) book.take(entry);
  const put = (entry: NewEntry): void => {
    all.push(entry);
    book.take({ fact: entry.fact, recordedAt: now });
  };
  const clear = (rule: LimitRule, timeOf: (last: AlarmExcursion, to: number) => number | null): void => {
    const alarm = book.active(rule.id);
    const last = alarm === undefined ? undefined : lastExcursion(alarm);
    if (last === undefined || last.to === null) return;
    const at = timeOf(last, last.to);
    if (at === null) return;
    const { isUnseen } = last;
    put({
      why: isUnseen ? 'the rule is no longer evaluated' : 'back within limits for long enough',
      fact: {
        kind: 'alarm-cleared',
        device: last.device,
        position: last.device === device ? position : null,
        rule: rule.id,
        at,
        ...(isUnseen && { isUnseen }),
      },
    });
  };
  const touched = new Set<string>();
  for (const entry of newEntries) {
    const { fact } = entry;
    if ('excursion' in fact) touched.add(fact.excursion.rule);
    if (fact.kind === 'excursion-opened') {
      const rule = rules.find(({ id }) => id === fact.excursion.rule);
      if (rule !== undefined)
        clear(rule, (_, to) =>
          to + rule.clearAfterMs < fact.excursion.from ? to + rule.clearAfterMs : null,
        );
    }
    put(entry);
  }
  // Normally the device with the last excursion clears the alarm. Where that device's time to do so passed while this
  // device kept the alarm open, this device clears it.
  for (const rule of rules)
    clear(rule, (last, to) => {
      if (last.device === device && owns(last)) return clearedAt(rule.id);
      const end = endsAt(rule);
      const isOver = last.isUnseen || (end !== null && to >= end);
      const at = isOver ? to : to + rule.clearAfterMs;
      return last.device !== device && touched.has(rule.id) && at <= now ? at : null;
    });
  return all;
}

/** How long an alarm of each severity may wait for a person, in milliseconds. Null means without limit. */
export type AcknowledgementDeadlines = { readonly [severity in Severity]: number | null };

/** Escalates each alarm that waited too long for a person to the next audience of its shipment. */
export function escalations(
  entries: readonly Recorded[],
  deadlines: AcknowledgementDeadlines,
  now: number,
): NewEntry[] {
  const { escalation = [] } = shipmentOf(entries);
  return alarmsRecorded(entries).flatMap(({ rule, severity, askedAt, ...alarm }) => {
    const waits = deadlines[severity];
    const to = escalation[alarm.escalations];
    const isDue =
      alarm.endedAt === null &&
      alarm.acknowledgedAt === null &&
      waits !== null &&
      now - askedAt >= waits * (alarm.escalations + 1);
    return isDue && to !== undefined
      ? [
          {
            why: 'not acknowledged in time',
            fact: {
              kind: 'alarm-escalated',
              device: lastExcursion(alarm)!.device,
              position: null,
              rule,
              severity,
              to,
            },
          },
        ]
      : [];
  });
}
