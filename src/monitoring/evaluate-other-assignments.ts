import type { Reading } from '../model/reading.ts';
import type { Entry } from '../shipments/ledger.ts';
import { type PastAssignment, ownerOf, readAssignments } from '../storage/assignments.ts';
import { Attempts } from '../storage/attempts.ts';
import { messagesOf, pointsToJournal } from '../storage/decode-device-item.ts';
import type { DeviceItem } from '../storage/device-item.ts';
import { stateReducer } from '../storage/evaluation-contexts.ts';
import { flushToJournal, isItemFull, keepLastValues } from '../storage/flush-to-journal.ts';
import { putByAssignment } from '../storage/journal.ts';
import { recordOutcome } from '../storage/record-outcome.ts';
import type { Database } from '../storage/tables.ts';
import { evaluateCurrentAssignment } from './evaluate-current-assignment.ts';
import { evaluateEndedAssignment } from './evaluate-ended-assignment.ts';
import type { Evaluated, EvaluationServices, EvaluationTime } from './evaluation-services.ts';

/**
 * Moves readings that belong to other assignments than the current one to those, evaluates these, and then the current
 * one, if there is one, from its whole record.
 */
export async function evaluateOtherAssignments(
  services: EvaluationServices,
  deviceItem: DeviceItem,
  time: EvaluationTime,
  attempts: Attempts,
): Promise<Evaluated> {
  const { database } = services;
  const { assignment, deviceId } = deviceItem;
  const moved = await moveToOthers(database, deviceItem);
  const others = pointsToJournal(deviceItem) ? await endedAssignmentsOf(database, deviceItem) : moved;
  for (const other of others) {
    const entries = await evaluateEnded(services, deviceId, other, time.asOf);
    // What came late may change the outcome of a shipment without a new entry.
    if (entries !== null) await recordOutcome(database, entries, { isRepeated: true });
  }
  if (assignment === null) {
    const mustFlush = isItemFull(deviceItem) || others.length > 0;
    return {
      deviceItem: mustFlush ? await flushToJournal(database, deviceItem, keepLastValues) : deviceItem,
      isReassigned: false,
    };
  }
  const context = await services.contextOf(assignment);
  const flushed = await flushToJournal(database, deviceItem, stateReducer(context));
  if (flushed.assignment?.since !== assignment.since) return { deviceItem: flushed, isReassigned: false };
  return evaluateCurrentAssignment(
    services,
    { deviceItem: flushed, assignment, context },
    time,
    attempts,
    true,
  );
}

/** Evaluates what a device read for a shipment that it has been detached from. `asOf` is in epoch milliseconds. */
export async function evaluateDetached(
  services: EvaluationServices,
  deviceId: string,
  since: number,
  asOf: number,
): Promise<void> {
  const past = await readAssignments(services.database, deviceId);
  const own = past.find(({ assignment, until }) => assignment.since === since && until !== null);
  if (own !== undefined) await evaluateEnded(services, deviceId, own, asOf);
}

/** The ended assignments of a device, except the one that the device item names. */
export async function endedAssignmentsOf(
  database: Database,
  { deviceId, assignment }: DeviceItem,
): Promise<PastAssignment[]> {
  const past = await readAssignments(database, deviceId);
  return past.filter((each) => each.until !== null && each.assignment.since !== assignment?.since);
}

/** Puts readings of other assignments into the journal under those, and returns those assignments. */
async function moveToOthers(database: Database, deviceItem: DeviceItem): Promise<PastAssignment[]> {
  const { assignment, deviceId } = deviceItem;
  const past = await readAssignments(database, deviceId);
  const isOfOthers = ({ at }: Reading): boolean => {
    const owner = ownerOf(at, assignment, past);
    return owner !== null && owner.assignment.since !== assignment?.since;
  };
  const ofOthers = messagesOf(deviceItem).map((readings) => readings.filter(isOfOthers));
  return putByAssignment(database, deviceId, assignment, ofOthers);
}

/**
 * Evaluates an ended assignment, and again as long as it has to be corrected by the ledger first. Resolves to the ledger;
 * null if the assignment is gone.
 */
async function evaluateEnded(
  services: EvaluationServices,
  deviceId: string,
  past: PastAssignment,
  asOf: number,
): Promise<readonly Entry[] | null> {
  const { since, shipment } = past.assignment;
  const attempts = new Attempts(`the ended assignment of ${deviceId} to ${shipment}`);
  let current: PastAssignment | undefined = past;
  while (current !== undefined) {
    const entries = await evaluateEndedAssignment(services, deviceId, current, asOf);
    if (entries !== null) return entries;
    await attempts.next();
    current = (await readAssignments(services.database, deviceId)).find(
      (each) => each.assignment.since === since,
    );
  }
  return null;
}
