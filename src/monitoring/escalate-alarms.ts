import { type AcknowledgementDeadlines, escalations } from '../shipments/alarm-lifecycle.ts';
import { attachmentsRecorded } from '../shipments/ledger.ts';
import { syncAssignments } from '../storage/sync-assignments.ts';
import { readLedger } from '../storage/ledger.ts';
import type { Database } from '../storage/tables.ts';
import { appendAndNotifyWith } from './append-and-notify.ts';
import type { RequestNotification } from '../notifications/request-notification.ts';
import type { DeviceEvaluator } from './evaluate-device.ts';

/** What a look at a shipment found: entries that should have been told long ago, and whether more is to be done. */
export type Escalated = { readonly overdue: number; readonly isDone: boolean };

/** Each minute the function that notifies is asked again: what is older than this has failed more than once. */
const overdueMs = 5 * 60_000;

/**
 * Looks after a shipment with alarms, or that changed: its devices are brought up to its ledger, those that were taken
 * from it are judged to their end, alarms that nobody answers go on, and of what nobody was notified the function that
 * notifies is asked. Nothing is left to do there once people were notified of everything, all is kept and no alarm
 * stands, until it changes.
 */
export async function escalateAlarms(
  database: Database,
  requestNotification: RequestNotification,
  deadlines: AcknowledgementDeadlines,
  evaluateDetached: DeviceEvaluator['evaluateDetached'],
  shipment: string,
): Promise<Escalated> {
  const { entries } = await readLedger(database, shipment);
  // A function that recorded a step may have ended before the devices knew of it, and nobody may have asked again.
  await syncAssignments(database, entries);
  for (const { device, since, detachedAt } of attachmentsRecorded(entries))
    if (detachedAt !== null) await evaluateDetached(device, since, Date.now());
  const { unnotified, allArchived } = await appendAndNotifyWith(database, requestNotification)(
    shipment,
    (now) => escalations(now, deadlines, Date.now()),
  );
  const overdue = unnotified.filter(({ recordedAt }) => Date.now() - recordedAt > overdueMs).length;
  return { overdue, isDone: unnotified.length === 0 && allArchived };
}
