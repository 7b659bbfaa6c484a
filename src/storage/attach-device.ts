import type { LedgerEvent } from '../shipments/ledger-event.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from '../shipments/ledger.ts';
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

/** How a device joins a shipment. Times are epoch milliseconds; `since` is device time. */
export type Attaching = Pick<Assignment, 'shipment' | 'profile' | 'since' | 'intervalMs' | 'attachedAt'> &
  Partial<Pick<Assignment, 'role' | 'calibratedUntil'>>;

/** Who finishes what somebody began and died over. */
const finisher = 'coldwatch';

/** Lets a device watch a shipment from `since` on, in device time. Repeating it is a no-op. */
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
  // Who died between the head and the ledger left the device attached: that is what is recorded.
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
  const { route = null } = shipmentOf(entries);
  const assignment = {
    ...attaching,
    role,
    calibratedUntil,
    declaredAt: null,
    hasRoute: route !== null,
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
    // The same request, sent twice at once: the other one has done it.
    const isDone = isExecuted((await readLedger(database, shipment)).entries, actor);
    if (!(error instanceof AlreadyAttached && isDone)) throw error;
  }
}

/**
 * Ends a device's watch as of `until`, in device time. Returns the shipment that it watched; null where it watches
 * none, which is left as it is. With `from`, it is taken from that shipment alone: what watches another is left alone.
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
    throw new ActionRefused(`${device} does not watch ${from!}`);
  }
  const { shipment, since } = assignment;
  let { entries } = await readLedger(database, shipment);
  if (isExecuted(entries, actor)) {
    await bringUpToLedger(database, shipment, actor);
    return shipment;
  }
  // Who died over the attachment left it out of the ledger: without it nothing could end.
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
 * Who died between the head and the ledger left the end of an assignment behind: that is what is recorded. `from`: of
 * this shipment alone, else of the last that the device watched. Returns the shipment; null where there was nothing.
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

/** Records an attachment as the head has it: the head was first, so that nothing can refuse it any more. */
async function recordAttachment(
  database: Database,
  device: string,
  assignment: Assignment,
  actor: Actor,
): Promise<void> {
  const { shipment, since, intervalMs, role, profile, calibratedUntil } = assignment;
  await beginAssignment(database, device, assignment);
  await recordDone(database, shipment, actor, 'the device was packed with the goods', (entries) =>
    attachmentsRecorded(entries).some((each) => each.device === device && each.since === since)
      ? null
      : { kind: 'device-attached', device, since, intervalMs, role, profile, calibratedUntil },
  );
}

async function recordDetachment(
  database: Database,
  device: string,
  { assignment: { shipment, since }, until }: { assignment: Assignment; until: number },
  actor: Actor,
): Promise<void> {
  await recordDone(database, shipment, actor, 'the device was taken from the goods', (entries) =>
    isOpen(entries, device, since) ? { kind: 'device-detached', device, since, until } : null,
  );
}

/**
 * Brings lists and devices up to a ledger that has what is asked for again: whoever recorded it may have died before
 * the devices knew of it, and who is answered that it is done relies on them.
 */
async function bringUpToLedger(database: Database, shipment: string, actor: Actor): Promise<void> {
  await recordDone(database, shipment, actor, '', () => null);
}

/** Records what has happened to the head, once. */
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

/** Whether a ledger has an attachment that began then and goes on; one without entries has none. */
function isOpen(entries: readonly Entry[], device: string, since: number): boolean {
  if (entries.length === 0) return false;
  return attachmentsRecorded(entries).some(
    (each) => each.device === device && each.since === since && each.detachedAt === null,
  );
}

/** What was finished just now for somebody who died is nothing that the taker could have seen. */
function withoutBasisOf(entries: readonly Entry[], actor: Actor): Actor {
  if (typeof actor === 'string' || entries.at(-1)?.by !== finisher) return actor;
  const { by, request } = actor;
  return { by, ...(request !== undefined && { request }) };
}
