import type { Attachment, Entry } from '../shipments/ledger.ts';
import type { Record } from '../shipments/sensor-verdict.ts';
import { readDeviceItem } from './append.ts';
import { readAssignments } from './assignments.ts';
import { readSegments } from './journal.ts';
import type { Database } from './tables.ts';
import { profilesFrom } from './evaluation-contexts.ts';
import { attachmentsRecorded } from '../shipments/ledger.ts';
import { readingsOf } from './decode-device-item.ts';

/** The readings and the profile of an attachment. */
export type RecordOf = (attachment: Attachment) => Record;

/** Reads the journals of a ledger's attachments as they are now. */
export async function readRecords(database: Database, entries: readonly Entry[]): Promise<RecordOf> {
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
