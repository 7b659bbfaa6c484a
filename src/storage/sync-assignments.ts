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
 * Brings the assignments of a shipment's devices up to its ledger: when it departed and arrived, which sensors judge,
 * and until when. A device whose assignment changed is left unsettled, so that whoever meets it judges it again.
 * Repeating it is a no-op. The `last` device is changed after all others: while it is not, it shows that this is not
 * finished.
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
      const assignment = adopted(known.assignment, attachment, phases);
      if (!isSame(known.assignment, assignment))
        await changePastAssignment(database, attachment.device, assignment);
    }
    await changeDeviceItem(database, shipment, attachment, phases);
  }
}

/** Whether a device's assignment says what the ledger says of it. */
export function isSynced(assignment: Assignment, device: string, entries: Facts): boolean {
  const attachment = attachmentsRecorded(entries).findLast(
    (each) => each.device === device && each.since === assignment.since,
  );
  return (
    attachment === undefined || isSame(assignment, adopted(assignment, attachment, journeyRecorded(entries)))
  );
}

function adopted(
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
  // Of an assignment of an earlier release it is not known what was declared: it has no inferences, not even none.
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
  /** Whether it is of this attachment, and says otherwise of it than the ledger. */
  const isToChange = (
    deviceItem: DeviceItem,
  ): deviceItem is DeviceItem & { readonly assignment: Assignment } =>
    deviceItem.assignment?.shipment === shipment &&
    deviceItem.assignment.since === since &&
    !isSame(deviceItem.assignment, adopted(deviceItem.assignment, attachment, phases));
  const attempts = new Attempts(`the item of ${device}, which is brought up to its ledger,`);
  for (;;) {
    const deviceItem = await readDeviceItem(database, device);
    if (!isToChange(deviceItem)) return;
    const assignment = adopted(deviceItem.assignment, attachment, phases);
    const fold = stateReducer(await evaluationContextsFrom(database)(assignment));
    // The number is claimed: who has put a segment under it and not yet changed the head would put it again under the next.
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
