import { AlarmBook, type Recorded, alarmsRecorded, lastExcursion } from './alarms.ts';
import type { Position } from './fact.ts';
import { type NewEntry, shipmentOf } from './ledger.ts';
import type { LimitRule, Severity } from './profile.ts';

/** A device's word on rules: up to `heldUntil`, in device time, those in `holding` were not passed by it again. */
export type Holding = {
  readonly device: string;
  readonly position: Position | null;
  readonly heldUntil: number;
  readonly holding: readonly LimitRule[];
};

/**
 * News with the clearings that belong to it: before an excursion that begins after its rule had held for long enough,
 * and at the end for rules that have by `now`.
 */
export function withClearings(
  entries: readonly Recorded[],
  news: readonly NewEntry[],
  rules: readonly LimitRule[],
  { device, position, heldUntil, holding }: Holding,
  now: number,
): NewEntry[] {
  const all: NewEntry[] = [];
  const book = new AlarmBook();
  for (const entry of entries) book.take(entry);
  const put = (entry: NewEntry): void => {
    all.push(entry);
    book.take({ fact: entry.fact, recordedAt: now });
  };
  const clear = (rule: LimitRule, heldUntilOf: (owner: string) => number): void => {
    const alarm = book.standing(rule.id);
    const last = alarm === undefined ? undefined : lastExcursion(alarm);
    if (last === undefined || last.to === null) return;
    const at = last.to + rule.clearAfterMs;
    if (at > heldUntilOf(last.device)) return;
    put({
      why: 'the rule has held since, for as long as it must',
      fact: {
        kind: 'alarm-cleared',
        device: last.device,
        position: last.device === device ? position : null,
        rule: rule.id,
        at,
      },
    });
  };
  const touched = new Set<string>();
  for (const entry of news) {
    const { fact } = entry;
    if ('excursion' in fact) touched.add(fact.excursion.rule);
    if (fact.kind === 'excursion-opened') {
      const rule = rules.find(({ id }) => id === fact.excursion.rule);
      if (rule !== undefined) clear(rule, () => fact.excursion.from - 1);
    }
    put(entry);
  }
  // Another device that ended an alarm says itself when it has held for long enough; unless it said so before this one.
  for (const rule of holding)
    clear(rule, (owner) => (owner === device ? heldUntil : touched.has(rule.id) ? now : -Infinity));
  return all;
}

/** How long an alarm of each severity may wait for a person; null: for ever. Milliseconds. */
export type Patience = { readonly [severity in Severity]: number | null };

/** Alarms that waited too long for a person, each for the next audience of its shipment. */
export function escalations(entries: readonly Recorded[], patience: Patience, now: number): NewEntry[] {
  const { escalation = [] } = shipmentOf(entries);
  return alarmsRecorded(entries).flatMap(({ rule, severity, raisedAt, ...alarm }) => {
    const waits = patience[severity];
    const to = escalation[alarm.escalations];
    const isDue =
      alarm.endedAt === null &&
      alarm.acknowledgedAt === null &&
      waits !== null &&
      now - raisedAt >= waits * (alarm.escalations + 1);
    return isDue && to !== undefined
      ? [
          {
            why: 'nobody acknowledged the alarm in time',
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
