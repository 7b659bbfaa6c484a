import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';

/*
 * The alarms of one shipment, derived from its ledger by the design page (section 4) and ADR 6: one alarm per rule,
 * from the first excursion on any device until an entry says that the rule is back in range. Shares no code with the
 * product.
 */

const severities = ['info', 'minor', 'major', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** The next lower severity; the lowest stays as it is. */
export function lowered(severity: Severity): Severity {
  return severities[Math.max(0, severities.indexOf(severity) - 1)]!;
}

/** The highest of the given severities; `info` where none is given. */
export function highestSeverityOf(some: readonly Severity[]): Severity {
  return severities.findLast((each) => some.includes(each)) ?? 'info';
}

export type AlarmByDesign = {
  readonly rule: string;
  /** The highest severity notified for it. */
  severity: Severity;
  readonly raisedAt: number;
  /**
   * Since when people have been asked to answer. Starts again when the alarm becomes more severe, or turns out to be
   * ongoing.
   */
  askedAt: number;
  /** Device time of its first reading outside the limit. */
  readonly since: number;
  /** Whether any of its excursions was ever notified as ongoing. */
  wentOn: boolean;
  /** When each of its excursions ended (device time), by excursion id; null while it is ongoing. */
  readonly ends: Map<string, number | null>;
  acknowledgedAt: number | null;
  /** The audiences it has been escalated to since people were last asked. */
  escalatedTo: string[];
  endedAt: number | null;
  /** Device time up to which the rule was in range, from the entry that cleared the alarm. */
  clearedUntil: number | null;
};

type Opened = Extract<LedgerEvent, { kind: 'excursion-opened' }>;

/** The severity at which an excursion is notified: one lower if it had already ended when it became known. */
export function severityOfOpened({ excursion: { severity, to } }: Opened): Severity {
  return to === null ? severity : lowered(severity);
}

/** The alarms of a ledger whose entries are read one by one. */
export class AlarmsByDesign {
  readonly all: AlarmByDesign[] = [];

  /** The latest alarm of a rule. */
  last(rule: string): AlarmByDesign | undefined {
    return this.all.findLast((each) => each.rule === rule);
  }

  /** The alarm that contains an excursion. */
  ofExcursion(id: string): AlarmByDesign | undefined {
    return this.all.findLast(({ ends }) => ends.has(id));
  }

  /**
   * The alarm that a new excursion joins: the latest one of its rule. A cleared alarm is joined only by an excursion
   * that has ended and falls into the alarm's own time.
   */
  joinedBy({ excursion: { rule, from, to } }: Opened): AlarmByDesign | undefined {
    const last = this.last(rule);
    if (last === undefined || last.endedAt === null) return last;
    const isOfItsTime = to !== null && to >= last.since && from <= (last.clearedUntil ?? -Infinity);
    return isOfItsTime ? last : undefined;
  }

  read({ fact, recordedAt }: Pick<Entry, 'fact' | 'recordedAt'>): void {
    if (fact.kind === 'excursion-opened') this.#open(fact, recordedAt);
    else if (fact.kind === 'shipment-cancelled') {
      for (const alarm of this.all) alarm.endedAt ??= recordedAt;
    } else if (fact.kind === 'excursion-closed') {
      const { id, to, firedAt } = fact.excursion;
      const alarm = this.ofExcursion(id);
      const isPart = fact.mergedInto !== null && alarm?.ends.has(fact.mergedInto) === true;
      if (isPart) alarm.ends.delete(id);
      else alarm?.ends.set(id, to ?? firedAt);
    } else if (fact.kind === 'excursion-withdrawn') {
      const alarm = this.ofExcursion(fact.excursion.id);
      alarm?.ends.delete(fact.excursion.id);
      if (alarm?.ends.size === 0) alarm.endedAt ??= recordedAt;
    } else if (fact.kind === 'alarm-acknowledged')
      for (const alarm of this.all) {
        if (alarm.rule === fact.rule) alarm.acknowledgedAt ??= recordedAt;
      }
    else if (fact.kind === 'alarm-escalated') this.last(fact.rule)?.escalatedTo.push(fact.to);
    else if (fact.kind === 'alarm-cleared') {
      const alarm = this.last(fact.rule);
      if (alarm !== undefined) Object.assign(alarm, { endedAt: recordedAt, clearedUntil: fact.at });
    }
  }

  #open(fact: Opened, recordedAt: number): void {
    const { id, rule, from, to } = fact.excursion;
    const severity = severityOfOpened(fact);
    const known = this.joinedBy(fact);
    const alarm = known ?? {
      rule,
      severity,
      raisedAt: recordedAt,
      askedAt: recordedAt,
      since: from,
      wentOn: to === null,
      ends: new Map(),
      acknowledgedAt: null,
      escalatedTo: [],
      endedAt: null,
      clearedUntil: null,
    };
    if (known === undefined) this.all.push(alarm);
    if (isAskedAgain(alarm, fact))
      Object.assign(alarm, { askedAt: recordedAt, acknowledgedAt: null, escalatedTo: [] });
    alarm.severity = highestSeverityOf([alarm.severity, severity]);
    alarm.wentOn ||= to === null;
    alarm.ends.set(id, to);
  }
}

/**
 * Whether an excursion that joins an alarm makes it worth asking again: it is more severe, or the first that is
 * ongoing.
 */
export function isAskedAgain(alarm: AlarmByDesign, fact: Opened): boolean {
  const isMoreSevere = highestSeverityOf([alarm.severity, severityOfOpened(fact)]) !== alarm.severity;
  return isMoreSevere || (fact.excursion.to === null && !alarm.wentOn);
}
