import { moment } from '../model/wording.ts';
import type { LinkCreated } from '../shipments/link-event.ts';
import type { Entry, NewEntry } from '../shipments/ledger.ts';
import { type LinkRecorded, linkOf, mostOpenings, stateOfLink } from '../shipments/links.ts';
import { journeyRecorded } from '../shipments/milestones.ts';
import { ActionRefused, type Actor, isExecuted, nameOf, refuse, requestOf } from './execute-action.ts';
import { syncAssignments } from './sync-assignments.ts';
import { record } from './ledger.ts';
import type { Database } from './tables.ts';

/** A link opens nothing any more. The message says why, and what would help. */
export class LinkUnusable extends Error {}

/**
 * Records that a link was made, once `putSecrets` has stored what opens it. False where this request made one before,
 * whose secrets nobody has any more.
 * @throws {ActionRefused} when the ledger does not allow it.
 */
export async function shareShipment(
  database: Database,
  shipment: string,
  fact: LinkCreated,
  actor: Actor,
  putSecrets: () => Promise<void>,
): Promise<boolean> {
  let isStored = false;
  const { put } = await record(database, shipment, recorderOf(actor), async (entries) => {
    if (isExecuted(entries, actor)) return [];
    refuse(shipment, entries, fact, actor);
    if (!isStored) await putSecrets();
    isStored = true;
    return [{ why: `made for: ${fact.purpose}`, fact, ...requestOf(actor) }];
  });
  return put.length > 0;
}

/**
 * Revokes a link: whoever has it open sees nothing from now on.
 * @throws {ActionRefused} when there is no such link, or it was revoked before.
 */
export async function revokeLink(
  database: Database,
  shipment: string,
  link: string,
  reason: string,
  actor: Actor,
): Promise<void> {
  if (reason.trim() === '') throw new ActionRefused('the reason is missing: say why the link is revoked');
  await record(database, shipment, recorderOf(actor), (entries) => {
    if (isExecuted(entries, actor)) return [];
    const purpose = linkOf(entries, link)?.purpose ?? '';
    const fact = { kind: 'link-revoked', link, purpose } as const;
    refuse(shipment, entries, fact, actor);
    return [{ why: reason, fact, ...requestOf(actor) }];
  });
}

/** Records that a link opens nothing any more because too many wrong PINs were given. Repeating the call is a no-op. */
export async function lockLink(database: Database, shipment: string, link: string): Promise<void> {
  await record(database, shipment, { by: 'coldwatch', now: Date.now }, (entries): NewEntry[] => {
    const known = linkOf(entries, link);
    if (known === null || stateOfLink(entries, known, Date.now()) !== 'in-force') return [];
    const { purpose } = known;
    return [{ why: 'five wrong PINs were given', fact: { kind: 'link-revoked', link, purpose } }];
  });
}

/**
 * Records that a link was opened. Returns when that was, and when the link ends, in epoch milliseconds. A repeated
 * request is recorded once.
 * @throws {LinkUnusable} when the link opens nothing any more.
 */
export async function openLink(
  database: Database,
  shipment: string,
  link: string,
  actor: Actor,
): Promise<{ readonly openedAt: number; readonly endsAt: number }> {
  const { ledger } = await record(database, shipment, recorderOf(actor), (entries) => {
    const known = usableLink(entries, link, Date.now());
    if (isExecuted(entries, actor)) return [];
    if (known.openedAt.length >= mostOpenings)
      throw new LinkUnusable(
        `this link was opened ${mostOpenings} times, which is the most; ask whoever sent it for another one`,
      );
    const { purpose } = known;
    const fact = { kind: 'link-opened', link, purpose } as const;
    return [{ why: 'opened with its PIN', fact, ...requestOf(actor) }];
  });
  const { endsAt } = usableLink(ledger.entries, link, Date.now());
  return { openedAt: ownEntry(ledger.entries, actor).recordedAt, endsAt };
}

/**
 * Declares that the goods have arrived now, for the holder of a link. Returns when, in epoch milliseconds, and the
 * sequence of its entry. A repeated request is recorded once.
 * @throws {LinkUnusable} when the link opens nothing any more.
 * @throws {ActionRefused} when the arrival is declared already: that is for people of the organisation to correct.
 */
export async function reportArrival(
  database: Database,
  shipment: string,
  link: string,
  actor: Actor,
): Promise<{ readonly at: number; readonly sequence: number }> {
  const { ledger } = await record(database, shipment, recorderOf(actor), (entries) => {
    const { purpose } = usableLink(entries, link, Date.now());
    const { arrivedAt } = journeyRecorded(entries);
    if (isExecuted(entries, actor)) return [];
    if (arrivedAt !== null)
      throw new ActionRefused(`the arrival is declared already, for ${moment(arrivedAt)}`);
    const fact = { kind: 'arrived', at: Date.now(), detectedBy: null } as const;
    refuse(shipment, entries, fact, actor);
    return [{ why: `reported through the link for: ${purpose}`, fact, ...requestOf(actor) }];
  });
  await syncAssignments(database, ledger.entries);
  const { fact, recordedAt, sequence } = ownEntry(ledger.entries, actor);
  return { at: fact.kind === 'arrived' ? fact.at : recordedAt, sequence };
}

/**
 * The link of a ledger, if it can be used at `now` (epoch milliseconds).
 * @throws {LinkUnusable} when it was revoked or has ended.
 */
export function usableLink(entries: readonly Entry[], link: string, now: number): LinkRecorded {
  const known = linkOf(entries, link);
  const state = known === null ? 'ended' : stateOfLink(entries, known, now);
  if (known !== null && state === 'in-force') return known;
  throw new LinkUnusable(
    `this link ${state === 'revoked' ? 'was revoked' : 'has ended'}; ask whoever sent it for another one`,
  );
}

/** The entry that the actor's request made, now or before. */
function ownEntry(entries: readonly Entry[], actor: Actor): Entry {
  const { request } = requestOf(actor);
  return entries.findLast((entry) => entry.request === request) ?? entries.at(-1)!;
}

function recorderOf(actor: Actor) {
  return { by: nameOf(actor), now: Date.now };
}
