import { type DeviceState, initialState } from '../evaluation/device-state.ts';
import { type Reading, isUnreadable } from '../model/reading.ts';
import { seriesOf } from '../evaluation/series.ts';
import { writeSyncMark } from './device-item-codec.ts';
import { type DeviceItem, contentNameLength, deviceItemAttributes, writeUnitBytes } from './device-item.ts';
import { ownerOf, readAssignments } from './assignments.ts';
import {
  type Segment,
  putByAssignment,
  putSegment,
  readSegmentPages,
  readSegments,
  withoutKnown,
} from './journal.ts';
import { unpackReadings } from './readings-codec.ts';
import type { Database } from './tables.ts';
import { updateIfFlushNumber } from './update-device-item.ts';
import { messagesOf, pointsToJournal, readingsOf } from './decode-device-item.ts';
import { writeState } from './device-state-codec.ts';

/** Evaluates readings, starting from a state. */
export type StateReducer = (state: DeviceState, readings: readonly Reading[]) => DeviceState;

/** Whether one more message as large as the largest so far would exceed one write unit. */
export function isItemFull(deviceItem: DeviceItem): boolean {
  let largest = 0;
  for (const packed of deviceItem.messages.values()) largest = Math.max(largest, packed.length);
  return deviceItem.messages.size > 0 && deviceItem.bytes + contentNameLength + largest > writeUnitBytes;
}

/**
 * The most messages in one segment. A DynamoDB expression is limited to 4 KB, and the names to remove are part of it:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 * After an outage of the journal, a device item may contain more messages than one expression can name.
 */
export const mostTogether = 200;

/**
 * Moves the device item's messages into the journal, earliest first, one segment per `mostTogether` messages.
 * `syncedAs` is given where the ledger is up to date with this device item; it computes the fingerprint of alarms for
 * the new state. Returns the updated device item.
 */
export async function flushToJournal(
  database: Database,
  deviceItem: DeviceItem,
  fold: StateReducer,
  syncedAs: ((state: DeviceState) => string) | null = null,
): Promise<DeviceItem> {
  if (deviceItem.messages.size <= mostTogether) return flushTogether(database, deviceItem, fold, syncedAs);
  const inOrder = [...deviceItem.messages].sort(([, a], [, b]) => firstAt(a) - firstAt(b));
  let current = deviceItem;
  for (let first = 0; first < inOrder.length; first += mostTogether) {
    // An interrupted flush may already have put a segment with some of them.
    const left = inOrder.slice(first, first + mostTogether).filter(([name]) => current.messages.has(name));
    const isLast = first + mostTogether >= inOrder.length;
    const flushed = await flushTogether(
      database,
      { ...current, messages: new Map(left) },
      fold,
      isLast ? syncedAs : null,
    );
    // Another writer flushed, or the assignment changed. The remaining messages are left to whoever processes the
    // device next.
    if (flushed.flushNumber !== current.flushNumber + 1 || !isSame(flushed.assignment, deviceItem.assignment))
      return flushed;
    current = flushed;
  }
  return current;
}

/**
 * Moves messages into the journal in two steps that anyone may repeat. First the segment is put under the device
 * item's flush number, unless one is already there. Then, if the device item still has that number, it gets the next
 * number and the state including the segment, and loses exactly the segment's messages.
 */
