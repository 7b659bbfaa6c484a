import { initialState } from '../domain/device-state.ts';
import { readHead } from './append.ts';
import type { Assignment, Head } from './head.ts';
import { beginAssignment, readAssignments, writePastAssignment } from './assignments.ts';
import { putApart, readSegments } from './journal.ts';
import { type FoldState, assigned, rememberOnly, seal, updateIfSealNumber } from './seal.ts';
import type { Database } from './tables.ts';

/** The device watches another shipment at that time. */
export class AlreadyAttached extends Error {
  readonly shipment: string;

  constructor(shipment: string, message: string) {
    super(message);
    this.shipment = shipment;
  }
}

const attempts = 20;

/**
 * Attaches a device to a shipment. Readings that it sent before, while attached to nothing, with times from `since`
 * on, are the shipment's too. Repeating it is a no-op.
 */
export async function attach(
  database: Database,
  deviceId: string,
  assignment: Assignment,
  fold: FoldState,
): Promise<Head> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    let head = await readHead(database, deviceId);
    if (head.assignment?.shipment === assignment.shipment && head.assignment.since === assignment.since) {
      await beginAssignment(database, deviceId, head.assignment);
      return head;
    }
    if (head.assignment !== null)
      throw new AlreadyAttached(
        head.assignment.shipment,
        `${deviceId} is attached to shipment ${head.assignment.shipment}; detach it first`,
      );
    const overlapping = (await readAssignments(database, deviceId)).find(
      ({ until, assignment: { since } }) =>
        until !== null && (until > assignment.since || since === assignment.since),
    );
    if (overlapping !== undefined)
      throw new AlreadyAttached(
        overlapping.assignment.shipment,
        `${deviceId} watched shipment ${overlapping.assignment.shipment} until ${new Date(overlapping.until!).toISOString()}; attach it from then on`,
      );
    if (head.messages.size > 0) head = await seal(database, head, rememberOnly);
    if (head.assignment !== null) continue;
    const waiting = (await readSegments(database, deviceId, null)).filter(({ at }) => at >= assignment.since);
    if (waiting.length > 0) await putApart(database, deviceId, assignment, waiting);
    const attached = await updateIfSealNumber(database, head, {
      set: assigned(assignment, fold(initialState, waiting)),
      remove: [],
    });
    // Only who won the head has begun anything: what another would have written beside it would claim its readings.
    if (attached.assignment?.shipment !== assignment.shipment) continue;
    await beginAssignment(database, deviceId, assignment);
    return attached;
  }
  throw new Error(`${deviceId} could not be attached: others kept writing to it`);
}

/**
 * Detaches a device from a shipment as of `until`, in device time: what it reads later is no longer the shipment's. A
 * device that watches another by now is left as it is.
 */
export async function detach(
  database: Database,
  deviceId: string,
  until: number,
  fold: FoldState,
  shipment: string,
): Promise<Head> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    let head = await readHead(database, deviceId);
    const { assignment } = head;
    if (assignment === null || assignment.shipment !== shipment) return head;
    if (head.messages.size > 0) head = await seal(database, head, fold);
    if (head.assignment?.since !== assignment.since) continue;
    await writePastAssignment(database, deviceId, { assignment, until });
    const { last } = head.state;
    const detached = await updateIfSealNumber(database, head, {
      set: assigned(null, { last, rules: {}, signals: {} }),
      remove: [],
    });
    if (detached.assignment === null) return detached;
  }
  throw new Error(`${deviceId} could not be detached: others kept writing to it`);
}
