import { isFileDevice } from '../model/attached-file.ts';
import { refusalAfterCancellation } from '../shipments/cancellation.ts';
import { productsInPlan } from '../model/sensor-profile.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from '../shipments/ledger.ts';
import type { LedgerEvent } from '../shipments/ledger-event.ts';
import { profileInForce } from '../shipments/plans.ts';
import { detach } from './assign.ts';
import { beginAssignment, readAssignments } from './assignments.ts';
import type { Assignment } from './device-item.ts';
import { evaluationContextsFrom, stateReducer } from './evaluation-contexts.ts';
import { ActionRefused, type Actor, isExecuted, nameOf, requestOf } from './execute-action.ts';
import { readLedger, record } from './ledger.ts';
import { syncAssignments } from './sync-assignments.ts';
import type { Database } from './tables.ts';

// A device item is written before the ledger, so a call may crash in between. What is here brings the ledger to what
// the device item has, whoever asks next.

/** The name under which an interrupted action of somebody else is completed. */
export const finisher = 'coldwatch';

/**
 * A call that crashed between the device item and the ledger left the end of an assignment unrecorded. Records that
 * end, for the shipment `from`, or without `from` for the device's last assignment. Returns the shipment; null where
 * nothing was unrecorded.
 */
export async function finishDetachment(
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
export async function recordAttachment(
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
    const products = productsInPlan(shipmentOf(entries), assignment.products ?? null);
    return {
      kind: 'device-attached',
      device,
      since,
      intervalMs,
      role,
      profile: profileInForce(entries, role, profile, products),
      calibratedUntil,
      ...(products !== null && { products }),
    };
  });
  if (cancelled === null) return;
  const fold = stateReducer(await evaluationContextsFrom(database)(assignment));
  await detach(database, device, since, fold, shipment);
  throw new ActionRefused(cancelled);
}

function whyAttached(device: string): string {
  return isFileDevice(device) ? 'a file of its readings came' : 'the device was packed with the goods';
}

/** Records the end of an attachment that the device item already has. */
export async function recordDetachment(
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
export async function bringUpToLedger(database: Database, shipment: string, actor: Actor): Promise<void> {
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
export function isOpen(entries: readonly Entry[], device: string, since: number): boolean {
  if (entries.length === 0) return false;
  return attachmentsRecorded(entries).some(
    (each) => each.device === device && each.since === since && each.detachedAt === null,
  );
}
