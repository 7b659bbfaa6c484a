import type { DeviceState } from '../evaluation/device-state.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import type { Role } from '../model/enumerations.ts';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';

/**
 * The shipment to which a device is attached, from when on, and how it is evaluated. Times are epoch milliseconds.
 */
export type Assignment = {
  readonly shipment: string;
  readonly profile: { readonly id: string; readonly version: number };
  readonly since: number;
  readonly intervalMs: number;
  /** Server time of the attachment. The device counts as offline no earlier than from here. */
  readonly attachedAt: number;
  readonly phases: PhaseBoundaries;
  readonly role: Role;
  /** Device time from which on, as a person declared, it is no longer evaluated. Null where nobody declared that. */
  readonly declaredAt: number | null;
  readonly calibratedUntil: number | null;
  /** The ids of the products that it stands for; absent where it stands for all. */
  readonly products?: readonly string[];
  /**
   * The sequence of the ledger entry that has the shipment's route; null where there is no route. The route is read once
   * for each entry, so processing a message reads the ledger for it only after the route was changed.
   */
  readonly routeSequence: number | null;
};

/** The part of a device's state that its ledger already reflects. It is a cache that saves reading the ledger. */
export type LedgerSyncMark = {
  /** Fingerprint of the alarms that the ledger was last brought up to date with; empty where there were none. */
  readonly alarms: string;
  /** Since when the ledger has the device as offline. */
  readonly offlineSince: number | null;
};

/** The one item of a device that every message writes to. */
export type DeviceItem = {
  readonly deviceId: string;
  readonly assignment: Assignment | null;
  /** The number of the next segment. */
  readonly flushNumber: number;
  /** The evaluation state at the last flush. */
  readonly state: DeviceState;
  readonly syncMark: LedgerSyncMark;
  /**
   * Messages since the last flush: packed readings by content name. Empty bytes mean that the content is in the
   * journal.
   */
  readonly messages: ReadonlyMap<string, Uint8Array>;
  /** Size in bytes as the database bills it. */
  readonly bytes: number;
};

/** An item of up to this many bytes costs one write unit. */
export const writeUnitBytes = 1024;

/** Never equal to a fingerprint. The ledger is being brought up to date, or a writer crashed while doing so. */
export const syncPending = '?';

export const nothingSynced: LedgerSyncMark = { alarms: '', offlineSince: null };

export type Item = Record<string, AttributeValue>;

/** One-letter names, because every byte of the device item is paid for with each message. */
export const deviceItemAttributes = { assignment: 'a', flushNumber: 'n', state: 's', syncMark: 't' } as const;

/** Messages are named by this many characters of their content's hash. */
export const contentNameLength = 8;

/** Names bytes by their content: the first eight base64url characters of their SHA-256. */
export function contentName(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 8);
}
