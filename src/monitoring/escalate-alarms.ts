import { type Patience, escalations } from '../shipments/alarm-lifecycle.ts';
import { attachmentsRecorded } from '../shipments/ledger.ts';
import { adoptLedger } from '../storage/sync-assignments.ts';
import { readLedger } from '../storage/ledger.ts';
import type { Database } from '../storage/tables.ts';
import { recordAndTellWith } from './append-and-notify.ts';
import type { RequestNotification } from '../notifications/request-notification.ts';
import type { Settler } from './evaluate-device.ts';

/** What a look at a shipment found: entries that should have been told long ago, and whether more is to be done. */
export type Looked = { readonly overdue: number; readonly isDone: boolean };

/** Each minute the function that notifies is asked again: what is older than this has failed more than once. */
const overdueMs = 5 * 60_000;

/**
 * Looks after a shipment with alarms, or that changed: its devices are brought up to its ledger, those that were taken
 * from it are judged to their end, alarms that nobody answers go on, and of what nobody was notified the function that
 * notifies is asked. Nothing is left to do there once people were notified of everything, all is kept and no alarm
 * stands, until it changes.
 */
export async function lookAfterAlarms(
  database: Database,
  requestNotification: RequestNotification,
  patience: Patience,
  settleDetached: Settler['settleDetached'],
  shipment: string,
): Promise<Looked> {
  const { entries } = await readLedger(database, shipment);
  // A function that recorded a step may have ended before the devices knew of it, and nobody may have asked again.
  await adoptLedger(database, entries);
  for (const { device, since, detachedAt } of attachmentsRecorded(entries))
    if (detachedAt !== null) await settleDetached(device, since, Date.now());
  const { unnotified, allKept } = await recordAndTellWith(database, requestNotification)(shipment, (now) =>
    escalations(now, patience, Date.now()),
  );
  const overdue = unnotified.filter(({ recordedAt }) => Date.now() - recordedAt > overdueMs).length;
  return { overdue, isDone: unnotified.length === 0 && allKept };
}
