import { type DeviceState, initialState } from '../evaluation/device-state.ts';
import { type Reading, isUnreadable } from '../model/reading.ts';
import { seriesOf } from '../evaluation/series.ts';
import { writeState, writeSyncMark } from './device-item-codec.ts';
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

/** Judges readings on top of a state. */
export type StateReducer = (state: DeviceState, readings: readonly Reading[]) => DeviceState;

/** Whether one more message like the largest so far would pass what one write unit holds. */
export function isItemFull(deviceItem: DeviceItem): boolean {
  let largest = 0;
  for (const packed of deviceItem.messages.values()) largest = Math.max(largest, packed.length);
  return deviceItem.messages.size > 0 && deviceItem.bytes + contentNameLength + largest > writeUnitBytes;
}

/**
 * So many messages become a segment at most. An expression of DynamoDB has 4 KB, and one that removes a name has it:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 * Where the journal was away for a while, a head holds more of them than one expression can name.
 */
export const mostTogether = 200;

/**
 * Moves the head's messages into the journal, the earliest first, a segment for each `mostTogether`. `syncedAs`: where
 * the ledger is up to this head, what it was told as the new state alone spells it. Returns the head as it then is.
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
    // Who died before may have put a segment with others of them.
    const left = inOrder.slice(first, first + mostTogether).filter(([name]) => current.messages.has(name));
    const isLast = first + mostTogether >= inOrder.length;
    const flushed = await flushTogether(
      database,
      { ...current, messages: new Map(left) },
      fold,
      isLast ? syncedAs : null,
    );
    // Someone else sealed, or the device is judged by other terms now: what is left is for whoever meets it next.
    if (flushed.flushNumber !== current.flushNumber + 1 || !isSame(flushed.assignment, deviceItem.assignment))
      return flushed;
    current = flushed;
  }
  return current;
}

/**
 * Moves messages into the journal, in two steps that anyone may repeat: the segment is put under the head's
 * number if none is there; then the head, if it still has that number, gets the next one, the state with what the
 * segment holds, and loses just the messages that are in it.
 */
async function flushTogether(
  database: Database,
  deviceItem: DeviceItem,
  fold: StateReducer,
  syncedAs: ((state: DeviceState) => string) | null,
): Promise<DeviceItem> {
  const { deviceId, assignment, flushNumber } = deviceItem;
  const readings = readingsOf(deviceItem);
  // What is judged no more, as after the arrival, leaves no mark in the state: it may be sealed already as well.
  const folded = fold(deviceItem.state, readings);
  const late =
    pointsToJournal(deviceItem) ||
    readings.some((reading) => !isNewer(reading, deviceItem.state) || isNewer(reading, folded)) ||
    // Of a device that is attached to nothing the state does not know when something was unreadable.
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

/** Than all that its channel has said, readable or not. */
function isNewer({ channel, at }: Reading, { last, unreadable }: DeviceState): boolean {
  return at > Math.max(last[channel]?.at ?? -Infinity, unreadable[channel]?.at ?? -Infinity);
}

/** Readings of other assignments' times are put with those; the others are returned. */
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
  // Of a device that is attached to nothing only what was last read is remembered, in whatever order it is met.
  let { state } = deviceItem;
  for await (const page of readSegmentPages(database, deviceId, null)) state = fold(state, page);
  return state;
}

/** A fold for a device that is attached to nothing: only what was last read is remembered. */
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
