import type { Attachment, Entry } from '../shipments/ledger.ts';
import { readDeviceItem } from './append.ts';
import { readAssignments } from './assignments.ts';
import { readSegments } from './journal.ts';
import { readLedger } from './ledger.ts';
import type { Database } from './tables.ts';
import { profilesFrom } from './evaluation-contexts.ts';
import { attachmentsRecorded } from '../shipments/ledger.ts';
import { readingsOf } from './decode-device-item.ts';
import type { Ledger } from './ledger-keys.ts';
import type { Record } from '../shipments/sensor-verdict.ts';

/** Everything a shipment's verdict is computed from: its ledger, and each attachment's readings and profile. */
export type ShipmentRecord = {
  readonly entries: readonly Entry[];
  readonly notified: Ledger['notified'];
  readonly recordOf: (attachment: Attachment) => Record;
};

/** Reads a shipment's ledger and journals as they are now; null where there is no such shipment. */
export async function readShipmentRecord(
  database: Database,
  shipment: string,
): Promise<ShipmentRecord | null> {
  const { entries, notified } = await readLedger(database, shipment);
  return entries.length === 0 ? null : { entries, notified, recordOf: await readRecords(database, entries) };
}

/** Reads the journals of a ledger's attachments as they are now. */
export async function readRecords(
  database: Database,
  entries: readonly Entry[],
): Promise<ShipmentRecord['recordOf']> {
  const profileOf = profilesFrom(database);
  const records = new Map<string, Record>();
  for (const attachment of attachmentsRecorded(entries)) {
    const { intervalMs: reportingIntervalMs } = attachment;
    const profile = { ...(await profileOf(attachment.profile)), reportingIntervalMs };
    records.set(keyOf(attachment), { readings: await readingsUnder(database, attachment), profile });
  }
  return (attachment) => records.get(keyOf(attachment))!;
}

function keyOf({ device, since }: Attachment): string {
  return `${device} ${since}`;
}

/** The readings of an attachment, whatever happened to the device afterwards. */
export async function readingsUnder(database: Database, { device, since, detachedAt }: Attachment) {
  const deviceItem = await readDeviceItem(database, device);
  const past = await readAssignments(database, device);
  const isCurrent = deviceItem.assignment?.since === since;
  const own = past.find(({ assignment }) => assignment.since === since)?.assignment;
  const assignment = own ?? (isCurrent ? deviceItem.assignment : null);
  if (assignment === null) return [];
  const flushed = await readSegments(database, device, assignment);
  if (isCurrent) return [...flushed, ...readingsOf(deviceItem).filter(({ at }) => at >= since)];
  // The device may have sent readings from after its declared end before it was detached.
  return detachedAt === null ? flushed : flushed.filter(({ at }) => at <= detachedAt);
}
