import type { Entry } from '../../src/shipments/ledger.ts';
import { type AlarmByDesign, AlarmsByDesign, type Severity } from './alarms-by-design.ts';
import { patienceMinutes } from './environment.ts';

const second = 1000;
const minute = 60 * second;
/** An escalation is recorded so long after a look that could see that it is due. */
const recordedWithinMs = 120 * second;

/**
 * What does not hold of the escalations of a ledger: each goes to the next audience, not before the alarm has waited for
 * as long as it may, and only while it waits; and it does go, with the first of `looks` by then. `looks` are the moments at
 * which every function that watches was started and nothing went wrong; epoch milliseconds, rising.
 */
export function escalationViolations(
  entries: readonly Entry[],
  looks: readonly number[],
  endsAt: number,
): string[] {
  const violations: string[] = [];
  const first = entries[0]?.fact;
  if (first?.kind !== 'shipment-created') return ['has no beginning'];
  const audiences = first.escalation ?? [];
  const alarms = new AlarmsByDesign();
  const escalatedAt = new Map<AlarmByDesign, number>();
  const missed = new Set<string>();
  const noteMissed = (until: number): void => {
    for (const alarm of alarms.all) {
      const dueAt = Math.max(dueOf(alarm), escalatedAt.get(alarm) ?? 0);
      const look = looks.find((at) => at >= dueAt + 5 * second);
      if (alarm.escalatedTo.length >= audiences.length || look === undefined) continue;
      if (waits(alarm) && look + recordedWithinMs <= until)
        missed.add(
          `the alarm of ${alarm.rule} waits since ${iso(alarm.askedAt)}, and did not go on to ${audiences[alarm.escalatedTo.length]}`,
        );
    }
  };
  for (const entry of entries) {
    noteMissed(entry.recordedAt);
    const { fact, recordedAt, sequence } = entry;
    if (fact.kind === 'alarm-escalated') {
      const alarm = alarms.last(fact.rule);
      const wrong = alarm === undefined ? 'no alarm' : wrongOf(alarm, fact, recordedAt, audiences);
      if (wrong !== null) violations.push(`entry ${sequence} escalates ${fact.rule}: ${wrong}`);
      if (alarm !== undefined) escalatedAt.set(alarm, recordedAt);
    }
    alarms.read(entry);
  }
  noteMissed(endsAt);
  return [...violations, ...missed];
}

function waits({ endedAt, acknowledgedAt }: AlarmByDesign): boolean {
  return endedAt === null && acknowledgedAt === null;
}

/** When an alarm goes on to its next audience; infinity where it never does. */
function dueOf({ severity, askedAt, escalatedTo }: AlarmByDesign): number {
  const minutes: Record<Severity, number | null> = patienceMinutes;
  return askedAt + (minutes[severity] ?? Infinity) * (escalatedTo.length + 1) * minute;
}

function wrongOf(
  alarm: AlarmByDesign,
  { to, severity }: Extract<Entry['fact'], { kind: 'alarm-escalated' }>,
  at: number,
  audiences: readonly string[],
): string | null {
  if (alarm.endedAt !== null) return `it ended ${iso(alarm.endedAt)}`;
  if (alarm.acknowledgedAt !== null) return `it was acknowledged ${iso(alarm.acknowledgedAt)}`;
  if (at < dueOf(alarm)) return `it waits since ${iso(alarm.askedAt)} only`;
  if (severity !== alarm.severity) return `it is ${alarm.severity}, not ${severity}`;
  const next = audiences[alarm.escalatedTo.length];
  return to === next ? null : `it goes to ${to}, the next is ${next ?? 'nobody'}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
