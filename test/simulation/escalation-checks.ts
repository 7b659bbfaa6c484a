import type { Entry } from '../../src/shipments/ledger.ts';
import { type AlarmByDesign, AlarmsByDesign, type Severity } from './alarms-by-design.ts';
import { acknowledgeWithinMinutes } from './environment.ts';

const second = 1000;
const minute = 60 * second;
/** How soon an escalation must be recorded after a monitoring run that could see that it was due. */
const recordedWithinMs = 120 * second;

/**
 * Checks the escalations of a ledger. Each goes to the next audience, no sooner than the alarm may wait, and only while
 * it waits; and it does go, with the first monitoring run after that. `monitoredAt` are the times at which every
 * monitoring function was started without a fault; epoch milliseconds, ascending.
 */
export function escalationViolations(
  entries: readonly Entry[],
  monitoredAt: readonly number[],
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
      const runAt = monitoredAt.find((at) => at >= dueAt + 5 * second);
      if (alarm.escalatedTo.length >= audiences.length || runAt === undefined) continue;
      if (waits(alarm) && runAt + recordedWithinMs <= until)
        missed.add(
          `the alarm of ${alarm.rule} has waited since ${iso(alarm.askedAt)}, and was not escalated to ${audiences[alarm.escalatedTo.length]}`,
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

/** When an alarm is escalated to its next audience; infinity where it never is. */
function dueOf({ severity, askedAt, escalatedTo }: AlarmByDesign): number {
  const minutes: Record<Severity, number | null> = acknowledgeWithinMinutes;
  return askedAt + (minutes[severity] ?? Infinity) * (escalatedTo.length + 1) * minute;
}

function wrongOf(
  alarm: AlarmByDesign,
  { to, severity }: Extract<Entry['fact'], { kind: 'alarm-escalated' }>,
  at: number,
  audiences: readonly string[],
): string | null {
  if (alarm.endedAt !== null) return `it had ended at ${iso(alarm.endedAt)}`;
  if (alarm.acknowledgedAt !== null) return `it had been acknowledged at ${iso(alarm.acknowledgedAt)}`;
  if (at < dueOf(alarm)) return `it has waited only since ${iso(alarm.askedAt)}`;
  if (severity !== alarm.severity) return `it is ${alarm.severity}, not ${severity}`;
  const next = audiences[alarm.escalatedTo.length];
  return to === next ? null : `it goes to ${to}, the next audience is ${next ?? 'none'}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
