import type { EvaluationContext } from '../evaluation/evaluation-context.ts';
import type { RequestNotification } from '../notifications/request-notification.ts';
import { Attempts } from '../storage/attempts.ts';
import { pointsToJournal, readingsOf } from '../storage/decode-device-item.ts';
import type { Assignment, DeviceItem } from '../storage/device-item.ts';
import { evaluationContextsFrom, stateReducer } from '../storage/evaluation-contexts.ts';
import { flushToJournal, isItemFull } from '../storage/flush-to-journal.ts';
import type { Database } from '../storage/tables.ts';
import { appendAndNotifyWith } from './append-and-notify.ts';
import {
  canSkipEvaluation,
  flushedAlarms,
  hasLateReadings,
  isOverdue,
  nextEvaluationAt,
  windowAlarms,
} from './device-status.ts';
import { evaluateCurrentAssignment } from './evaluate-current-assignment.ts';
import {
  endedAssignmentsOf,
  evaluateDetached,
  evaluateOtherAssignments,
} from './evaluate-other-assignments.ts';
import { isSameAssignment } from './evaluate-whole-record.ts';
import type { Evaluated, EvaluationServices, EvaluationTime } from './evaluation-services.ts';

/**
 * Evaluates devices: brings their shipments' ledgers up to date and requests notifications. Times are epoch
 * milliseconds.
 */
export type DeviceEvaluator = {
  /** Evaluates a device item, and resolves to the newest one. */
  readonly evaluate: (deviceItem: DeviceItem, time: EvaluationTime) => Promise<DeviceItem>;
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
  const services: EvaluationServices = {
    database,
    contextOf: evaluationContextsFrom(database),
    appendAndNotify: appendAndNotifyWith(database, requestNotification),
  };
  const { contextOf } = services;
  return {
    evaluate: (deviceItem, time) => evaluateDevice(services, deviceItem, time),
    isOverdue: async (deviceItem, asOf) =>
      deviceItem.assignment !== null &&
      isOverdue(deviceItem, deviceItem.assignment, await contextOf(deviceItem.assignment), asOf),
    nextTimerAt: async (deviceItem, asOf) =>
      deviceItem.assignment === null
        ? asOf
        : nextEvaluationAt(deviceItem, deviceItem.assignment, await contextOf(deviceItem.assignment), asOf),
    evaluateDetached: (deviceId, since, asOf) => evaluateDetached(services, deviceId, since, asOf),
  };
}

/** Evaluates a device item, and again by its new assignment as long as the assignment changes meanwhile. */
async function evaluateDevice(
  services: EvaluationServices,
  deviceItem: DeviceItem,
  time: EvaluationTime,
): Promise<DeviceItem> {
  const attempts = new Attempts(`the record of ${deviceItem.deviceId}`);
  let evaluated = await evaluateOnce(services, deviceItem, time, attempts);
  while (evaluated.isReassigned) {
    await attempts.next();
    evaluated = await evaluateOnce(services, evaluated.deviceItem, time, attempts);
  }
  return evaluated.deviceItem;
}

/** Evaluates a device item by its assignment: as little as its new readings permit. */
async function evaluateOnce(
  services: EvaluationServices,
  deviceItem: DeviceItem,
  time: EvaluationTime,
  attempts: Attempts,
): Promise<Evaluated> {
  const { assignment } = deviceItem;
  if (assignment === null) return evaluateOtherAssignments(services, deviceItem, time, attempts);
  const context = await services.contextOf(assignment);
  const hasLate = hasLateReadings(deviceItem, context);
  const canSkip =
    time.processedUpTo === -Infinity && !hasLate && canSkipEvaluation(deviceItem, context, time.asOf);
  if (canSkip) {
    const isFull = isItemFull(deviceItem);
    return done(isFull ? await flush(services, deviceItem, context, time, true) : deviceItem);
  }
  if (await concernsOthers(services, deviceItem, assignment))
    return evaluateOtherAssignments(services, deviceItem, time, attempts);
  const evaluated = await evaluateCurrentAssignment(
    services,
    { deviceItem, assignment, context },
    time,
    attempts,
    hasLate,
  );
  const isOver = context.until !== null && evaluated.deviceItem.messages.size > 0;
  // After the end of the span, readings left in the device item would count as late every time.
  const mustFlush =
    (isItemFull(evaluated.deviceItem) || isOver) && isSameAssignment(evaluated.deviceItem, assignment);
  return mustFlush ? done(await flush(services, evaluated.deviceItem, context, time)) : evaluated;
}

/** Whether some readings may belong to another assignment than the current one. */
async function concernsOthers(
  { database }: EvaluationServices,
  deviceItem: DeviceItem,
  { since }: Assignment,
): Promise<boolean> {
  if (readingsOf(deviceItem).some(({ at }) => at < since)) return true;
  // Messages written directly to the journal may belong to an earlier assignment, if there is one.
  return pointsToJournal(deviceItem) && (await endedAssignmentsOf(database, deviceItem)).length > 0;
}

/** Moves the readings of an evaluated device item into the journal. */
async function flush(
  { database }: EvaluationServices,
  deviceItem: DeviceItem,
  context: EvaluationContext,
  { asOf }: EvaluationTime,
  isLedgerUpToDate = windowAlarms(deviceItem, context, asOf) === deviceItem.syncMark.alarms,
): Promise<DeviceItem> {
  return flushToJournal(
    database,
    deviceItem,
    stateReducer(context),
    isLedgerUpToDate ? (state) => flushedAlarms(state, context, asOf) : null,
  );
}

const done = (deviceItem: DeviceItem): Evaluated => ({ deviceItem, isReassigned: false });
