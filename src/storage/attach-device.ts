import { isFileDevice } from '../model/attached-file.ts';
import type { LedgerEvent } from '../shipments/ledger-event.ts';
import { type Entry, attachmentsRecorded } from '../shipments/ledger.ts';
import { refusalAfterCancellation } from '../shipments/cancellation.ts';
import { profileInForce, routeSequenceOf } from '../shipments/plans.ts';
import { noBoundaries } from '../evaluation/span.ts';
import { syncAssignments } from './sync-assignments.ts';
import { readDeviceItem } from './append.ts';
import { AlreadyAttached, attach, detach } from './assign.ts';
import { beginAssignment, readAssignments } from './assignments.ts';
import type { Assignment } from './device-item.ts';
import { readLedger, record } from './ledger.ts';
import type { Database } from './tables.ts';
import { ActionRefused, type Actor, isExecuted, nameOf, refuse, requestOf } from './execute-action.ts';
import { stateReducer, evaluationContextsFrom } from './evaluation-contexts.ts';

/** The details of an attachment. Times are epoch milliseconds; `since` is device time. */
export type Attaching = Pick<Assignment, 'shipment' | 'profile' | 'since' | 'intervalMs' | 'attachedAt'> &
  Partial<Pick<Assignment, 'role' | 'calibratedUntil'>>;

/** The name under which an interrupted action of somebody else is completed. */
const finisher = 'coldwatch';

/**
 * Attaches a device to a shipment from `since` on, in device time. Repeating the call is a no-op.
 * @throws {ActionRefused} when the ledger does not allow it.
 * @throws {AlreadyAttached} when the device is or was attached to another shipment at that time.
 */
export async function attachDevice(
  database: Database,
  device: string,
  { role = 'product', calibratedUntil = null, ...attaching }: Attaching,
  actor: Actor,
): Promise<void> {
  const { shipment, since } = attaching;
  const { entries } = await readLedger(database, shipment);
  if (isExecuted(entries, actor)) return bringUpToLedger(database, shipment, actor);
  const deviceItem = await readDeviceItem(database, device);
  // A call that crashed between the device item and the ledger left the device attached. That attachment is recorded.
  if (deviceItem.assignment?.shipment === shipment && !isOpen(entries, device, deviceItem.assignment.since)) {
    await recordAttachment(database, device, deviceItem.assignment, actor);
    return;
  }
  if (isOpen(entries, device, since)) return bringUpToLedger(database, shipment, actor);
  const { intervalMs, profile } = attaching;
  const step = {
    kind: 'device-attached',
    device,
    since,
    intervalMs,
    role,
    profile,
    calibratedUntil,
  } as const;
  refuse(shipment, entries, step, actor);
  await finishDetachment(database, device, null, finisher);
  const assignment = {
    ...attaching,
    role,
    calibratedUntil,
    declaredAt: null,
    routeSequence: routeSequenceOf(entries),
    phases: noBoundaries,
  };
  try {
    const attached = await attach(
      database,
      device,
      assignment,
      stateReducer(await evaluationContextsFrom(database)(assignment)),
    );
    await recordAttachment(database, device, attached.assignment!, actor);
  } catch (error) {
    // The same request may run twice at the same time; the other run has completed it.
    const isDone = isExecuted((await readLedger(database, shipment)).entries, actor);
    if (!(error instanceof AlreadyAttached && isDone)) throw error;
  }
}

/**
 * Detaches a device as of `until`, in device time. Returns the shipment that it was attached to. Null where it is not
 * attached, which changes nothing. With `from`, the device is detached only from that shipment.
 * @throws {ActionRefused} when the device is attached to another shipment than `from`, or the ledger does not allow
 * it.
 */
export async function detachDevice(
  database: Database,
  device: string,
  until: number,
  actor: Actor,
  from: string | null = null,
): Promise<string | null> {
  if (from !== null && isExecuted((await readLedger(database, from)).entries, actor)) {
    await bringUpToLedger(database, from, actor);
    return from;
  }
  const { assignment } = await readDeviceItem(database, device);
  if (assignment === null || (from !== null && assignment.shipment !== from)) {
    const finished = await finishDetachment(database, device, from, actor);
    if (finished !== null || assignment === null) return finished;
    throw new ActionRefused(`${device} is not attached to ${from!}`);
  }
  const { shipment, since } = assignment;
  let { entries } = await readLedger(database, shipment);
  if (isExecuted(entries, actor)) {
    await bringUpToLedger(database, shipment, actor);
    return shipment;
  }
  // An attach call that crashed left the attachment out of the ledger. It is recorded first, because it could not end
  // otherwise.
  if (!isOpen(entries, device, since)) {
    await recordAttachment(database, device, assignment, finisher);
    ({ entries } = await readLedger(database, shipment));
  }
  refuse(
    shipment,
    entries,
    { kind: 'device-detached', device, since, until },
    withoutBasisOf(entries, actor),
  );
  const ended = await detach(
    database,
    device,
    until,
    stateReducer(await evaluationContextsFrom(database)(assignment)),
    shipment,
  );
  if (ended === null) return finishDetachment(database, device, from, actor);
  await recordDetachment(database, device, ended, actor);
  return shipment;
}

