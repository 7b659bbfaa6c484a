import { noBoundaries } from '../evaluation/span.ts';
import type { Entry } from '../shipments/ledger.ts';
import { routeSequenceOf } from '../shipments/plans.ts';
import { readDeviceItem } from './append.ts';
import { AlreadyAttached, attach, detach } from './assign.ts';
import type { Assignment } from './device-item.ts';
import { evaluationContextsFrom, stateReducer } from './evaluation-contexts.ts';
import { ActionRefused, type Actor, isExecuted, refuse } from './execute-action.ts';
import { readLedger } from './ledger.ts';
import {
  bringUpToLedger,
  finishDetachment,
  finisher,
  isOpen,
  recordAttachment,
  recordDetachment,
} from './record-attachment.ts';
import type { Database } from './tables.ts';

/** The details of an attachment. Times are epoch milliseconds; `since` is device time. */
export type Attaching = Pick<Assignment, 'shipment' | 'profile' | 'since' | 'intervalMs' | 'attachedAt'> &
  Partial<Pick<Assignment, 'role' | 'calibratedUntil' | 'products'>>;

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
  const { intervalMs, profile, products } = attaching;
  const step = {
    kind: 'device-attached',
    device,
    since,
    intervalMs,
    role,
    profile,
    calibratedUntil,
    ...(products !== undefined && { products }),
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

/** An entry that was just completed for an interrupted action cannot have been seen by the person who acts now. */
function withoutBasisOf(entries: readonly Entry[], actor: Actor): Actor {
  if (typeof actor === 'string' || entries.at(-1)?.by !== finisher) return actor;
  const { by, request } = actor;
  return { by, ...(request !== undefined && { request }) };
}
