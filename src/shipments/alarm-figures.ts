import { alarmsRecorded } from './alarms.ts';
import type { Entry } from './ledger.ts';
import type { Severity } from '../model/enumerations.ts';

/** An alarm that ended by itself this quickly was probably not worth a person's time. */
const soonMs = 10 * 60_000;

/** How the alarms of one rule of a shipment were handled. */
export type AlarmFigures = {
  readonly shipment: string;
  readonly rule: string;
  readonly alarms: number;
  readonly standing: number;
  /** Alarms that ended within ten minutes (device time) of being raised, with nobody having acknowledged them. */
  readonly endedSoon: number;
  readonly acknowledged: number;
  /** Mean time from raising to acknowledgement, in milliseconds. Null where no alarm was acknowledged. */
  readonly meanAcknowledgedAfterMs: number | null;
  readonly severity: Severity;
};

/** Counts, per rule, the alarms that a ledger raised from `since` on (server time, epoch milliseconds). */
export function alarmFigures(entries: readonly Entry[], since: number): AlarmFigures[] {
  const shipment = entries[0]!.shipment;
  const alarms = alarmsRecorded(entries).filter(({ raisedAt }) => raisedAt >= since);
  return [...new Set(alarms.map(({ rule }) => rule))].sort().map((rule) => {
    const own = alarms.filter((alarm) => alarm.rule === rule);
    const waits = own.flatMap(({ acknowledgedAt, raisedAt }) =>
      acknowledgedAt === null ? [] : [acknowledgedAt - raisedAt],
    );
    return {
      shipment,
      rule,
      alarms: own.length,
      standing: own.filter(({ endedAt }) => endedAt === null).length,
      endedSoon: own.filter(
        ({ acknowledgedAt, clearedAt, since: from }) =>
          acknowledgedAt === null && clearedAt !== null && clearedAt - from <= soonMs,
      ).length,
      acknowledged: waits.length,
      meanAcknowledgedAfterMs:
        waits.length === 0 ? null : waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
      severity: own.at(-1)!.severity,
    };
  });
}
