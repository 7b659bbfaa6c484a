import type { Fact } from '../domain/fact.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from '../domain/ledger.ts';
import { readHead } from './append.ts';
import { attach, detach } from './assign.ts';
import type { Assignment } from './head.ts';
import { readAssignments } from './assignments.ts';
import { readLedger } from './ledger.ts';
import type { Database } from './tables.ts';
import { StepRefused, type Taker, isTaken, refuse, sameFact, takeStep } from './take-step.ts';
import { foldOf, termsFrom } from './terms.ts';

/** How a device joins a shipment. Times are epoch milliseconds; `since` is device time. */
export type Attaching = Pick<Assignment, 'shipment' | 'profile' | 'since' | 'intervalMs' | 'attachedAt'> &
  Partial<Pick<Assignment, 'role' | 'calibratedUntil'>>;

/** Lets a device watch a shipment from `since` on, in device time. */
export async function attachDevice(
  database: Database,
  device: string,
  { role = 'product', calibratedUntil = null, ...attaching }: Attaching,
  taker: Taker,
): Promise<void> {
  const { shipment, since, intervalMs, profile } = attaching;
  const { entries } = await readLedger(database, shipment);
  const fact = {
    kind: 'device-attached',
    device,
    since,
    intervalMs,
    role,
    profile,
    calibratedUntil,
  } as const;
  if (isTaken(entries, taker)) return;
  refuse(shipment, entries, fact, taker);
  const head = await readHead(database, device);
  // Who died between the head and the ledger left the device attached: that is what is recorded.
  if (head.assignment?.shipment === shipment && !isRecorded(entries, device, head.assignment.since)) {
    const { since: attachedSince, ...left } = head.assignment;
    await recordAttachment(database, shipment, taker, {
      ...fact,
      ...pickAttached(left),
      since: attachedSince,
    });
    return;
  }
  const { route = null } = shipmentOf(entries);
  const assignment = {
    ...attaching,
    role,
    calibratedUntil,
    declaredAt: null,
    hasRoute: route !== null,
    phases: { departedAt: null, arrivedAt: null },
  };
  await attach(database, device, assignment, foldOf(await termsFrom(database)(assignment)));
  await recordAttachment(database, shipment, taker, fact);
}

function pickAttached({ intervalMs, role, profile, calibratedUntil }: Omit<Assignment, 'since'>) {
  return { intervalMs, role, profile, calibratedUntil };
}

function isRecorded(entries: readonly Entry[], device: string, since: number): boolean {
  const last = attachmentsRecorded(entries).findLast((each) => each.device === device);
  return last?.since === since && last.detachedAt === null;
}

async function recordAttachment(
  database: Database,
  shipment: string,
  taker: Taker,
  fact: Extract<Fact, { kind: 'device-attached' }>,
): Promise<void> {
  const why = 'the device was packed with the goods';
  await takeStep(database, shipment, withoutBasis(taker), why, fact, (entries) =>
    isRecorded(entries, fact.device, fact.since),
  );
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
  if (from !== null && isTaken((await readLedger(database, from)).entries, taker)) return from;
  const { assignment } = await readHead(database, device);
  if (assignment === null) return finishDetachment(database, device, taker, from);
  const { shipment } = assignment;
  if (from !== null && shipment !== from) throw new StepRefused(`${device} does not watch ${from}`);
  const fact = { kind: 'device-detached', device, until } as const;
  const { entries } = await readLedger(database, shipment);
  if (isTaken(entries, taker)) return shipment;
  refuse(shipment, entries, fact, taker);
  await detach(database, device, until, foldOf(await termsFrom(database)(assignment)), shipment);
  await recordDetachment(database, shipment, taker, fact);
  return shipment;
}

/** Who died between the head and the ledger left the end of the assignment behind: that is what is recorded. */
async function finishDetachment(
  database: Database,
  device: string,
  taker: Taker,
  from: string | null,
): Promise<string | null> {
  const last = (await readAssignments(database, device))
    .filter(({ until }) => until !== null)
    .sort((a, b) => a.assignment.since - b.assignment.since)
    .at(-1);
  if (last === undefined || (from !== null && last.assignment.shipment !== from)) return null;
  const { shipment, since } = last.assignment;
  const { entries } = await readLedger(database, shipment);
  if (!isRecorded(entries, device, since)) return null;
  await recordDetachment(database, shipment, taker, { kind: 'device-detached', device, until: last.until! });
  return shipment;
}

async function recordDetachment(
  database: Database,
  shipment: string,
  taker: Taker,
  fact: Extract<Fact, { kind: 'device-detached' }>,
): Promise<void> {
  await takeStep(
    database,
    shipment,
    withoutBasis(taker),
    'the device was taken from the goods',
    fact,
    (entries) => entries.some((entry) => sameFact(entry.fact, fact)),
  );
}

/** The basis was looked at before the head was changed: what came since does not undo that. */
function withoutBasis(taker: Taker): Taker {
  if (typeof taker === 'string') return taker;
  const { by, request } = taker;
  return { by, ...(request !== undefined && { request }) };
}
