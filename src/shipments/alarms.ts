import type { RecordedExcursion } from './ledger-event.ts';
import type { Entry } from './ledger.ts';
import type { Severity } from '../model/enumerations.ts';
import { isMoreSevere } from '../model/severity.ts';
import { effectiveSeverity } from './effective-severity.ts';

/** An alarm: one rule of one shipment, from its first excursion until the rule is met again. */
export type Alarm = {
  readonly rule: string;
  /** The highest severity that people were notified of. */
  readonly severity: Severity;
  /** Server time at which the alarm was recorded. */
  readonly raisedAt: number;
  /**
   * Server time since which the alarm waits for acknowledgement. It starts again when the severity rises, or when an
   * excursion that people knew as ended turns out to continue.
   */
  readonly askedAt: number;
  /** Device time at which the values went outside the limit. */
  readonly since: number;
  /** Whether people were ever notified that the excursion was still in progress. */
  readonly isLive: boolean;
  /**
   * The alarm's excursions by id, each with its device and its end in device time. The end is null while the
   * excursion lasts.
   */
  readonly excursions: ReadonlyMap<string, AlarmExcursion>;
  readonly acknowledgedAt: number | null;
  /** Who acknowledged it, and what they said; null while nobody has. */
  readonly acknowledgedBy: string | null;
  readonly comment: string | null;
  readonly escalations: number;
  /**
   * Server time at which the alarm ended by itself, was withdrawn, or its shipment was cancelled. Null while the alarm is
   * open.
   */
  readonly endedAt: number | null;
  /** Device time at which its last excursion ended, where the alarm was cleared. */
  readonly clearedAt: number | null;
  /** Device time up to which its rule was known to be met when the alarm was cleared. */
  readonly validUntil: number | null;
};

/**
 * The part of an excursion that its alarm needs. `isUnseen` means that nobody saw the rule met again, because it was
 * no longer evaluated.
 */
export type AlarmExcursion = {
  readonly device: string;
  readonly from: number;
  readonly to: number | null;
  readonly isUnseen: boolean;
};

/** The part of a ledger entry that alarms need. */
export type Recorded = Pick<Entry, 'fact' | 'recordedAt'> & Partial<Pick<Entry, 'by'>>;

/** Every alarm of a ledger, in the order in which they were raised. Of each rule, only the last alarm can be open. */
export function alarmsRecorded(entries: readonly Recorded[]): readonly Alarm[] {
  const book = new AlarmBook();
  for (const entry of entries) book.take(entry);
  return book.alarms;
}

/**
 * The rules with an alarm that nobody acknowledged, in the order in which they were first raised. A withdrawn alarm
 * turned out not to be one.
 */
export function alarmsUnanswered(entries: readonly Recorded[]): readonly string[] {
  const open = alarmsRecorded(entries).filter(
    ({ excursions, acknowledgedAt }) => excursions.size > 0 && acknowledgedAt === null,
  );
  return [...new Set(open.map(({ rule }) => rule))];
}

type MutableAlarm = { -readonly [Key in keyof Alarm]: Alarm[Key] } & {
  excursions: Map<string, AlarmExcursion>;
};

/** The alarms of a ledger, updated entry by entry. */
export class AlarmBook {
  readonly #alarms: MutableAlarm[] = [];
  readonly #latest = new Map<string, MutableAlarm>();
  readonly #owners = new Map<string, MutableAlarm>();

  get alarms(): readonly Alarm[] {
    return this.#alarms;
  }

  /** The open alarm of a rule. */
  active(rule: string): Alarm | undefined {
    const latest = this.#latest.get(rule);
    return latest?.endedAt === null ? latest : undefined;
  }

  /** The alarm that an excursion joins: the open one, or an ended one whose time the excursion overlaps. */
  joinedBy({ rule, from, to }: RecordedExcursion): Alarm | undefined {
    const latest = this.#latest.get(rule);
    if (latest === undefined || latest.endedAt === null) return latest;
    const isWithin =
      latest.validUntil !== null && from <= latest.validUntil && (to ?? Infinity) >= latest.since;
    return to !== null && isWithin ? latest : undefined;
  }

  ownerOf(excursion: string): Alarm | undefined {
    return this.#owners.get(excursion);
  }

  take({ fact, recordedAt, by }: Recorded): void {
    if (fact.kind === 'excursion-opened') this.#open(fact.excursion, fact.device, recordedAt);
    // Nobody is asked about goods that do not travel.
    else if (fact.kind === 'shipment-cancelled') for (const each of this.#alarms) each.endedAt ??= recordedAt;
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
      // Acknowledging an alarm acknowledges the earlier alarms of its rule as well.
      if (fact.kind === 'alarm-acknowledged')
        for (const each of this.#alarms)
          if (each.rule === fact.rule && each.acknowledgedAt === null)
            Object.assign(each, {
              acknowledgedAt: recordedAt,
              acknowledgedBy: by ?? null,
              comment: fact.comment,
            });
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
        acknowledgedBy: null,
        comment: null,
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
      Object.assign(alarm, { acknowledgedAt: null, acknowledgedBy: null, comment: null, escalations: 0 });
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

/** The excursion of an alarm that ended last, or one that still lasts (`to` is null). */
export function lastExcursion({ excursions }: Pick<Alarm, 'excursions'>) {
  const ends = [...excursions.values()];
  return ends.reduce<(typeof ends)[number] | undefined>(
    (last, each) => (last === undefined || (each.to ?? Infinity) > (last.to ?? Infinity) ? each : last),
    undefined,
  );
}

/**
 * When the goods were back within the limit of an alarm, in device time; null while they are outside. Where the alarm
 * has no excursion left, because all were withdrawn, they never were outside, and it is the beginning.
 */
export function backInRangeAt(alarm: Alarm): number | null {
  return alarm.excursions.size === 0 ? alarm.since : lastExcursion(alarm)!.to;
}
