import { type Entry, type NewEntry, silencesRecorded } from '../shipments/ledger.ts';
import { mayBeMisplaced } from '../shipments/messages-not-understood.ts';
import type { Reading } from '../model/reading.ts';
import { recordOf } from '../evaluation/series.ts';
import type { Terms } from '../evaluation/evaluation-context.ts';
import { adoptLedger, isAdopted } from '../storage/sync-assignments.ts';
import { readHead } from '../storage/append.ts';
import { type Assignment, type Head, type Told, unsettled } from '../storage/device-item.ts';
import { ownerOf, readAssignments } from '../storage/assignments.ts';
import { readSegments } from '../storage/journal.ts';
import type { Database } from '../storage/tables.ts';
import { noteTold } from '../storage/ledger-sync-mark.ts';
import { findNews } from './plan-entries.ts';
import type { RecordAndTell } from './append-and-notify.ts';
import { contactOf, windowAlarms } from './device-status.ts';
import { readingsOf } from '../storage/decode-device-item.ts';

/** Judges the whole record, brings the ledger up to it, tells people, and notes it in the head. */
export function settleRecordWith(database: Database, recordAndTell: RecordAndTell) {
  return async function settleRecord(
    start: Head,
    assignment: Assignment,
    terms: Terms,
    asOf: number,
    processedUpTo: number,
  ): Promise<{ judged: Head; now: Head }> {
    const { deviceId } = start;
    let head = start;
    const look = async (entries: readonly Entry[]): Promise<NewEntry[]> => {
      // Detached meanwhile: what it leaves to judge is judged with the detachment.
      if (!isSameAssignment(head, assignment) || !isAdopted(assignment, deviceId, entries)) return [];
      const readings = [
        ...(await readSegments(database, deviceId, assignment)),
        ...readingsOf(head).filter(({ at }) => at >= assignment.since),
      ];
      return findNews(
        deviceId,
        assignment,
        terms,
        readings,
        asOf,
        (state) => contactOf(state, assignment, terms, asOf, processedUpTo),
        entries,
        await ownersOf(database, deviceId, readings, assignment),
      );
    };
    const findings = await recordAndTell(assignment.shipment, async (entries) => {
      head = await readHead(database, deviceId);
      if ((await look(entries)).length === 0) return [];
      // From here on whoever comes finds the head unsettled and looks too; who came before is in what it returns.
      head = await noteTold(database, deviceId, { ...head.told, alarms: unsettled });
      return look(entries);
    });
    const isMoved = !isAdopted(assignment, deviceId, findings.entries);
    if (isMoved) await adoptLedger(database, findings.entries, deviceId);
    // While an entry is untold the head does not note it, so that whoever comes next looks again.
    if (!findings.allTold || isMoved || !isSameAssignment(head, assignment))
      return { judged: head, now: findings.hasPut || isMoved ? await readHead(database, deviceId) : head };
    const told: Told = {
      alarms: windowAlarms(head, terms, asOf),
      silentSince: silencesRecorded(findings.entries).get(deviceId) ?? null,
    };
    const isNoted = JSON.stringify(told) === JSON.stringify(head.told);
    const now = isNoted && !findings.hasPut ? head : await noteTold(database, deviceId, told);
    return { judged: head, now };
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
export function isSameAssignment({ assignment }: Head, judged: Assignment): boolean {
  return JSON.stringify(assignment) === JSON.stringify(judged);
}
