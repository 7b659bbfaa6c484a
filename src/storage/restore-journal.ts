import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { initialState } from '../evaluation/device-state.ts';
import { type Attachment, type Entry, attachmentsRecorded, outagesRecorded } from '../shipments/ledger.ts';
import { journeyRecorded } from '../shipments/milestones.ts';
import { routeSequenceOf } from '../shipments/plans.ts';
import type { Reading } from '../model/reading.ts';
import { syncAssignments } from './sync-assignments.ts';
import { readDeviceItem } from './append.ts';
import { attach } from './assign.ts';
import { beginAssignment, endAssignment } from './assignments.ts';
import { type Assignment, deviceItemAttributes, syncPending } from './device-item.ts';
import { prefixOf, putBackReadings, readSegments, withoutKnown } from './journal.ts';
import { versionName, written } from './schema-version.ts';
import { setLedgerSyncMark } from './ledger-sync-mark.ts';
import type { Database } from './tables.ts';
import { stateReducer, evaluationContextsFrom } from './evaluation-contexts.ts';
import { readingsOf } from './decode-device-item.ts';
import { queryAll } from './query-all.ts';

/**
 * Restores the readings of a ledger's devices for its shipment, from everything they ever sent. Devices that are
 * still attached stay attached, and existing readings stay. Returns how many readings were missing. Repeating the
 * call is a no-op.
 */
export async function restoreJournal(
  database: Database,
  entries: readonly Entry[],
  sentBy: (device: string) => readonly Reading[],
): Promise<number> {
  let missing = 0;
  for (const attachment of attachmentsRecorded(entries)) {
    const { device, since, detachedAt } = attachment;
    const assignment = assignmentOf(entries, attachment);
    const deviceItem = await readDeviceItem(database, device);
    const isCurrent =
      deviceItem.assignment?.shipment === assignment.shipment && deviceItem.assignment.since === since;
    const known = [
      ...(await readSegments(database, device, assignment)),
      ...(isCurrent ? readingsOf(deviceItem) : []),
    ];
    const own = sentBy(device).filter(({ at }) => at >= since && (detachedAt === null || at <= detachedAt));
    const lost = withoutKnown(own, known);
    missing += await putBackReadings(database, device, assignment, lost);
    await beginAssignment(database, device, assignment);
    if (detachedAt !== null) await endAssignment(database, device, assignment, detachedAt);
    else if (!isCurrent) await restoreDeviceItem(database, device, assignment);
    // The next evaluation uses the restored readings and brings the ledger up to date with them.
    if (detachedAt === null && (!isCurrent || lost.length > 0))
      await setLedgerSyncMark(database, device, {
        alarms: syncPending,
        offlineSince: outagesRecorded(entries).get(device) ?? null,
      });
  }
  await syncAssignments(database, entries);
  return missing;
}

function assignmentOf(entries: readonly Entry[], attachment: Attachment): Assignment {
  const { device, since, profile, intervalMs, role, products, declaredAt, calibratedUntil } = attachment;
  const entry = entries.find(
    ({ fact }) => fact.kind === 'device-attached' && fact.device === device && fact.since === since,
  )!;
  return {
    shipment: entry.shipment,
    profile,
    since,
    intervalMs,
    attachedAt: entry.recordedAt,
    phases: journeyRecorded(entries),
    role,
    declaredAt,
    calibratedUntil,
    routeSequence: routeSequenceOf(entries),
    ...(products !== null && { products }),
  };
}

/** Restores a lost device item, with a flush number after the segments in the journal. */
async function restoreDeviceItem(database: Database, device: string, assignment: Assignment): Promise<void> {
  const lastNumber = await lastFlushNumber(database, device, assignment);
  // A device item without a flush number has never been flushed.
  if (lastNumber >= 0) await startAfter(database, device, lastNumber + 1);
  const fold = stateReducer(await evaluationContextsFrom(database)(assignment));
  const own = await readSegments(database, device, assignment);
  await attach(database, device, assignment, (_, waiting) => fold(initialState, [...own, ...waiting]));
}

async function startAfter({ client, tables }: Database, device: string, flushNumber: number): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tables.devices,
        Key: { deviceId: { S: device } },
        UpdateExpression: 'SET #n = :n, #v = :v',
        ConditionExpression: 'attribute_not_exists(#n) OR #n < :n',
        ExpressionAttributeNames: { '#n': deviceItemAttributes.flushNumber, '#v': versionName },
        ExpressionAttributeValues: { ':n': { N: String(flushNumber) }, ':v': written[versionName] },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** The highest flush number among an assignment's segments; -1 where there is none. */
async function lastFlushNumber(
  database: Database,
  deviceId: string,
  assignment: Assignment,
): Promise<number> {
  const items = await queryAll(database, deviceId, prefixOf(assignment));
  const numbers = items.map((item) => /#(\d{8})$/.exec(item['segment']!.S!)?.[1]);
  return Math.max(-1, ...numbers.filter((number) => number !== undefined).map(Number));
}
