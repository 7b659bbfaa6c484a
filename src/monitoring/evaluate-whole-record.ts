import { type Entry, type NewEntry, outagesRecorded } from '../shipments/ledger.ts';
import { mayBeMisplaced } from '../shipments/messages-not-understood.ts';
import type { Reading } from '../model/reading.ts';
import { recordOf } from '../evaluation/series.ts';
import type { EvaluationContext } from '../evaluation/evaluation-context.ts';
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
import { planEntries } from './plan-entries.ts';
import type { AppendAndNotify } from './append-and-notify.ts';
import { connectivityOf, windowAlarms } from './device-status.ts';
import { readingsOf } from '../storage/decode-device-item.ts';

/**
 * Makes a function that evaluates a device's whole record, brings the ledger up to it, requests notifications and
 * updates the sync mark of the device item. It resolves to the device item that was evaluated (`judged`) and the newest
 * one (`now`).
 */
export function evaluateWholeRecordWith(database: Database, appendAndNotify: AppendAndNotify) {
  return async function evaluateWholeRecord(
    start: DeviceItem,
    assignment: Assignment,
    context: EvaluationContext,
    asOf: number,
    processedUpTo: number,
  ): Promise<{ judged: DeviceItem; now: DeviceItem }> {
    const { deviceId } = start;
    let deviceItem = start;
    const plan = async (entries: readonly Entry[]): Promise<NewEntry[]> => {
      // The device was detached meanwhile: its remaining readings are evaluated with the ended assignment.
      if (!isSameAssignment(deviceItem, assignment) || !isSynced(assignment, deviceId, entries)) return [];
      const readings = [
        ...(await readSegments(database, deviceId, assignment)),
        ...readingsOf(deviceItem).filter(({ at }) => at >= assignment.since),
      ];
      return planEntries(
        deviceId,
        assignment,
        context,
        readings,
        asOf,
        (state) => connectivityOf(state, assignment, context, asOf, processedUpTo),
        entries,
        await ownersOf(database, deviceId, readings, assignment),
      );
    };
    const findings = await appendAndNotify(assignment.shipment, async (entries) => {
      deviceItem = await readDeviceItem(database, deviceId);
      if ((await plan(entries)).length === 0) return [];
      // Later writers see the pending mark and evaluate too; earlier writes are in the device item that this returns.
      deviceItem = await setLedgerSyncMark(database, deviceId, {
        ...deviceItem.syncMark,
        alarms: syncPending,
      });
      return plan(entries);
    });
    const isMoved = !isSynced(assignment, deviceId, findings.entries);
    if (isMoved) await syncAssignments(database, findings.entries, deviceId);
    // Without a notification the mark stays pending, so that the next evaluation tries again.
    if (!findings.allNotified || isMoved || !isSameAssignment(deviceItem, assignment))
      return {
        judged: deviceItem,
        now: findings.hasPut || isMoved ? await readDeviceItem(database, deviceId) : deviceItem,
      };
    const syncMark: LedgerSyncMark = {
      alarms: windowAlarms(deviceItem, context, asOf),
      offlineSince: outagesRecorded(findings.entries).get(deviceId) ?? null,
    };
    const isNoted = JSON.stringify(syncMark) === JSON.stringify(deviceItem.syncMark);
    const now =
      isNoted && !findings.hasPut ? deviceItem : await setLedgerSyncMark(database, deviceId, syncMark);
    return { judged: deviceItem, now };
  };
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
