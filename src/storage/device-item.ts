import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type DeviceState, initialState } from '../evaluation/device-state.ts';
import type { Reading } from '../model/reading.ts';
import type { Role } from '../model/device-role.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { assignmentOf, stateOf, toldOf } from './device-item-codec.ts';
import { unpackReadings } from './readings-codec.ts';
import { readable } from './schema-version.ts';

/** Which shipment a device watches, from when on, and by what. Times are epoch milliseconds. */
export type Assignment = {
  readonly shipment: string;
  readonly profile: { readonly id: string; readonly version: number };
  readonly since: number;
  readonly intervalMs: number;
  /** When it was attached, in our time: silence counts from here at the earliest. */
  readonly attachedAt: number;
  readonly phases: PhaseBoundaries;
  readonly role: Role;
  /** From when on a person declared that it judges no more; null where nobody did. */
  readonly declaredAt: number | null;
  readonly calibratedUntil: number | null;
  /** Whether the shipment has a route to be read; most messages are spared the reading. */
  readonly hasRoute: boolean;
};

/** What the ledger has been told of a device, so that it need not be asked: a cache. */
export type Told = {
  /** Fingerprint of the alarms that the ledger was last brought up to; empty where there were none. */
  readonly alarms: string;
  /** Since when the device is recorded as out of contact. */
  readonly silentSince: number | null;
};

/** The one item of a device that every message writes to. */
export type Head = {
  readonly deviceId: string;
  readonly assignment: Assignment | null;
  /** The number that the next sealed segment gets. */
  readonly sealNumber: number;
  /** Where judging stood at the last seal. */
  readonly state: DeviceState;
  readonly told: Told;
  /** Messages since the last seal: packed readings by content name; empty where the content is in the journal. */
  readonly messages: ReadonlyMap<string, Uint8Array>;
  /** Size as the database bills it. */
  readonly bytes: number;
};

/** An item of up to this many bytes costs one write unit. */
export const writeUnitBytes = 1024;

/** No fingerprint is this: the ledger is being brought up to the record, or was when someone died. */
export const unsettled = '?';

export const nothingTold: Told = { alarms: '', silentSince: null };

export type Item = Record<string, AttributeValue>;

/** One-letter names, because every byte of the head is paid for with each message. */
export const headAttributes = { assignment: 'a', sealNumber: 'n', state: 's', told: 't' } as const;

/** Messages are named by as many characters of their content's hash. */
export const contentNameLength = 8;
const keyName = 'deviceId';

export function headOf(item: Item): Head {
  readable('devices', item);
  const messages = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
    bytes += name.length + sizeOf(value);
    // Of the head's own attributes only the key has a name as long, and that is a text.
    if (value.B !== undefined && name.length === contentNameLength) messages.set(name, value.B);
  }
  const { a, n, s, t } = item;
  const assignment = a?.S ? assignmentOf(a.S) : null;
  return {
    deviceId: item[keyName]!.S!,
    // Detached: the text is empty.
    assignment,
    sealNumber: Number(n?.N ?? 0),
    state: s?.S === undefined ? initialState : stateOf(s.S),
    told: toldOfHead(t?.S === undefined ? nothingTold : toldOf(t.S), assignment),
    messages,
    bytes,
  };
}

/** An assignment of an earlier release is brought up to its ledger by whoever meets it. */
function toldOfHead(told: Told, assignment: Assignment | null): Told {
  return assignment === null || assignment.phases.firstInferred !== undefined
    ? told
    : { ...told, alarms: unsettled };
}

/** The readings of the messages since the last seal, in device time. */
export function readingsOf(head: Head): Reading[] {
  return messagesOf(head)
    .flat()
    .sort((a, b) => a.at - b.at);
}

/** The same, those of each message together. */
export function messagesOf({ messages }: Head): Reading[][] {
  return [...messages.values()].map(unpackReadings);
}

/** Whether a message's content went straight to the journal, so that the head does not hold all that came. */
export function pointsToJournal(head: Head): boolean {
  return [...head.messages.values()].some((packed) => packed.length === 0);
}

function sizeOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.length;
  return value.N === undefined ? 0 : Math.ceil(value.N.length / 2) + 1;
}
