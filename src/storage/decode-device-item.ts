import { initialState } from '../evaluation/device-state.ts';
import type { Reading } from '../model/reading.ts';
import { assignmentOf, syncMarkOf } from './device-item-codec.ts';
import { unpackReadings } from './readings-codec.ts';
import { readable } from './schema-version.ts';
import {
  type Assignment,
  type DeviceItem,
  type Item,
  type LedgerSyncMark,
  contentNameLength,
  nothingSynced,
  syncPending,
} from './device-item.ts';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { stateOf } from './device-state-codec.ts';

export function toDeviceItem(item: Item): DeviceItem {
  readable('devices', item);
  const messages = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
    bytes += name.length + sizeOf(value);
    // Among the device item's own attributes, only the key has a name of this length, and its value is a string.
    if (value.B !== undefined && name.length === contentNameLength) messages.set(name, value.B);
  }
  const { a, n, s, t } = item;
  const assignment = a?.S ? assignmentOf(a.S) : null;
  return {
    deviceId: item[keyName]!.S!,
    // The text is empty while the device is detached.
    assignment,
    flushNumber: Number(n?.N ?? 0),
    state: s?.S === undefined ? initialState : stateOf(s.S),
    syncMark: syncMarkOfAssignment(t?.S === undefined ? nothingSynced : syncMarkOf(t.S), assignment),
    messages,
    bytes,
  };
}

/** The readings of the messages since the last flush, in device time. */
export function readingsOf(deviceItem: DeviceItem): Reading[] {
  return messagesOf(deviceItem)
    .flat()
    .sort((a, b) => a.at - b.at);
}

/** The readings of the messages since the last flush, grouped by message. */
export function messagesOf({ messages }: DeviceItem): Reading[][] {
  return [...messages.values()].map(unpackReadings);
}

/**
 * Whether a message's content went straight to the journal, so that the device item does not contain all readings.
 */
export function pointsToJournal(deviceItem: DeviceItem): boolean {
  return [...deviceItem.messages.values()].some((packed) => packed.length === 0);
}

const keyName = 'deviceId';

/** An assignment written by an earlier release is marked as not in sync with its ledger. */
function syncMarkOfAssignment(syncMark: LedgerSyncMark, assignment: Assignment | null): LedgerSyncMark {
  return assignment === null || assignment.phases.firstInferred !== undefined
    ? syncMark
    : { ...syncMark, alarms: syncPending };
}

function sizeOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.length;
  return value.N === undefined ? 0 : Math.ceil(value.N.length / 2) + 1;
}
