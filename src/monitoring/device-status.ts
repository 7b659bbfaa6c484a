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
import type { Terms } from '../evaluation/evaluation-context.ts';
import type { Assignment, DeviceItem, LedgerSyncMark } from '../storage/device-item.ts';
import { visitReadings } from '../storage/readings-codec.ts';
import { alarmsOf } from '../storage/ledger-sync-mark.ts';
import { pointsToJournal, readingsOf } from '../storage/decode-device-item.ts';

// What a head says by itself, before the record is read.

/**
 * Whether the device is in contact, as far as the head and the time tell. It is silent where its deadline has passed
 * and all that was received before the deadline has been processed; null where that is not known yet.
 */
export function connectivityOf(
  state: DeviceState,
  { attachedAt }: Assignment,
  { profile, until }: Terms,
  asOf: number,
  processedUpTo: number,
): Connectivity {
  // After its span nobody waits for it; who has read to its end was heard.
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

/** Whether the device's deadline has passed, and it is not recorded as silent: only what waits in the queue can tell. */
export function isOverdue(
  deviceItem: DeviceItem,
  { attachedAt }: Assignment,
  terms: Terms,
  asOf: number,
): boolean {
  if (deviceItem.syncMark.offlineSince !== null || (terms.until !== null && terms.until <= asOf))
    return false;
  const { state } = evaluateIncrement(deviceItem.state, readingsOf(deviceItem), terms, asOf);
  return offlineSince(state, attachedAt, terms.profile, asOf) !== null;
}

/** Whether the head has this noted already. */
export function sameConnectivity(contact: Connectivity, { offlineSince: recorded }: LedgerSyncMark): boolean {
  return contact === null || (contact.kind === 'lost') === (recorded !== null);
}

/** Whether nothing in the head can make a transition, and there is nothing that it has to be compared with. */
export function canSkipEvaluation(deviceItem: DeviceItem, terms: Terms, asOf: number): boolean {
  const { alarms, offlineSince: recorded } = deviceItem.syncMark;
  if (recorded !== null || alarms !== flushedAlarms(deviceItem.state, terms, asOf)) return false;
  if (!canUseFastPath(deviceItem.state, terms)) return false;
  let isOnFastPath = true;
  const seen = new FastPathWindow(deviceItem.state, terms);
  for (const packed of deviceItem.messages.values()) {
    // Its content is in the journal.
    if (packed.length === 0) return false;
    visitReadings(
      packed,
      (channel, at, value) => {
        isOnFastPath &&= isFastPathReading(deviceItem.state, terms, channel, at, value);
        seen.take(channel, at, value);
      },
      (_, at) => {
        // What comes after the end of the span is of no consequence, but for an earlier attachment's.
        isOnFastPath &&= terms.until !== null && at > terms.until && at >= terms.attachedAt;
      },
    );
  }
  return isOnFastPath && seen.isOnFastPath();
}

/** A device of which nothing is expected is looked at again all the same. */
const atLatestMs = 30 * 60_000;

/**
 * Until when nobody need look at a device unless it speaks: what it says then is judged when it comes. `asOf` itself
 * where time alone may change something, or something remains to be told.
 */
export function nextEvaluationAt(
  deviceItem: DeviceItem,
  assignment: Assignment,
  terms: Terms,
  asOf: number,
): number {
  const { alarms, offlineSince: recorded } = deviceItem.syncMark;
  if (pointsToJournal(deviceItem)) return asOf;
  const readings = readingsOf(deviceItem);
  const { state } = evaluateIncrement(deviceItem.state, readings, terms, asOf);
  const isOver = terms.until !== null && terms.until <= asOf;
  const isWaitedFor = recorded === null && !isOver;
  const until = Math.min(
    isWaitedFor ? nextTimerAt(state, terms, assignment.attachedAt, asOf) : Infinity,
    asOf + atLatestMs,
  );
  // Lateness, calibrations and the like come with time as well.
  for (const moment of [asOf, until])
    if (
      alarmsAfter(deviceItem, evaluateIncrement(deviceItem.state, readings, terms, moment), terms, moment) !==
      alarms
    )
      return asOf;
  return Math.max(until, asOf);
}

/** Whether a head holds readings of a time that is over: a release may have been signed without them. */
export function hasLateReadings(deviceItem: DeviceItem, { until }: Terms): boolean {
  return (
    until !== null && (pointsToJournal(deviceItem) || readingsOf(deviceItem).some(({ at }) => at <= until))
  );
}

/** The alarms that a state gives by itself, with no reading on top of it. */
export function flushedAlarms(state: DeviceState, terms: Terms, asOf: number): string {
  return alarmsOf(state, [], reportedDiagnosticsOf(state, terms, asOf));
}

/** The alarms that the head gives by itself. */
export function windowAlarms(deviceItem: DeviceItem, terms: Terms, asOf: number): string {
  return alarmsAfter(
    deviceItem,
    evaluateIncrement(deviceItem.state, readingsOf(deviceItem), terms, asOf),
    terms,
    asOf,
  );
}

/** The alarms that a head gives that has been advanced to `progress`. */
export function alarmsAfter(
  deviceItem: DeviceItem,
  { state, transitions }: Pick<IncrementEvaluation, 'state' | 'transitions'>,
  terms: Terms,
  asOf: number,
): string {
  return alarmsOf(deviceItem.state, transitions, reportedDiagnosticsOf(state, terms, asOf));
}

/** Where the device last said it was. */
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
