import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';

/*
 * Alarms of one shipment, read from its ledger by the design page, section 4 and ADR 6: of each rule one alarm, from the
 * first excursion of any device until an entry says that the rule has held. Shares no code with the product.
 */

const severities = ['info', 'minor', 'major', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** One severity lower; the lowest stays. */
export function oneLower(severity: Severity): Severity {
  return severities[Math.max(0, severities.indexOf(severity) - 1)]!;
}

/** The loudest of some severities. */
export function loudestOf(some: readonly Severity[]): Severity {
  return severities.findLast((each) => some.includes(each)) ?? 'info';
}

export type AlarmByDesign = {
  readonly rule: string;
  /** The loudest that was said of it. */
  severity: Severity;
  readonly raisedAt: number;
  /** Since when people are asked to answer: anew where it becomes louder, or goes on after all. */
  askedAt: number;
  /** The device time of its first reading outside. */
  readonly since: number;
  /** Whether it was ever said to go on. */
  wentOn: boolean;
  /** The ends of its excursions by their ids, in device time; null while one goes on. */
  readonly ends: Map<string, number | null>;
  acknowledgedAt: number | null;
  /** Audiences to which it went since it was asked for last. */
  escalatedTo: string[];
  endedAt: number | null;
  /** Device time up to which the rule was seen to hold, where an entry says that it held. */
  heldUntil: number | null;
};

export type Opened = Extract<LedgerEvent, { kind: 'excursion-opened' }>;

/** How loud an excursion is said: one that was over when it became known, one severity lower. */
export function severityOfOpened({ excursion: { severity, to } }: Opened): Severity {
  return to === null ? severity : oneLower(severity);
}

/** The alarms as entries are read one after another. */
export class AlarmsByDesign {
  readonly all: AlarmByDesign[] = [];

  /** The alarm of a rule that was raised last. */
  last(rule: string): AlarmByDesign | undefined {
    return this.all.findLast((each) => each.rule === rule);
  }

  /** The alarm that an excursion is part of. */
  ofExcursion(id: string): AlarmByDesign | undefined {
    return this.all.findLast(({ ends }) => ends.has(id));
  }

  /** The alarm that an excursion is part of when it opens: that of its time, unless that is over and it goes on. */
  joinedBy({ excursion: { rule, from, to } }: Opened): AlarmByDesign | undefined {
    const last = this.last(rule);
    if (last === undefined || last.endedAt === null) return last;
    const isOfItsTime = to !== null && to >= last.since && from <= (last.heldUntil ?? -Infinity);
    return isOfItsTime ? last : undefined;
  }

  read({ fact, recordedAt }: Pick<Entry, 'fact' | 'recordedAt'>): void {
    if (fact.kind === 'excursion-opened') this.#open(fact, recordedAt);
    else if (fact.kind === 'excursion-closed') {
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
      if (alarm !== undefined) Object.assign(alarm, { endedAt: recordedAt, heldUntil: fact.at });
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
      heldUntil: null,
    };
    if (known === undefined) this.all.push(alarm);
    if (isAskedAnew(alarm, fact))
      Object.assign(alarm, { askedAt: recordedAt, acknowledgedAt: null, escalatedTo: [] });
    alarm.severity = loudestOf([alarm.severity, severity]);
    alarm.wentOn ||= to === null;
    alarm.ends.set(id, to);
  }
}

/** Whether an excursion that joins an alarm says more than was said of it: it is louder, or goes on after all. */
export function isAskedAnew(alarm: AlarmByDesign, fact: Opened): boolean {
  const isMoreSevere = loudestOf([alarm.severity, severityOfOpened(fact)]) !== alarm.severity;
  return isMoreSevere || (fact.excursion.to === null && !alarm.wentOn);
}
