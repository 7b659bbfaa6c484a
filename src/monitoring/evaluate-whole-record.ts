import { type Entry, type NewEntry, outagesRecorded } from '../shipments/ledger.ts';
import { mayBeMisplaced } from '../shipments/messages-not-understood.ts';
import type { Reading } from '../model/reading.ts';
import { recordOf } from '../evaluation/series.ts';
import type { Terms } from '../evaluation/evaluation-context.ts';
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

/** Judges the whole record, brings the ledger up to it, tells people, and notes it in the head. */
export function evaluateWholeRecordWith(database: Database, appendAndNotify: AppendAndNotify) {
  return async function evaluateWholeRecord(
    start: DeviceItem,
    assignment: Assignment,
    terms: Terms,
    asOf: number,
    processedUpTo: number,
  ): Promise<{ judged: DeviceItem; now: DeviceItem }> {
    const { deviceId } = start;
    let deviceItem = start;
    const plan = async (entries: readonly Entry[]): Promise<NewEntry[]> => {
      // Detached meanwhile: what it leaves to judge is judged with the detachment.
      if (!isSameAssignment(deviceItem, assignment) || !isSynced(assignment, deviceId, entries)) return [];
      const readings = [
        ...(await readSegments(database, deviceId, assignment)),
        ...readingsOf(deviceItem).filter(({ at }) => at >= assignment.since),
      ];
      return planEntries(
        deviceId,
        assignment,
        terms,
        readings,
        asOf,
        (state) => connectivityOf(state, assignment, terms, asOf, processedUpTo),
        entries,
        await ownersOf(database, deviceId, readings, assignment),
      );
    };
    const findings = await appendAndNotify(assignment.shipment, async (entries) => {
      deviceItem = await readDeviceItem(database, deviceId);
      if ((await plan(entries)).length === 0) return [];
      // From here on whoever comes finds the head unsettled and looks too; who came before is in what it returns.
      deviceItem = await setLedgerSyncMark(database, deviceId, {
        ...deviceItem.syncMark,
        alarms: syncPending,
      });
      return plan(entries);
    });
    const isMoved = !isSynced(assignment, deviceId, findings.entries);
    if (isMoved) await syncAssignments(database, findings.entries, deviceId);
    // While an entry is untold the head does not note it, so that whoever comes next looks again.
    if (!findings.allNotified || isMoved || !isSameAssignment(deviceItem, assignment))
      return {
        judged: deviceItem,
        now: findings.hasPut || isMoved ? await readDeviceItem(database, deviceId) : deviceItem,
      };
    const syncMark: LedgerSyncMark = {
      alarms: windowAlarms(deviceItem, terms, asOf),
      offlineSince: outagesRecorded(findings.entries).get(deviceId) ?? null,
    };
    const isNoted = JSON.stringify(syncMark) === JSON.stringify(deviceItem.syncMark);
    const now =
      isNoted && !findings.hasPut ? deviceItem : await setLedgerSyncMark(database, deviceId, syncMark);
    return { judged: deviceItem, now };
  };
}

/** Says of times whether they are of an assignment of the device; only where one may be misplaced are they read. */
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

/** Whether a head still stands under the terms that were read for it. */
export function isSameAssignment({ assignment }: DeviceItem, evaluated: Assignment): boolean {
  return JSON.stringify(assignment) === JSON.stringify(evaluated);
}
