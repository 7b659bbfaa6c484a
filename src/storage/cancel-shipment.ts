import { isFileDevice } from '../model/attached-file.ts';
import { cancellationOf } from '../shipments/cancellation.ts';
import { type Entry, type NewEntry, attachmentsRecorded } from '../shipments/ledger.ts';
import { ActionRefused, type Actor, isExecuted, nameOf, refuse, requestOf } from './execute-action.ts';
import { record } from './ledger.ts';
import { syncAssignments } from './sync-assignments.ts';
import type { Database } from './tables.ts';

/**
 * Cancels a shipment, and detaches the sensors that are still attached, so that others can use them. What they send
 * later is archived and stored like that of any device; it raises nothing. Repeating the call is a no-op.
 * @throws {ActionRefused} when the reason is missing, or the ledger does not allow it.
 * @throws {StaleVersion} when the actor has not seen the whole ledger.
 * @throws {KeyReused} when the idempotency key belongs to another request.
 * @throws {Contended} when the ledger changes during every attempt.
 */
export async function cancelShipment(
  database: Database,
  shipment: string,
  reason: string,
  actor: Actor,
): Promise<void> {
  if (reason.trim() === '')
    throw new ActionRefused('the reason is missing: say why the shipment does not take place');
  await recordAndFree(database, shipment, nameOf(actor), (entries) => {
    // A run before may have ended between the cancellation and the detachments.
    if (isExecuted(entries, actor)) return detachments(entries);
    const fact = { kind: 'shipment-cancelled' } as const;
    refuse(shipment, entries, fact, actor);
    // The cancellation comes first: without it, the goods would travel unwatched if the rest were lost.
    return [{ why: reason, fact, ...requestOf(actor) }, ...detachments(entries)];
  });
}

/** Completes a cancellation whose function died: detaches the sensors that are still attached. May be repeated. */
export async function finishCancellation(database: Database, shipment: string): Promise<void> {
  await recordAndFree(database, shipment, 'coldwatch', (entries) =>
    cancellationOf(entries) === null ? [] : detachments(entries),
  );
}

async function recordAndFree(
  database: Database,
  shipment: string,
  by: string,
  decide: (entries: readonly Entry[]) => readonly NewEntry[],
): Promise<void> {
  const { ledger } = await record(database, shipment, { by, now: Date.now }, decide);
  await syncAssignments(database, ledger.entries);
  // Until here the shipment was listed as one for which work is left.
  await record(database, shipment, { by, now: Date.now }, () => []);
}

/** The detachment of each sensor that is attached. A file stays with its shipment. */
function detachments(entries: readonly Entry[]): NewEntry[] {
  return attachmentsRecorded(entries)
    .filter(({ device, detachedAt }) => detachedAt === null && !isFileDevice(device))
    .map(({ device, since }) => ({
      why: 'the shipment was cancelled',
      fact: { kind: 'device-detached', device, since, until: Math.max(Date.now(), since) },
    }));
}
