import { type AcknowledgementDeadlines, escalations } from '../shipments/alarm-lifecycle.ts';
import { cancellationOf } from '../shipments/cancellation.ts';
import { attachmentsRecorded } from '../shipments/ledger.ts';
import { finishCancellation } from '../storage/cancel-shipment.ts';
import { mayShowPredecessors, recordPredecessors } from '../storage/record-predecessors.ts';
import { syncAssignments } from '../storage/sync-assignments.ts';
import { readLedger } from '../storage/ledger.ts';
import type { Database } from '../storage/tables.ts';
import { appendAndNotifyWith } from './append-and-notify.ts';
import { judgeChangedLegs } from './judge-later-legs.ts';
import type { RequestNotification } from '../notifications/request-notification.ts';
import type { DeviceEvaluator } from './evaluate-device.ts';

/** The outcome for one shipment: how many notifications are overdue, and whether nothing is left to do. */
type Escalated = { readonly overdue: number; readonly isDone: boolean };

/**
 * Notifications are requested again each minute; one that is still missing after this time has failed more than once.
 */
const overdueMs = 5 * 60_000;

/**
 * Processes a shipment that has alarms or has changed. It brings the assignments of its devices up to the ledger, records
 * where its units came from, evaluates detached devices up to their detachment, completes a cancellation, judges released
 * shipments again whose goods were here, escalates alarms that nobody acknowledged, and requests missing notifications.
 * Nothing is left to do, until the shipment changes, once people were notified of every entry and the ledger is archived.
 */
export async function escalateAlarms(
  database: Database,
  requestNotification: RequestNotification,
  deadlines: AcknowledgementDeadlines,
  evaluateDetached: DeviceEvaluator['evaluateDetached'],
  shipment: string,
): Promise<Escalated> {
  const { entries } = await readLedger(database, shipment);
  // A function that recorded an action may have died before it updated the devices, and nobody may have retried.
  await syncAssignments(database, entries);
  if (mayShowPredecessors(entries, Date.now())) await recordPredecessors(database, shipment);
  if (cancellationOf(entries) !== null) await finishCancellation(database, shipment);
  for (const { device, since, detachedAt } of attachmentsRecorded(entries))
    if (detachedAt !== null) await evaluateDetached(device, since, Date.now());
  const appendAndNotify = appendAndNotifyWith(database, requestNotification);
  await judgeChangedLegs(database, appendAndNotify, entries);
  const { unnotified, allArchived } = await appendAndNotify(shipment, (now) =>
    escalations(now, deadlines, Date.now()),
  );
  const overdue = unnotified.filter(({ recordedAt }) => Date.now() - recordedAt > overdueMs).length;
  return { overdue, isDone: unnotified.length === 0 && allArchived };
}
