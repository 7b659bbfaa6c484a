import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DeviceState } from '../evaluation/device-state.ts';
import type { Role } from '../model/device-role.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
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
export type LedgerSyncMark = {
  /** Fingerprint of the alarms that the ledger was last brought up to; empty where there were none. */
  readonly alarms: string;
  /** Since when the device is recorded as out of contact. */
  readonly offlineSince: number | null;
};

/** The one item of a device that every message writes to. */
export type DeviceItem = {
  readonly deviceId: string;
  readonly assignment: Assignment | null;
  /** The number that the next sealed segment gets. */
  readonly flushNumber: number;
  /** Where judging stood at the last seal. */
  readonly state: DeviceState;
  readonly syncMark: LedgerSyncMark;
  /** Messages since the last seal: packed readings by content name; empty where the content is in the journal. */
  readonly messages: ReadonlyMap<string, Uint8Array>;
  /** Size as the database bills it. */
  readonly bytes: number;
};

/** An item of up to this many bytes costs one write unit. */
export const writeUnitBytes = 1024;

/** No fingerprint is this: the ledger is being brought up to the record, or was when someone died. */
export const syncPending = '?';

export const nothingSynced: LedgerSyncMark = { alarms: '', offlineSince: null };

export type Item = Record<string, AttributeValue>;

/** One-letter names, because every byte of the head is paid for with each message. */
export const deviceItemAttributes = { assignment: 'a', flushNumber: 'n', state: 's', syncMark: 't' } as const;

/** Messages are named by as many characters of their content's hash. */
export const contentNameLength = 8;
