import type { RecordedExcursion } from './ledger-event.ts';
import type { Entry } from './ledger.ts';
import { type Severity, severities } from '../model/profile.ts';

/** What people were called about: one rule of one shipment, from its first excursion until it holds again. */
export type Alarm = {
  readonly rule: string;
  /** The loudest that was said. */
  readonly severity: Severity;
  /** When it was recorded; our time. */
  readonly raisedAt: number;
  /** Since when it waits for an answer: it asks anew when it becomes louder, or goes on after all. */
  readonly askedAt: number;
  /** Outside since; device time. */
  readonly since: number;
  /** Whether it was ever told as going on. */
  readonly isLive: boolean;
  /** Its excursions by id: whose they are, and their ends in device time, null while they go on. */
  readonly excursions: ReadonlyMap<string, AlarmExcursion>;
  readonly acknowledgedAt: number | null;
  readonly escalations: number;
  /** When it ended by itself or was withdrawn; our time. Null while it stands. */
  readonly endedAt: number | null;
  /** End of its last excursion, where it was cleared; device time. */
  readonly clearedAt: number | null;
  /** Up to when its rule was known to hold when it was cleared; device time. */
  readonly validUntil: number | null;
};

/** An excursion as far as its alarm goes. `isUnseen`: nobody saw the rule hold again, for nothing judged it then. */
export type AlarmExcursion = {
  readonly device: string;
  readonly from: number;
  readonly to: number | null;
  readonly isUnseen: boolean;
};

/** Entries as far as alarms go. */
export type Recorded = Pick<Entry, 'fact' | 'recordedAt'>;

/** One severity lower; the lowest stays. */
export function lower(severity: Severity): Severity {
  return severities[Math.max(0, severities.indexOf(severity) - 1)]!;
}

/** How loudly an excursion is told: one that was over when it became known, one severity lower. */
export function effectiveSeverity({ severity, to }: RecordedExcursion): Severity {
  return to === null ? severity : lower(severity);
}

/** Every alarm of a ledger, in the order in which they were raised; of a rule at most the last one stands. */
export function alarmsRecorded(entries: readonly Recorded[]): readonly Alarm[] {
  const book = new AlarmBook();
  for (const entry of entries) book.take(entry);
  return book.alarms;
}

type MutableAlarm = { -readonly [Key in keyof Alarm]: Alarm[Key] } & {
  excursions: Map<string, AlarmExcursion>;
};

/** The alarms of a ledger as its entries are taken up one after another. */
export class AlarmBook {
  readonly #alarms: MutableAlarm[] = [];
  readonly #latest = new Map<string, MutableAlarm>();
  readonly #owners = new Map<string, MutableAlarm>();

  get alarms(): readonly Alarm[] {
    return this.#alarms;
  }

  /** The alarm of a rule that stands. */
  standing(rule: string): Alarm | undefined {
    const latest = this.#latest.get(rule);
    return latest?.endedAt === null ? latest : undefined;
  }

  /** The alarm that an excursion joins: the one that stands, or one that was over when its own time became known. */
  joinedBy({ rule, from, to }: RecordedExcursion): Alarm | undefined {
    const latest = this.#latest.get(rule);
    if (latest === undefined || latest.endedAt === null) return latest;
    const isWithin =
      latest.validUntil !== null && from <= latest.validUntil && (to ?? Infinity) >= latest.since;
    return to !== null && isWithin ? latest : undefined;
  }

  /** The alarm that an excursion belongs to. */
  ownerOf(excursion: string): Alarm | undefined {
    return this.#owners.get(excursion);
  }

  take({ fact, recordedAt }: Recorded): void {
    if (fact.kind === 'excursion-opened') this.#open(fact.excursion, fact.device, recordedAt);
    else if (fact.kind === 'excursion-closed') {
      const { id, from, to, firedAt, endedBy } = fact.excursion;
      const excursions = this.#owners.get(id)?.excursions;
      if (fact.mergedInto !== null && excursions?.has(fact.mergedInto)) excursions.delete(id);
      else
        excursions?.set(id, {
          device: fact.device,
          from,
          to: to ?? firedAt,
          isUnseen: isUnseenEnd(endedBy),
        });
    } else if (fact.kind === 'excursion-withdrawn') {
      const owner = this.#owners.get(fact.excursion.id);
      owner?.excursions.delete(fact.excursion.id);
      if (owner?.excursions.size === 0) owner.endedAt ??= recordedAt;
    } else if ('rule' in fact) {
      // Who answers an alarm of a rule has answered the earlier ones of it too.
      if (fact.kind === 'alarm-acknowledged')
        for (const each of this.#alarms) if (each.rule === fact.rule) each.acknowledgedAt ??= recordedAt;
      const alarm = this.#latest.get(fact.rule);
      if (alarm === undefined) return;
      if (fact.kind === 'alarm-escalated') alarm.escalations++;
      else if (fact.kind === 'alarm-cleared') {
        alarm.endedAt = recordedAt;
        alarm.clearedAt = lastExcursion(alarm)?.to ?? null;
        alarm.validUntil = fact.at;
      }
    }
  }

  #open(excursion: RecordedExcursion, device: string, recordedAt: number): void {
    const { id, rule, from, to } = excursion;
    const said = effectiveSeverity(excursion);
    let alarm = this.joinedBy(excursion) as MutableAlarm | undefined;
    if (alarm === undefined) {
      alarm = {
        rule,
        severity: said,
        raisedAt: recordedAt,
        askedAt: recordedAt,
        since: from,
        isLive: false,
        excursions: new Map(),
        acknowledgedAt: null,
        escalations: 0,
        endedAt: null,
        clearedAt: null,
        validUntil: null,
      };
      this.#alarms.push(alarm);
      this.#latest.set(rule, alarm);
    }
    if (isMoreSevere(said, alarm.severity) || (to === null && !alarm.isLive)) {
      alarm.askedAt = recordedAt;
      alarm.acknowledgedAt = null;
      alarm.escalations = 0;
    }
    if (isMoreSevere(said, alarm.severity)) alarm.severity = said;
    alarm.isLive ||= to === null;
    alarm.excursions.set(id, { device, from, to, isUnseen: isUnseenEnd(excursion.endedBy) });
    this.#owners.set(id, alarm);
  }
}

function isUnseenEnd(endedBy: RecordedExcursion['endedBy']): boolean {
  return endedBy === 'end-of-record' || endedBy === 'phase';
}

/** Whether one severity is above another. */
export function isMoreSevere(one: Severity, other: Severity): boolean {
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
