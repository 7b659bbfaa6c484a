import { initialState } from '../evaluation/device-state.ts';
import { type Attachment, type Entry, type Facts, attachmentsRecorded } from '../shipments/ledger.ts';
import { journeyRecorded } from '../shipments/milestones.ts';
import { routeSequenceOf } from '../shipments/plans.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { isFileDevice } from '../model/attached-file.ts';
import { readDeviceItem } from './append.ts';
import { detach } from './assign.ts';
import { Attempts } from './attempts.ts';
import { type Assignment, type DeviceItem, syncPending } from './device-item.ts';
import { changePastAssignment, readAssignments } from './assignments.ts';
import { putSegment, readSegments } from './journal.ts';
import type { Database } from './tables.ts';
import { stateReducer, evaluationContextsFrom } from './evaluation-contexts.ts';
import { assigned, updateIfFlushNumber } from './update-device-item.ts';

const nothing = { names: [], readings: [] };

/** What the ledger of a shipment says of the assignments of all its devices. */
type OfShipment = Pick<Assignment, 'shipment' | 'phases' | 'routeSequence'>;

/**
 * Brings the assignments of a shipment's devices up to date with its ledger: departure and arrival, the route, the
 * profile, which sensors decide, and until when. A device whose assignment changed is marked as not in sync, so that
 * whoever processes it next evaluates it again. A device that the ledger has as detached, because the shipment was
 * cancelled, is set free. Repeating the call is a no-op. The device `last` is changed after all others, so while it is
 * unchanged, the work is known to be incomplete.
 */
export async function syncAssignments(
  database: Database,
  entries: readonly Entry[],
  last: string | null = null,
): Promise<void> {
  const attachments = attachmentsRecorded(entries);
  const { shipment } = entries[0]!;
  const common = ofShipment(entries, shipment);
  for (const attachment of [
    ...attachments.filter(({ device }) => device !== last),
    ...attachments.filter(({ device }) => device === last),
  ]) {
    const past = await readAssignments(database, attachment.device);
    const known = past.find(
      ({ assignment }) => assignment.since === attachment.since && assignment.shipment === shipment,
    );
    if (known !== undefined) {
      const assignment = synced(known.assignment, attachment, common);
      if (!isSame(known.assignment, assignment))
        await changePastAssignment(database, attachment.device, assignment);
    }
    await changeDeviceItem(database, attachment, common);
  }
}

function ofShipment(entries: Facts, shipment: string): OfShipment {
  return { shipment, phases: journeyRecorded(entries), routeSequence: routeSequenceOf(entries) };
}

/** Whether a device's assignment agrees with the ledger. */
export function isSynced(assignment: Assignment, device: string, entries: Facts): boolean {
  const attachment = attachmentsRecorded(entries).findLast(
    (each) => each.device === device && each.since === assignment.since,
  );
  return (
    attachment === undefined ||
    isSame(assignment, synced(assignment, attachment, ofShipment(entries, assignment.shipment)))
  );
}

function synced(
  assignment: Assignment,
  { role, declaredAt, profile }: Attachment,
  common: OfShipment,
): Assignment {
  return { ...assignment, ...common, role, declaredAt, profile };
}

function isSame(a: Assignment, b: Assignment): boolean {
  return (
    a.role === b.role &&
    a.declaredAt === b.declaredAt &&
    a.routeSequence === b.routeSequence &&
    a.profile.id === b.profile.id &&
    a.profile.version === b.profile.version &&
    isSameJourney(a.phases, b.phases)
  );
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
  attachment: Attachment,
  common: OfShipment,
): Promise<void> {
  const { device, since, detachedAt } = attachment;
  const { shipment } = common;
  /** Whether the device item has this attachment. */
  const has = (item: DeviceItem): item is DeviceItem & { readonly assignment: Assignment } =>
    item.assignment?.shipment === shipment && item.assignment.since === since;
  const attempts = new Attempts(`the item of ${device}, which is being updated from its ledger,`);
  for (;;) {
    const deviceItem = await readDeviceItem(database, device);
    if (!has(deviceItem)) return;
    const assignment = synced(deviceItem.assignment, attachment, common);
    if (detachedAt !== null && !isFileDevice(device)) {
      await detach(
        database,
        device,
        detachedAt,
        stateReducer(await evaluationContextsFrom(database)(assignment)),
        shipment,
      );
      return;
    }
    if (isSame(deviceItem.assignment, assignment)) return;
    const fold = stateReducer(await evaluationContextsFrom(database)(assignment));
    // Putting an empty segment claims the flush number. Otherwise a writer that has put a segment under it, but not
    // yet updated the device item, would put the same messages again under the next number.
    const { names } = await putSegment(database, device, assignment, deviceItem.flushNumber, nothing);
    const flushed = await readSegments(database, device, assignment);
    const changed = await updateIfFlushNumber(database, deviceItem, {
      set: assigned(assignment, fold(initialState, flushed), { ...deviceItem.syncMark, alarms: syncPending }),
      remove: names,
    });
    if (!has(changed) || isSame(changed.assignment, synced(changed.assignment, attachment, common))) return;
    await attempts.next();
  }
}