async function flushTogether(
  database: Database,
  deviceItem: DeviceItem,
  fold: StateReducer,
  syncedAs: ((state: DeviceState) => string) | null,
): Promise<DeviceItem> {
  const { deviceId, assignment, flushNumber } = deviceItem;
  const readings = readingsOf(deviceItem);
  // Readings that are not evaluated, for example after the arrival, leave no trace in the state. They may have been
  // flushed already.
  const folded = fold(deviceItem.state, readings);
  const late =
    pointsToJournal(deviceItem) ||
    readings.some((reading) => !isNewer(reading, deviceItem.state) || isNewer(reading, folded)) ||
    // The state of a device that is not attached does not record when a value was unreadable.
    (assignment === null && readings.some(isUnreadable));
  const own = await putReadingsOfOthers(database, deviceItem, readings);
  const segment = await putSegment(database, deviceId, assignment, flushNumber, {
    names: [...deviceItem.messages.keys()],
    readings: late ? await withoutFlushed(database, deviceItem, own) : own,
  });
  const state = await stateAfter(database, deviceItem, segment, fold);
  return updateIfFlushNumber(database, deviceItem, {
    set: {
      [deviceItemAttributes.state]: writeState(state),
      ...(syncedAs !== null && {
        [deviceItemAttributes.syncMark]: writeSyncMark({ ...deviceItem.syncMark, alarms: syncedAs(state) }),
      }),
    },
    remove: segment.names,
  });
}

function firstAt(packed: Uint8Array): number {
  return unpackReadings(packed).reduce((first, { at }) => Math.min(first, at), Infinity);
}

function isSame(one: DeviceItem['assignment'], other: DeviceItem['assignment']): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a reading is newer than everything its channel has sent, readable or not. */
function isNewer({ channel, at }: Reading, { last, unreadable }: DeviceState): boolean {
  return at > Math.max(last[channel]?.at ?? -Infinity, unreadable[channel]?.at ?? -Infinity);
}

/** Puts readings that belong to other assignments under those, and returns the rest. */
async function putReadingsOfOthers(
  database: Database,
  deviceItem: DeviceItem,
  readings: readonly Reading[],
): Promise<Reading[]> {
  const { deviceId, assignment } = deviceItem;
  if (assignment !== null && readings.every(({ at }) => at >= assignment.since)) return [...readings];
  const past = await readAssignments(database, deviceId);
  const isOurs = ({ at }: Reading): boolean =>
    (ownerOf(at, assignment, past)?.assignment.since ?? null) === (assignment?.since ?? null);
  const others = messagesOf(deviceItem).map((own) => own.filter((reading) => !isOurs(reading)));
  if (others.some((own) => own.length > 0)) await putByAssignment(database, deviceId, assignment, others);
  return readings.filter(isOurs);
}

async function withoutFlushed(
  database: Database,
  { deviceId, assignment }: DeviceItem,
  readings: readonly Reading[],
): Promise<readonly Reading[]> {
  let remaining = readings;
  for await (const page of readSegmentPages(database, deviceId, assignment)) {
    remaining = withoutKnown(remaining, page);
    if (remaining.length === 0) break;
  }
  return remaining;
}

async function stateAfter(
  database: Database,
  deviceItem: DeviceItem,
  { names, readings }: Segment,
  fold: StateReducer,
): Promise<DeviceState> {
  const inOrder =
    readings.every((reading) => isNewer(reading, deviceItem.state)) &&
    names.every((name) => deviceItem.messages.get(name)?.length !== 0) &&
    names.every((name) => deviceItem.messages.has(name));
  if (inOrder) return fold(deviceItem.state, readings);
  const { deviceId, assignment } = deviceItem;
  if (assignment !== null) return fold(initialState, await readSegments(database, deviceId, assignment));
  // For a device that is not attached, only the latest values are kept, so the order of pages does not matter.
  let { state } = deviceItem;
  for await (const page of readSegmentPages(database, deviceId, null)) state = fold(state, page);
  return state;
}

/** The reducer for a device that is not attached: it keeps only the latest value of each channel. */
export const keepLastValues: StateReducer = (state, readings) => ({
  last: {
    ...state.last,
    ...Object.fromEntries(
      [...seriesOf(readings)]
        .map(([channel, samples]) => [channel, samples.at(-1)!] as const)
        .filter(([channel, sample]) => sample.at > (state.last[channel]?.at ?? -Infinity)),
    ),
  },
  unreadable: {},
  jump: null,
  rules: {},
  diagnostics: {},
});
