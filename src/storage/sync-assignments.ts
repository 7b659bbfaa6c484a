import { initialState } from '../evaluation/device-state.ts';
import { type Attachment, type Entry, type Facts, attachmentsRecorded } from '../shipments/ledger.ts';
import { journeyRecorded } from '../shipments/milestones.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { readDeviceItem } from './append.ts';
import { Attempts } from './attempts.ts';
import { type Assignment, type DeviceItem, syncPending } from './device-item.ts';
import { changePastAssignment, readAssignments } from './assignments.ts';
import { putSegment, readSegments } from './journal.ts';
import type { Database } from './tables.ts';
import { stateReducer, evaluationContextsFrom } from './evaluation-contexts.ts';
import { assigned, updateIfFlushNumber } from './update-device-item.ts';

const nothing = { names: [], readings: [] };

/**
 * Brings the assignments of a shipment's devices up to date with its ledger: departure and arrival, which sensors
 * decide, and until when. A device whose assignment changed is marked as not in sync, so that whoever processes it
 * next evaluates it again. Repeating the call is a no-op. The device `last` is changed after all others, so while it
 * is unchanged, the work is known to be incomplete.
 */
export async function syncAssignments(
  database: Database,
  entries: readonly Entry[],
  last: string | null = null,
): Promise<void> {
  const phases = journeyRecorded(entries);
  const attachments = attachmentsRecorded(entries);
  for (const attachment of [
    ...attachments.filter(({ device }) => device !== last),
    ...attachments.filter(({ device }) => device === last),
  ]) {
    const past = await readAssignments(database, attachment.device);
    const { shipment } = entries[0]!;
    const known = past.find(
      ({ assignment }) => assignment.since === attachment.since && assignment.shipment === shipment,
    );
    if (known !== undefined) {
      const assignment = synced(known.assignment, attachment, phases);
      if (!isSame(known.assignment, assignment))
        await changePastAssignment(database, attachment.device, assignment);
    }
    await changeDeviceItem(database, shipment, attachment, phases);
  }
}

/** Whether a device's assignment agrees with the ledger. */
export function isSynced(assignment: Assignment, device: string, entries: Facts): boolean {
  const attachment = attachmentsRecorded(entries).findLast(
    (each) => each.device === device && each.since === assignment.since,
  );
  return (
    attachment === undefined || isSame(assignment, synced(assignment, attachment, journeyRecorded(entries)))
  );
}

function synced(
  assignment: Assignment,
  { role, declaredAt }: Attachment,
  phases: Assignment['phases'],
): Assignment {
  return { ...assignment, role, declaredAt, phases };
}

function isSame(a: Assignment, b: Assignment): boolean {
  return a.role === b.role && a.declaredAt === b.declaredAt && isSameJourney(a.phases, b.phases);
}

function isSameJourney(a: PhaseBoundaries, b: PhaseBoundaries): boolean {
  // In an assignment of an earlier release, declared and inferred times cannot be distinguished. It has no `inferred`
  // field at all, so it never equals a current one.
  const timesOf = ({ departedAt, arrivedAt, inferred, firstInferred }: PhaseBoundaries) => [
    departedAt,
    arrivedAt,
    inferred?.departedAt,
    inferred?.arrivedAt,
    firstInferred?.departedAt,
    firstInferred?.arrivedAt,
  ];
  const others = timesOf(b);
  return timesOf(a).every((at, index) => at === others[index]);
}

async function changeDeviceItem(
  database: Database,
  shipment: string,
  attachment: Attachment,
  phases: Assignment['phases'],
): Promise<void> {
  const { device, since } = attachment;
  /** Whether the device item has this attachment, and differs from the ledger. */
  const isToChange = (
    deviceItem: DeviceItem,
  ): deviceItem is DeviceItem & { readonly assignment: Assignment } =>
    deviceItem.assignment?.shipment === shipment &&
    deviceItem.assignment.since === since &&
    !isSame(deviceItem.assignment, synced(deviceItem.assignment, attachment, phases));
  const attempts = new Attempts(`the item of ${device}, which is being updated from its ledger,`);
  for (;;) {
    const deviceItem = await readDeviceItem(database, device);
    if (!isToChange(deviceItem)) return;
    const assignment = synced(deviceItem.assignment, attachment, phases);
    const fold = stateReducer(await evaluationContextsFrom(database)(assignment));
    // Putting an empty segment claims the flush number. Otherwise a writer that has put a segment under it, but not
    // yet updated the device item, would put the same messages again under the next number.
    const { names } = await putSegment(database, device, assignment, deviceItem.flushNumber, nothing);
    const flushed = await readSegments(database, device, assignment);
    const changed = await updateIfFlushNumber(database, deviceItem, {
      set: assigned(assignment, fold(initialState, flushed), { ...deviceItem.syncMark, alarms: syncPending }),
      remove: names,
    });
    if (!isToChange(changed)) return;
    await attempts.next();
  }
}
