import { cancellationOf } from '../shipments/cancellation.ts';
import { type Entry, type NewEntry, outagesRecorded } from '../shipments/ledger.ts';
import { mayBeMisplaced } from '../shipments/messages-not-understood.ts';
import { isFileDevice } from '../model/attached-file.ts';
import type { Reading } from '../model/reading.ts';
import { recordOf } from '../evaluation/series.ts';
import { syncAssignments, isSynced } from '../storage/sync-assignments.ts';
import { readDeviceItem } from '../storage/append.ts';
import {
  type Assignment,
  type DeviceItem,
  type LedgerSyncMark,
  syncPending,
} from '../storage/device-item.ts';
import { ownerOf, readAssignments } from '../storage/assignments.ts';
import { readSegments } from '../storage/journal.ts';
import type { Database } from '../storage/tables.ts';
import { setLedgerSyncMark } from '../storage/ledger-sync-mark.ts';
import { judgeLaterLegs } from './judge-later-legs.ts';
import { planEntries } from './plan-entries.ts';
import type { CurrentAssignment, EvaluationServices, EvaluationTime } from './evaluation-services.ts';
import { connectivityOf, windowAlarms } from './device-status.ts';
import { readingsOf } from '../storage/decode-device-item.ts';

/**
 * Evaluates a device's whole record, brings the ledger up to it, requests notifications and updates the sync mark of
 * the device item. Resolves to the device item that was `evaluated` and to the `newest` one.
 */
export async function evaluateWholeRecord(
  { database, appendAndNotify }: EvaluationServices,
  { deviceItem: start, assignment, context }: CurrentAssignment,
  time: EvaluationTime,
): Promise<{ evaluated: DeviceItem; newest: DeviceItem }> {
  const { deviceId } = start;
  let deviceItem = start;
  const recorded = await appendAndNotify(assignment.shipment, async (entries) => {
    const plan = (): Promise<NewEntry[]> =>
      planFromWholeRecord(database, { deviceItem, assignment, context }, time, entries);
    deviceItem = await readDeviceItem(database, deviceId);
    if ((await plan()).length === 0) return [];
    // Later writers see the pending mark and evaluate too; earlier writes are in the device item that this returns.
    deviceItem = await setLedgerSyncMark(database, deviceId, { ...deviceItem.syncMark, alarms: syncPending });
    return plan();
  });
  await judgeLaterLegs(database, appendAndNotify, recorded.entries);
  const isMoved = !isSynced(assignment, deviceId, recorded.entries);
  if (isMoved) await syncAssignments(database, recorded.entries, deviceId);
  // Without a notification the mark stays pending, so that the next evaluation tries again.
  if (!recorded.allNotified || isMoved || !isSameAssignment(deviceItem, assignment)) {
    const isChanged = recorded.hasPut || isMoved;
    return {
      evaluated: deviceItem,
      newest: isChanged ? await readDeviceItem(database, deviceId) : deviceItem,
    };
  }
  const syncMark: LedgerSyncMark = {
    alarms: windowAlarms(deviceItem, context, time.asOf),
    offlineSince: outagesRecorded(recorded.entries).get(deviceId) ?? null,
  };
  const isNoted = JSON.stringify(syncMark) === JSON.stringify(deviceItem.syncMark);
  const newest =
    isNoted && !recorded.hasPut ? deviceItem : await setLedgerSyncMark(database, deviceId, syncMark);
  return { evaluated: deviceItem, newest };
}

/** Plans the entries that a ledger lacks, from everything that the device has read for the assignment. */
async function planFromWholeRecord(
  database: Database,
  { deviceItem, assignment, context }: CurrentAssignment,
  { asOf, processedUpTo }: EvaluationTime,
  entries: readonly Entry[],
): Promise<NewEntry[]> {
  const { deviceId } = deviceItem;
  // Whatever is read of goods that do not travel raises nothing.
  if (cancellationOf(entries) !== null) return [];
  // The device was detached meanwhile: its remaining readings are evaluated with the ended assignment.
  if (!isSameAssignment(deviceItem, assignment) || !isSynced(assignment, deviceId, entries)) return [];
  const readings = [
    ...(await readSegments(database, deviceId, assignment)),
    ...readingsOf(deviceItem).filter(({ at }) => at >= assignment.since),
  ];
  const isOwned = await ownersOf(database, deviceId, readings, assignment);
  return planEntries({ device: deviceId, assignment, context, readings, entries, asOf, isOwned }, (state) =>
    isFileDevice(deviceId) ? null : connectivityOf(state, assignment, context, asOf, processedUpTo),
  );
}

/**
 * Makes a function that says whether a time belongs to any assignment of the device. The assignments are read only if a
 * message may be misplaced.
 */
export async function ownersOf(
  database: Database,
  deviceId: string,
  readings: readonly Reading[],
  { since }: Assignment,
): Promise<(at: number) => boolean> {
  if (!mayBeMisplaced(recordOf(readings.filter(({ channel }) => channel === 'backlog')), since))
    return () => false;
  const past = await readAssignments(database, deviceId);
  return (at) => ownerOf(at, null, past) !== null;
}

/** Whether the device item still has the assignment that was evaluated. */
export function isSameAssignment({ assignment }: DeviceItem, evaluated: Assignment): boolean {
  return JSON.stringify(assignment) === JSON.stringify(evaluated);
}
