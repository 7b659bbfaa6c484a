import type { Fact } from '../shipments/ledger-event.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from '../shipments/ledger.ts';
import { noBoundaries } from '../evaluation/span.ts';
import { adoptLedger } from './sync-assignments.ts';
import { readHead } from './append.ts';
import { AlreadyAttached, attach, detach } from './assign.ts';
import { beginAssignment, readAssignments } from './assignments.ts';
import type { Assignment } from './device-item.ts';
import { readLedger, record } from './ledger.ts';
import type { Database } from './tables.ts';
import { StepRefused, type Taker, isTaken, nameOf, refuse, requestOf } from './execute-action.ts';
import { foldOf, termsFrom } from './evaluation-contexts.ts';

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
  taker: Taker,
): Promise<void> {
  const { shipment, since } = attaching;
  const { entries } = await readLedger(database, shipment);
  if (isTaken(entries, taker)) return bringUpToLedger(database, shipment, taker);
  const head = await readHead(database, device);
  // Who died between the head and the ledger left the device attached: that is what is recorded.
  if (head.assignment?.shipment === shipment && !isOpen(entries, device, head.assignment.since)) {
    await recordAttachment(database, device, head.assignment, taker);
    return;
  }
  if (isOpen(entries, device, since)) return bringUpToLedger(database, shipment, taker);
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
  refuse(shipment, entries, step, taker);
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
      foldOf(await termsFrom(database)(assignment)),
    );
    await recordAttachment(database, device, attached.assignment!, taker);
  } catch (error) {
    // The same request, sent twice at once: the other one has done it.
    const isDone = isTaken((await readLedger(database, shipment)).entries, taker);
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
  taker: Taker,
  from: string | null = null,
): Promise<string | null> {
  if (from !== null && isTaken((await readLedger(database, from)).entries, taker)) {
    await bringUpToLedger(database, from, taker);
    return from;
  }
  const { assignment } = await readHead(database, device);
  if (assignment === null || (from !== null && assignment.shipment !== from)) {
    const finished = await finishDetachment(database, device, from, taker);
    if (finished !== null || assignment === null) return finished;
    throw new StepRefused(`${device} does not watch ${from!}`);
  }
  const { shipment, since } = assignment;
  let { entries } = await readLedger(database, shipment);
  if (isTaken(entries, taker)) {
    await bringUpToLedger(database, shipment, taker);
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
    withoutBasisOf(entries, taker),
  );
  const ended = await detach(
    database,
    device,
    until,
    foldOf(await termsFrom(database)(assignment)),
    shipment,
  );
  if (ended === null) return finishDetachment(database, device, from, taker);
  await recordDetachment(database, device, ended, taker);
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
  taker: Taker,
): Promise<string | null> {
  const past = (await readAssignments(database, device))
    .filter(
      ({ until, assignment }) => until !== null && (from ?? assignment.shipment) === assignment.shipment,
    )
    .sort((a, b) => b.assignment.since - a.assignment.since);
  for (const { assignment, until } of from === null ? past.slice(0, 1) : past) {
    const { shipment, since } = assignment;
    if (!isOpen((await readLedger(database, shipment)).entries, device, since)) continue;
    await recordDetachment(database, device, { assignment, until: until! }, taker);
    return shipment;
  }
  return null;
}

/** Records an attachment as the head has it: the head was first, so that nothing can refuse it any more. */
async function recordAttachment(
  database: Database,
  device: string,
  assignment: Assignment,
  taker: Taker,
): Promise<void> {
  const { shipment, since, intervalMs, role, profile, calibratedUntil } = assignment;
  await beginAssignment(database, device, assignment);
  await recordDone(database, shipment, taker, 'the device was packed with the goods', (entries) =>
    attachmentsRecorded(entries).some((each) => each.device === device && each.since === since)
      ? null
      : { kind: 'device-attached', device, since, intervalMs, role, profile, calibratedUntil },
  );
}

async function recordDetachment(
  database: Database,
  device: string,
  { assignment: { shipment, since }, until }: { assignment: Assignment; until: number },
  taker: Taker,
): Promise<void> {
  await recordDone(database, shipment, taker, 'the device was taken from the goods', (entries) =>
    isOpen(entries, device, since) ? { kind: 'device-detached', device, since, until } : null,
  );
}

/**
 * Brings lists and devices up to a ledger that has what is asked for again: whoever recorded it may have died before
 * the devices knew of it, and who is answered that it is done relies on them.
 */
async function bringUpToLedger(database: Database, shipment: string, taker: Taker): Promise<void> {
  await recordDone(database, shipment, taker, '', () => null);
}

/** Records what has happened to the head, once. */
async function recordDone(
  database: Database,
  shipment: string,
  taker: Taker,
  why: string,
  factOf: (entries: readonly Entry[]) => Fact | null,
): Promise<void> {
  const { ledger } = await record(database, shipment, { by: nameOf(taker), now: Date.now }, (entries) => {
    const fact = factOf(entries);
    return fact === null || isTaken(entries, taker) ? [] : [{ why, fact, ...requestOf(taker) }];
  });
  await adoptLedger(database, ledger.entries);
}

/** Whether a ledger has an attachment that began then and goes on; one without entries has none. */
function isOpen(entries: readonly Entry[], device: string, since: number): boolean {
  if (entries.length === 0) return false;
  return attachmentsRecorded(entries).some(
    (each) => each.device === device && each.since === since && each.detachedAt === null,
  );
}

/** What was finished just now for somebody who died is nothing that the taker could have seen. */
function withoutBasisOf(entries: readonly Entry[], taker: Taker): Taker {
  if (typeof taker === 'string' || entries.at(-1)?.by !== finisher) return taker;
  const { by, request } = taker;
  return { by, ...(request !== undefined && { request }) };
}
