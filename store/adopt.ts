import { initialState } from '../domain/device-state.ts';
import { type Attachment, type Facts, attachmentsRecorded, journeyRecorded } from '../domain/ledger.ts';
import { readHead } from './append.ts';
import { type Assignment, unsettled } from './head.ts';
import { readAssignments, readSegments, writePastAssignment } from './journal.ts';
import { assigned, updateIfSealNumber } from './seal.ts';
import type { Database } from './tables.ts';
import { foldOf, termsFrom } from './terms.ts';

const attempts = 20;

/**
 * Brings the assignments of a shipment's devices up to its ledger: when it departed and arrived, which sensors judge,
 * and until when. A device whose assignment changed is left unsettled, so that whoever meets it judges it again.
 * Repeating it is a no-op. Returns the devices that changed.
 */
export async function adoptLedger(database: Database, entries: Facts): Promise<string[]> {
  const phases = journeyRecorded(entries);
  const changed: string[] = [];
  for (const attachment of attachmentsRecorded(entries)) {
    const past = await readAssignments(database, attachment.device);
    const known = past.find(({ assignment }) => assignment.since === attachment.since);
    if (known === undefined) continue;
    const assignment = adopted(known.assignment, attachment, phases);
    if (!isSame(known.assignment, assignment))
      await writePastAssignment(database, attachment.device, { ...known, assignment });
    if (await changeHead(database, attachment, phases)) changed.push(attachment.device);
  }
  return changed;
}

/** Whether a device's assignment says what the ledger says of it. */
export function isAdopted(assignment: Assignment, device: string, entries: Facts): boolean {
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
  return (
    a.role === b.role &&
    a.declaredAt === b.declaredAt &&
    a.phases.departedAt === b.phases.departedAt &&
    a.phases.arrivedAt === b.phases.arrivedAt
  );
}

async function changeHead(
  database: Database,
  attachment: Attachment,
  phases: Assignment['phases'],
): Promise<boolean> {
  const { device, since } = attachment;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const head = await readHead(database, device);
    if (head.assignment === null || head.assignment.since !== since) return false;
    const assignment = adopted(head.assignment, attachment, phases);
    if (isSame(head.assignment, assignment)) return attempt > 0;
    const fold = foldOf(await termsFrom(database)(assignment));
    const sealed = await readSegments(database, device, assignment);
    await updateIfSealNumber(database, head, {
      set: assigned(assignment, fold(initialState, sealed), { ...head.told, alarms: unsettled }),
      remove: [],
    });
  }
  throw new Error(`${device} could not be brought up to its ledger: others kept writing to it`);
}
