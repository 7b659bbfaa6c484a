import type { Reading } from '../model/reading.ts';
import { evaluateIncrement } from '../evaluation/evaluate-increment.ts';
import type { EvaluationContext } from '../evaluation/evaluation-context.ts';
import { Attempts } from '../storage/attempts.ts';
import type { Assignment, DeviceItem } from '../storage/device-item.ts';
import { type PastAssignment, ownerOf, readAssignments } from '../storage/assignments.ts';
import { putByAssignment } from '../storage/journal.ts';
import { isItemFull, keepLastValues, flushToJournal } from '../storage/flush-to-journal.ts';
import type { Database } from '../storage/tables.ts';
import { stateReducer, profilesFrom, evaluationContextsFrom } from '../storage/evaluation-contexts.ts';
import { appendAndNotifyWith } from './append-and-notify.ts';
import { evaluateEndedAssignment } from './evaluate-ended-assignment.ts';
import { isSameAssignment, evaluateWholeRecordWith } from './evaluate-whole-record.ts';
import type { RequestNotification } from '../notifications/request-notification.ts';
import {
  alarmsAfter,
  connectivityOf,
  nextEvaluationAt,
  hasLateReadings,
  isOverdue,
  canSkipEvaluation,
  sameConnectivity,
  flushedAlarms,
  windowAlarms,
} from './device-status.ts';
import { messagesOf, pointsToJournal, readingsOf } from '../storage/decode-device-item.ts';

/**
 * Evaluates devices: brings their shipments' ledgers up to date and requests notifications. Times are epoch
 * milliseconds.
 */
export type DeviceEvaluator = {
  /**
   * Evaluates a device item as of a time. A device counts as offline only if its deadline lies before `processedUpTo`,
   * the time up to which the queue is processed; minus infinity means that no device may be called offline.
   */
  readonly evaluate: (
    deviceItem: DeviceItem,
    options: { asOf: number; processedUpTo: number },
  ) => Promise<DeviceItem>;
  /** Whether a device's deadline has passed without the device being recorded as offline. */
  readonly isOverdue: (deviceItem: DeviceItem, asOf: number) => Promise<boolean>;
  /** When a device has to be evaluated next if it sends nothing; `asOf` itself if it is due. */
  readonly nextTimerAt: (deviceItem: DeviceItem, asOf: number) => Promise<number>;
  /** Evaluates what a device read for a shipment that it has been detached from. */
  readonly evaluateDetached: (deviceId: string, since: number, asOf: number) => Promise<void>;
};