/**
 * A call that crashed between the device item and the ledger left the end of an assignment unrecorded. Records that
 * end, for the shipment `from`, or without `from` for the device's last assignment. Returns the shipment; null where
 * nothing was unrecorded.
 */
async function finishDetachment(
  database: Database,
  device: string,
  from: string | null,
  actor: Actor,
): Promise<string | null> {
  const past = (await readAssignments(database, device))
    .filter(
      ({ until, assignment }) => until !== null && (from ?? assignment.shipment) === assignment.shipment,
    )
    .sort((a, b) => b.assignment.since - a.assignment.since);
  for (const { assignment, until } of from === null ? past.slice(0, 1) : past) {
    const { shipment, since } = assignment;
    if (!isOpen((await readLedger(database, shipment)).entries, device, since)) continue;
    await recordDetachment(database, device, { assignment, until: until! }, actor);
    return shipment;
  }
  return null;
}

/**
 * Records an attachment that the device item already has. It can no longer be refused, because the device item is
 * written first; only where the shipment was cancelled in between, the device is set free again. Where the profile of
 * the plan was changed in between, the device gets the one in force.
 * @throws {ActionRefused} when the shipment was cancelled meanwhile.
 */
async function recordAttachment(
  database: Database,
  device: string,
  assignment: Assignment,
  actor: Actor,
): Promise<void> {
  const { shipment, since, intervalMs, role, profile, calibratedUntil } = assignment;
  await beginAssignment(database, device, assignment);
  let cancelled: string | null = null;
  await recordDone(database, shipment, actor, whyAttached(device), (entries) => {
    if (attachmentsRecorded(entries).some((each) => each.device === device && each.since === since))
      return null;
    cancelled = refusalAfterCancellation(entries);
    if (cancelled !== null) return null;
    const inForce = profileInForce(entries, role, profile);
    return { kind: 'device-attached', device, since, intervalMs, role, profile: inForce, calibratedUntil };
  });
  if (cancelled === null) return;
  const fold = stateReducer(await evaluationContextsFrom(database)(assignment));
  await detach(database, device, since, fold, shipment);
  throw new ActionRefused(cancelled);
}

function whyAttached(device: string): string {
  return isFileDevice(device) ? 'a file of its readings came' : 'the device was packed with the goods';
}

async function recordDetachment(
  database: Database,
  device: string,
  { assignment: { shipment, since }, until }: { assignment: Assignment; until: number },
  actor: Actor,
): Promise<void> {
  await recordDone(database, shipment, actor, 'the device was removed from the goods', (entries) =>
    isOpen(entries, device, since) ? { kind: 'device-detached', device, since, until } : null,
  );
}

/**
 * Brings the shipment's lists and devices up to date with its ledger when a request is repeated. The first run may
 * have crashed before it updated the devices, and the client relies on a completed request.
 */
async function bringUpToLedger(database: Database, shipment: string, actor: Actor): Promise<void> {
  await recordDone(database, shipment, actor, '', () => null);
}

/** Records once what has already been done to the device item. */
async function recordDone(
  database: Database,
  shipment: string,
  actor: Actor,
  why: string,
  factOf: (entries: readonly Entry[]) => LedgerEvent | null,
): Promise<void> {
  const { ledger } = await record(database, shipment, { by: nameOf(actor), now: Date.now }, (entries) => {
    const fact = factOf(entries);
    return fact === null || isExecuted(entries, actor) ? [] : [{ why, fact, ...requestOf(actor) }];
  });
  await syncAssignments(database, ledger.entries);
}

/** Whether the ledger has an open attachment of the device with this beginning. A ledger without entries has none. */
function isOpen(entries: readonly Entry[], device: string, since: number): boolean {
  if (entries.length === 0) return false;
  return attachmentsRecorded(entries).some(
    (each) => each.device === device && each.since === since && each.detachedAt === null,
  );
}

/** An entry that was just completed for an interrupted action cannot have been seen by the person who acts now. */
function withoutBasisOf(entries: readonly Entry[], actor: Actor): Actor {
  if (typeof actor === 'string' || entries.at(-1)?.by !== finisher) return actor;
  const { by, request } = actor;
  return { by, ...(request !== undefined && { request }) };
}
