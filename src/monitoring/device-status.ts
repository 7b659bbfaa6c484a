import { isFileDevice } from '../model/attached-file.ts';
import { evaluateIncrement } from '../evaluation/evaluate-increment.ts';
import { newestReading } from '../evaluation/device-state.ts';
import { FastPathWindow, isFastPathReading, canUseFastPath } from '../evaluation/fast-path.ts';
import { nextTimerAt } from '../evaluation/next-timer.ts';
import type { IncrementEvaluation } from '../evaluation/evaluate-increment.ts';
import type { DeviceState } from '../evaluation/device-state.ts';
import { type Connectivity, offlineSince } from '../shipments/connectivity.ts';
import type { Position } from '../shipments/ledger-event.ts';
import { reportedDiagnosticsOf } from '../evaluation/reported-diagnostics.ts';
import { type Reading, isUnreadable } from '../model/reading.ts';
import { isNullIsland } from '../evaluation/route.ts';
import type { EvaluationContext } from '../evaluation/evaluation-context.ts';
import type { Assignment, DeviceItem, LedgerSyncMark } from '../storage/device-item.ts';
import { visitReadings } from '../storage/readings-codec.ts';
import { alarmsOf } from '../storage/ledger-sync-mark.ts';
import { pointsToJournal, readingsOf } from '../storage/decode-device-item.ts';

// What a device item shows by itself, before the journal is read.

/**
 * Whether the device is in contact, as shown by its state and the time. It is offline once its deadline has passed and
 * everything received before the deadline has been processed; the result is null while that is not known yet. Times are
 * epoch milliseconds.
 */
export function connectivityOf(
  state: DeviceState,
  { attachedAt }: Assignment,
  { profile, until }: EvaluationContext,
  asOf: number,
  processedUpTo: number,
): Connectivity {
  // After the span no contact is expected; a device that read up to its end was in contact.
  if (until !== null && until <= asOf)
    return newestReading(state) >= until - profile.maxGapMs
      ? { kind: 'heard', at: newestReading(state) }
      : null;
  if (offlineSince(state, attachedAt, profile, asOf) !== null) {
    const silent = offlineSince(state, attachedAt, profile, Math.min(asOf, processedUpTo));
    return silent === null ? null : { kind: 'lost', at: silent };
  }
  return { kind: 'heard', at: Math.max(newestReading(state), attachedAt) };
}

/**
 * Whether the device's deadline has passed without the device being recorded as offline. Only messages still in the
 * queue can show whether it was in contact.
 */
export function isOverdue(
  deviceItem: DeviceItem,
  { attachedAt }: Assignment,
  context: EvaluationContext,
  asOf: number,
): boolean {
  // A file never sends anything.
  if (isFileDevice(deviceItem.deviceId)) return false;
  if (deviceItem.syncMark.offlineSince !== null || (context.until !== null && context.until <= asOf))
    return false;
  const { state } = evaluateIncrement(deviceItem.state, readingsOf(deviceItem), context, asOf);
  return offlineSince(state, attachedAt, context.profile, asOf) !== null;
}

/** Whether the sync mark already records this connectivity. */
export function sameConnectivity(contact: Connectivity, { offlineSince: recorded }: LedgerSyncMark): boolean {
  return contact === null || (contact.kind === 'lost') === (recorded !== null);
}

/** Whether nothing in the device item can cause a transition and nothing has to be compared with the ledger. */
export function canSkipEvaluation(deviceItem: DeviceItem, context: EvaluationContext, asOf: number): boolean {
  const { alarms, offlineSince: recorded } = deviceItem.syncMark;
  if (recorded !== null || alarms !== flushedAlarms(deviceItem.state, context, asOf)) return false;
  if (!canUseFastPath(deviceItem.state, context)) return false;
  let isOnFastPath = true;
  const seen = new FastPathWindow(deviceItem.state, context);
  for (const packed of deviceItem.messages.values()) {
    // An empty message has its content in the journal.
    if (packed.length === 0) return false;
    visitReadings(
      packed,
      (channel, at, value) => {
        isOnFastPath &&= isFastPathReading(deviceItem.state, context, channel, at, value);
        seen.take(channel, at, value);
      },
      (_, at) => {
        // A message after the end of the span has no effect, unless it belongs to an earlier attachment.
        isOnFastPath &&= context.until !== null && at > context.until && at >= context.attachedAt;
      },
    );
  }
  return isOnFastPath && seen.isOnFastPath();
}

/** The longest time until a device is evaluated again, even if nothing is expected of it. */
const atLatestMs = 30 * 60_000;

/**
 * When the device has to be evaluated next (epoch milliseconds) if it sends nothing; its messages are evaluated when
 * they arrive. The result is `asOf` itself if the time alone may already change something, or the ledger is not up to
 * date.
 */
export function nextEvaluationAt(
  deviceItem: DeviceItem,
  assignment: Assignment,
  context: EvaluationContext,
  asOf: number,
): number {
  const { alarms, offlineSince: recorded } = deviceItem.syncMark;
  if (pointsToJournal(deviceItem)) return asOf;
  const readings = readingsOf(deviceItem);
  const { state } = evaluateIncrement(deviceItem.state, readings, context, asOf);
  const isOver = context.until !== null && context.until <= asOf;
  const isWaitedFor = recorded === null && !isOver && !isFileDevice(deviceItem.deviceId);
  const until = Math.min(
    isWaitedFor ? nextTimerAt(state, context, assignment.attachedAt, asOf) : Infinity,
    asOf + atLatestMs,
  );
  // Some diagnostics, such as lateness or an ended calibration, open with time alone.
  for (const moment of [asOf, until])
    if (
      alarmsAfter(
        deviceItem,
        evaluateIncrement(deviceItem.state, readings, context, moment),
        context,
        moment,
      ) !== alarms
    )
      return asOf;
  return Math.max(until, asOf);
}

/** Whether the device item has readings from an ended span; a release may have been signed without them. */
export function hasLateReadings(deviceItem: DeviceItem, { until }: EvaluationContext): boolean {
  return (
    until !== null && (pointsToJournal(deviceItem) || readingsOf(deviceItem).some(({ at }) => at <= until))
  );
}

/** The alarms of a state by itself, without any further readings. */
export function flushedAlarms(state: DeviceState, context: EvaluationContext, asOf: number): string {
  return alarmsOf(state, [], reportedDiagnosticsOf(state, context, asOf));
}

/** The alarms of a device item: its state and the readings that it still holds. */
export function windowAlarms(deviceItem: DeviceItem, context: EvaluationContext, asOf: number): string {
  return alarmsAfter(
    deviceItem,
    evaluateIncrement(deviceItem.state, readingsOf(deviceItem), context, asOf),
    context,
    asOf,
  );
}

/** The alarms of a device item after an evaluation of its readings. */
export function alarmsAfter(
  deviceItem: DeviceItem,
  { state, transitions }: Pick<IncrementEvaluation, 'state' | 'transitions'>,
  context: EvaluationContext,
  asOf: number,
): string {
  return alarmsOf(deviceItem.state, transitions, reportedDiagnosticsOf(state, context, asOf));
}

/** The newest position among the readings, by device time; null if there is none. */
export function lastPosition(readings: readonly Reading[]): Position | null {
  let last: Position | null = null;
  for (const reading of readings)
    if (
      reading.channel === 'location' &&
      !isUnreadable(reading) &&
      !isNullIsland(reading) &&
      (last === null || reading.at > last.at)
    )
      last = { latitude: reading.latitude, longitude: reading.longitude, at: reading.at };
  return last;
}
