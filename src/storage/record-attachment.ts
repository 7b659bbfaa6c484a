import { isFileDevice } from '../model/attached-file.ts';
import { namesInWords } from '../model/names-in-words.ts';
import { productsInPlan } from '../model/sensor-profile.ts';
import { moment } from '../model/wording.ts';
import { refusalOfProducts } from '../shipments/actions/device-attached.ts';
import { refusalAfterCancellation } from '../shipments/cancellation.ts';
import { type Entry, type NewEntry, attachmentsRecorded, shipmentOf } from '../shipments/ledger.ts';
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
 * Records an attachment that the device item already has. Because the device item is written first, the ledger may have
 * changed in between. Of the products that were named for the device, those count that the plan still has, and it gets
 * the profile in force. Where the plan has none of them any more, nobody has said what it stands for; then, and where
 * the shipment was cancelled, the device is set free again.
 * @throws {ActionRefused} when the device is set free.
 */
export async function recordAttachment(
  database: Database,
  device: string,
  assignment: Assignment,
  actor: Actor,
): Promise<void> {
  const { shipment, since, intervalMs, role, profile, calibratedUntil, products: named = null } = assignment;
  await beginAssignment(database, device, assignment);
  let refused: string | null = null;
  await recordDone(database, shipment, actor, (entries) => {
    refused = null;
    if (attachmentsRecorded(entries).some((each) => each.device === device && each.since === since))
      return null;
    const products = productsInPlan(shipmentOf(entries), named);
    refused =
      refusalAfterCancellation(entries) ??
      (products?.length === 0 ? withoutProducts(entries, assignment, device) : null);
    if (refused !== null) return null;
    const fact = {
      kind: 'device-attached',
      device,
      since,
      intervalMs,
      role,
      profile: profileInForce(entries, role, profile, named),
      calibratedUntil,
      ...(products !== null && { products }),
    } as const;
    return { why: whyAttached(device, named, products), fact };
  });
  if (refused === null) return;
  const fold = stateReducer(await evaluationContextsFrom(database)(assignment));
  await detach(database, device, since, fold, shipment);
  throw new ActionRefused(refused);
}

/** Why a device is not attached whose products are all gone from the plan, and what to do. */
function withoutProducts(
  entries: readonly Entry[],
  { role, products, since }: Assignment,
  device: string,
): string {
  const refusal = refusalOfProducts({ device, role, products }, shipmentOf(entries));
  return `the plan was changed while ${device} was being attached: ${refusal}; attach it for one of these, from a later time than ${moment(since)}`;
}

function whyAttached(
  device: string,
  named: readonly string[] | null,
  products: readonly string[] | null,
): string {
  if (isFileDevice(device)) return 'a file of its readings came';
  const gone = products === null ? [] : (named ?? []).filter((id) => !products.includes(id));
  return `the device was packed with the goods${gone.length === 0 ? '' : `, also with ${namesInWords(gone)}, which a change of the plan has meanwhile removed`}`;
}

/** Records the end of an attachment that the device item already has. */
export async function recordDetachment(
  database: Database,
  device: string,
  { assignment: { shipment, since }, until }: { assignment: Assignment; until: number },
  actor: Actor,
): Promise<void> {
  await recordDone(database, shipment, actor, (entries) =>
    isOpen(entries, device, since)
      ? {
          why: 'the device was removed from the goods',
          fact: { kind: 'device-detached', device, since, until },
        }
      : null,
  );
}

/**
 * Brings the shipment's lists and devices up to date with its ledger when a request is repeated. The first run may
 * have crashed before it updated the devices, and the client relies on a completed request.
 */
export async function bringUpToLedger(database: Database, shipment: string, actor: Actor): Promise<void> {
  await recordDone(database, shipment, actor, () => null);
}

/** Records once what has already been done to the device item. */
async function recordDone(
  database: Database,
  shipment: string,
  actor: Actor,
  entryOf: (entries: readonly Entry[]) => Pick<NewEntry, 'why' | 'fact'> | null,
): Promise<void> {
  const { ledger } = await record(database, shipment, { by: nameOf(actor), now: Date.now }, (entries) => {
    const entry = entryOf(entries);
    return entry === null || isExecuted(entries, actor) ? [] : [{ ...entry, ...requestOf(actor) }];
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
