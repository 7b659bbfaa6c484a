import { isFileDevice } from '../model/attached-file.ts';
import { evaluateIncrement } from '../evaluation/evaluate-increment.ts';
import type { Attempts } from '../storage/attempts.ts';
import { pointsToJournal, readingsOf } from '../storage/decode-device-item.ts';
import { alarmsAfter, connectivityOf, sameConnectivity } from './device-status.ts';
import { evaluateWholeRecord, isSameAssignment } from './evaluate-whole-record.ts';
import type {
  CurrentAssignment,
  Evaluated,
  EvaluationServices,
  EvaluationTime,
} from './evaluation-services.ts';

/**
 * Brings the ledger up to what a device item shows. The whole record is read only if the item shows a change or
 * `fromWholeRecord` says so. What others write meanwhile is evaluated too.
 *
 * @throws {Contended} when others change the device item during every attempt.
 */
export async function evaluateCurrentAssignment(
  services: EvaluationServices,
  { deviceItem, assignment, context }: CurrentAssignment,
  time: EvaluationTime,
  attempts: Attempts,
  fromWholeRecord: boolean,
): Promise<Evaluated> {
  if (!fromWholeRecord && isLedgerUpToDate({ deviceItem, assignment, context }, time))
    return { deviceItem, isReassigned: false };
  for (let current = deviceItem; ;) {
    const { evaluated, newest } = await evaluateWholeRecord(
      services,
      { deviceItem: current, assignment, context },
      time,
    );
    if (!isSameAssignment(newest, assignment))
      // With the same start, the ledger has corrected the assignment, and the device is evaluated again by it.
      return { deviceItem: newest, isReassigned: newest.assignment?.since === assignment.since };
    const sawAll = [...newest.messages.keys()].every((name) => evaluated.messages.has(name));
    if (sawAll && newest.flushNumber === evaluated.flushNumber)
      return { deviceItem: newest, isReassigned: false };
    await attempts.next();
    // A concurrent evaluation may have read the ledger before we recorded anything, so we evaluate its readings too.
    current = newest;
  }
}

/** Whether the sync mark of a device item says that the ledger has everything that the item shows. */
function isLedgerUpToDate(
  { deviceItem, assignment, context }: CurrentAssignment,
  { asOf, processedUpTo }: EvaluationTime,
): boolean {
  if (pointsToJournal(deviceItem)) return false;
  const progress = evaluateIncrement(deviceItem.state, readingsOf(deviceItem), context, asOf);
  return (
    !progress.late &&
    alarmsAfter(deviceItem, progress, context, asOf) === deviceItem.syncMark.alarms &&
    (isFileDevice(deviceItem.deviceId) ||
      sameConnectivity(
        connectivityOf(progress.state, assignment, context, asOf, processedUpTo),
        deviceItem.syncMark,
      ))
  );
}
