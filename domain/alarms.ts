import type { RecordedExcursion } from './fact.ts';
import type { Entry } from './ledger.ts';
import { type Severity, severities } from './profile.ts';

/** What people were called about: one rule of one shipment, from its first excursion until it holds again. */
export type Alarm = {
  readonly rule: string;
  /** The loudest that was said. */
  readonly severity: Severity;
  /** When it was recorded; our time. */
  readonly raisedAt: number;
  /** Outside since; device time. */
  readonly since: number;
  /** Whether it was ever told as going on. */
  readonly isLive: boolean;
  /** Its excursions by id: whose they are, and their ends in device time, null while they go on. */
  readonly excursions: ReadonlyMap<string, { readonly device: string; readonly to: number | null }>;
  readonly acknowledgedAt: number | null;
  readonly escalations: number;
  /** When it ended by itself or was withdrawn; our time. Null while it stands. */
  readonly endedAt: number | null;
  /** End of its last excursion, where it was cleared; device time. */
  readonly clearedAt: number | null;
};

/** Entries as far as alarms go. */
export type Recorded = Pick<Entry, 'fact' | 'recordedAt'>;

/** One severity lower; the lowest stays. */
export function lower(severity: Severity): Severity {
  return severities[Math.max(0, severities.indexOf(severity) - 1)]!;
}

/** How loudly an excursion is told: one that was over when it became known, one severity lower. */
export function loudness({ severity, to }: RecordedExcursion): Severity {
  return to === null ? severity : lower(severity);
}

/** Every alarm of a ledger, in the order in which they were raised; of a rule at most the last one stands. */
export function alarmsRecorded(entries: readonly Recorded[]): readonly Alarm[] {
  const alarms: Alarm[] = [];
  const change = (rule: string, to: (alarm: Alarm) => Alarm): void => {
    const index = alarms.findLastIndex((alarm) => alarm.rule === rule);
    if (index >= 0) alarms[index] = to(alarms[index]!);
  };
  const changeOwner = (id: string, to: (alarm: Alarm) => Alarm): void => {
    const index = alarms.findLastIndex(({ excursions }) => excursions.has(id));
    if (index >= 0) alarms[index] = to(alarms[index]!);
  };
  for (const { fact, recordedAt } of entries) {
    if (fact.kind === 'excursion-opened') {
      const { excursion, device } = fact;
      const standing = standingAlarm(alarms, excursion.rule);
      if (standing === undefined) alarms.push(raised(excursion, device, recordedAt));
      else change(excursion.rule, (alarm) => joined(alarm, excursion, device));
    } else if (fact.kind === 'excursion-closed')
      changeOwner(fact.excursion.id, (alarm) => {
        const { id, to, firedAt } = fact.excursion;
        const excursions = new Map(alarm.excursions);
        if (fact.mergedInto !== null && excursions.has(fact.mergedInto)) excursions.delete(id);
        else excursions.set(id, { device: fact.device, to: to ?? firedAt });
        return { ...alarm, excursions };
      });
    else if (fact.kind === 'excursion-withdrawn')
      changeOwner(fact.excursion.id, (alarm) => {
        const excursions = new Map([...alarm.excursions].filter(([id]) => id !== fact.excursion.id));
        const isOver = excursions.size === 0;
        return { ...alarm, excursions, endedAt: alarm.endedAt ?? (isOver ? recordedAt : null) };
      });
    else if (fact.kind === 'alarm-cleared')
      change(fact.rule, (alarm) => ({
        ...alarm,
        endedAt: recordedAt,
        clearedAt: lastExcursion(alarm)?.to ?? null,
      }));
    else if (fact.kind === 'alarm-acknowledged')
      change(fact.rule, (alarm) => ({ ...alarm, acknowledgedAt: alarm.acknowledgedAt ?? recordedAt }));
    else if (fact.kind === 'alarm-escalated')
      change(fact.rule, (alarm) => ({ ...alarm, escalations: alarm.escalations + 1 }));
  }
  return alarms;
}

function raised(excursion: RecordedExcursion, device: string, recordedAt: number): Alarm {
  const { id, rule, from, to } = excursion;
  return {
    rule,
    severity: loudness(excursion),
    raisedAt: recordedAt,
    since: from,
    isLive: to === null,
    excursions: new Map([[id, { device, to }]]),
    acknowledgedAt: null,
    escalations: 0,
    endedAt: null,
    clearedAt: null,
  };
}

function joined(alarm: Alarm, excursion: RecordedExcursion, device: string): Alarm {
  const { id, to } = excursion;
  const said = loudness(excursion);
  return {
    ...alarm,
    severity: isLouder(said, alarm.severity) ? said : alarm.severity,
    isLive: alarm.isLive || to === null,
    excursions: new Map([...alarm.excursions, [id, { device, to }]]),
  };
}

/** The alarm of a rule that stands. */
export function standingAlarm(alarms: readonly Alarm[], rule: string): Alarm | undefined {
  return alarms.findLast((alarm) => alarm.rule === rule && alarm.endedAt === null);
}

/** Whether one severity is above another. */
export function isLouder(one: Severity, other: Severity): boolean {
  return severities.indexOf(one) > severities.indexOf(other);
}

/** The excursion of an alarm that ended last, or goes on (`to` null). */
export function lastExcursion({ excursions }: Pick<Alarm, 'excursions'>) {
  const ends = [...excursions.values()];
  return ends.reduce<(typeof ends)[number] | undefined>(
    (last, each) => (last === undefined || (each.to ?? Infinity) > (last.to ?? Infinity) ? each : last),
    undefined,
  );
}