/** Makes an evaluator that reads each profile once, because profile versions never change. */
export function deviceEvaluator(
  database: Database,
  requestNotification: RequestNotification,
): DeviceEvaluator {
  const profileOf = profilesFrom(database);
  const evaluationContextOf = evaluationContextsFrom(database, profileOf);
  const appendAndNotify = appendAndNotifyWith(database, requestNotification);
  const evaluateWholeRecord = evaluateWholeRecordWith(database, appendAndNotify);
  const evaluatePast = async (deviceId: string, past: PastAssignment, asOf: number): Promise<void> => {
    const { since } = past.assignment;
    let evaluated: PastAssignment | undefined = past;
    const attempts = new Attempts(`the ended assignment of ${deviceId} to ${past.assignment.shipment}`);
    while (evaluated !== undefined) {
      const context = await evaluationContextOf(evaluated.assignment);
      if (await evaluateEndedAssignment(database, appendAndNotify, deviceId, evaluated, context, asOf))
        return;
      await attempts.next();
      evaluated = (await readAssignments(database, deviceId)).find((each) => each.assignment.since === since);
    }
  };

  return {
    evaluate: (deviceItem, options) => evaluate(deviceItem, options),
    evaluateDetached,
    nextTimerAt,
    isOverdue: async (deviceItem, asOf) =>
      deviceItem.assignment !== null &&
      isOverdue(deviceItem, deviceItem.assignment, await evaluationContextOf(deviceItem.assignment), asOf),
  };

  async function nextTimerAt(deviceItem: DeviceItem, asOf: number): Promise<number> {
    const { assignment } = deviceItem;
    return assignment === null
      ? asOf
      : nextEvaluationAt(deviceItem, assignment, await evaluationContextOf(assignment), asOf);
  }

  async function evaluate(
    deviceItem: DeviceItem,
    { asOf, processedUpTo }: { asOf: number; processedUpTo: number },
    attempts = new Attempts(`the record of ${deviceItem.deviceId}`),
  ): Promise<DeviceItem> {
    const { assignment } = deviceItem;
    if (assignment === null) return evaluateOthers(deviceItem, asOf, processedUpTo, attempts);
    const context = await evaluationContextOf(assignment);
    const hasLate = hasLateReadings(deviceItem, context);
    const canSkip = processedUpTo === -Infinity && !hasLate && canSkipEvaluation(deviceItem, context, asOf);
    if (canSkip && !isItemFull(deviceItem)) return deviceItem;
    const spell = (state: DeviceItem['state']): string => flushedAlarms(state, context, asOf);
    if (canSkip) return flushToJournal(database, deviceItem, stateReducer(context), spell);
    const isEarlier = readingsOf(deviceItem).some(({ at }) => at < assignment.since);
    // Messages written directly to the journal may belong to an earlier assignment, if there is one.
    if (isEarlier || (pointsToJournal(deviceItem) && (await endedOf(deviceItem)).length > 0))
      return evaluateOthers(deviceItem, asOf, processedUpTo, attempts);
    const evaluated = await evaluateCurrent(
      deviceItem,
      assignment,
      context,
      asOf,
      processedUpTo,
      attempts,
      hasLate,
    );
    // After the end of the span, readings left in the device item would count as late every time.
    const isOver = context.until !== null && evaluated.messages.size > 0;
    if ((!isItemFull(evaluated) && !isOver) || !isSameAssignment(evaluated, assignment)) return evaluated;
    const isUpToDate = windowAlarms(evaluated, context, asOf) === evaluated.syncMark.alarms;
    return flushToJournal(database, evaluated, stateReducer(context), isUpToDate ? spell : null);
  }

  /** Moves readings from another assignment's time to that assignment, and evaluates it again. */
  async function evaluateOthers(
    deviceItem: DeviceItem,
    asOf: number,
    processedUpTo: number,
    attempts: Attempts,
  ): Promise<DeviceItem> {
    const { assignment, deviceId } = deviceItem;
    const past = await readAssignments(database, deviceId);
    const isOfOthers = ({ at }: Reading): boolean => {
      const owner = ownerOf(at, assignment, past);
      return owner !== null && owner.assignment.since !== assignment?.since;
    };
    const ofOthers = messagesOf(deviceItem).map((readings) => readings.filter(isOfOthers));
    const moved = await putByAssignment(database, deviceId, assignment, ofOthers);
    const others = pointsToJournal(deviceItem) ? await endedOf(deviceItem) : moved;
    for (const other of others) await evaluatePast(deviceId, other, asOf);
    if (assignment === null)
      return isItemFull(deviceItem) || others.length > 0
        ? flushToJournal(database, deviceItem, keepLastValues)
        : deviceItem;
    const context = await evaluationContextOf(assignment);
    const flushed = await flushToJournal(database, deviceItem, stateReducer(context));
    if (flushed.assignment?.since !== assignment.since) return flushed;
    return evaluateCurrent(flushed, assignment, context, asOf, processedUpTo, attempts, true);
  }

  /** The ended assignments of a device, except the one that the device item names. */
  async function endedOf({ deviceId, assignment }: DeviceItem): Promise<PastAssignment[]> {
    const past = await readAssignments(database, deviceId);
    return past.filter((each) => each.until !== null && each.assignment.since !== assignment?.since);
  }

  async function evaluateCurrent(
    deviceItem: DeviceItem,
    assignment: Assignment,
    context: EvaluationContext,
    asOf: number,
    processedUpTo: number,
    attempts: Attempts,
    fromRecord = false,
  ): Promise<DeviceItem> {
    let current = deviceItem;
    for (let fromWholeRecord = fromRecord; ; fromWholeRecord = true) {
      const progress = evaluateIncrement(current.state, readingsOf(current), context, asOf);
      const isUpToDate =
        !progress.late &&
        !pointsToJournal(current) &&
        alarmsAfter(current, progress, context, asOf) === current.syncMark.alarms &&
        sameConnectivity(
          connectivityOf(progress.state, assignment, context, asOf, processedUpTo),
          current.syncMark,
        );
      if (isUpToDate && !fromWholeRecord) return current;
      const { judged: evaluated, now } = await evaluateWholeRecord(
        current,
        assignment,
        context,
        asOf,
        processedUpTo,
      );
      const sawAll = [...now.messages.keys()].every((name) => evaluated.messages.has(name));
      if (!isSameAssignment(now, assignment)) {
        if (now.assignment?.since !== assignment.since) return now;
        // The ledger has changed the assignment meanwhile, so the device is evaluated again by it.
        await attempts.next();
        return evaluate(now, { asOf, processedUpTo }, attempts);
      }
      if (sawAll && now.flushNumber === evaluated.flushNumber) return now;
      await attempts.next();
      // A concurrent evaluation may have read the ledger before we recorded anything, so we evaluate its readings too.
      current = now;
    }
  }

  async function evaluateDetached(deviceId: string, since: number, asOf: number): Promise<void> {
    const past = await readAssignments(database, deviceId);
    const own = past.find(({ assignment, until }) => assignment.since === since && until !== null);
    if (own !== undefined) await evaluatePast(deviceId, own, asOf);
  }
}
