import { sha256OfJson } from '../model/digest.ts';
import type { LedgerEvent } from '../shipments/ledger-event.ts';
import type { Entry } from '../shipments/ledger.ts';
import { refusalOf } from '../shipments/action-validation.ts';
import { isAboutLink } from '../shipments/links.ts';
import { refusalAfterCancellation } from '../shipments/cancellation.ts';
import { type Action, concerning } from '../shipments/actions/actions.ts';
import { syncAssignments } from './sync-assignments.ts';
import { record } from './ledger.ts';
import type { Database } from './tables.ts';

/** The action is not allowed. The message says why, and what would help. */
export class ActionRefused extends Error {}

/** The action was based on fewer entries than the ledger has by now. */
export class StaleVersion extends Error {
  /** The entries added since. */
  readonly entries: readonly Entry[];

  constructor(shipment: string, basedOn: number, entries: readonly Entry[]) {
    const newEntries = entries.filter(({ sequence }) => sequence > basedOn);
    super(
      newEntries.length === 0
        ? `shipment ${shipment} has ${entries.length} ledger entries, not ${basedOn}; read it again`
        : `shipment ${shipment} has ${newEntries.length} new ledger ${newEntries.length === 1 ? 'entry' : 'entries'} since ${basedOn}; review them, then try again`,
    );
    this.entries = newEntries;
  }
}

/** The idempotency key was used for another request. */
export class KeyReused extends Error {
  constructor() {
    super('this idempotency key was used for another request; use a new one');
  }
}

/** A request with an idempotency key; `content` is a hash of what it asks for. */
export type NamedRequest = { readonly key: string; readonly content: string };

/** The person who takes an action: a name alone, or a name with the request. */
export type Actor =
  | string
  | {
      readonly by: string;
      readonly request?: NamedRequest;
      /** Length of the ledger that the person had seen. */
      readonly basedOn?: number;
    };

export function nameOf(actor: Actor): string {
  return typeof actor === 'string' ? actor : actor.by;
}

/** The identification of the request in the entry that it caused. */
export function requestOf(actor: Actor): { request?: string } {
  if (typeof actor === 'string' || actor.request === undefined) return {};
  return { request: `${actor.request.key} ${actor.request.content}` };
}

/**
 * Whether the actor's request has already been executed.
 * @throws {KeyReused} when its key belongs to another request.
 */
export function isExecuted(entries: readonly Entry[], actor: Actor): boolean {
  if (typeof actor === 'string' || actor.request === undefined) return false;
  const { key } = actor.request;
  const known = entries.find(({ request }) => request?.startsWith(`${key} `));
  if (known !== undefined && known.request !== requestOf(actor).request) throw new KeyReused();
  return known !== undefined;
}

/**
 * Checks that the actor has seen the whole ledger, but for entries that do not concern the action, and those that change
 * nothing, such as those about links: nobody outside the organisation can keep people from deciding, and no decision
 * rests on who looked.
 * @throws {StaleVersion} when the ledger has other entries than the actor has seen.
 */
export function refuseStale(
  shipment: string,
  entries: readonly Entry[],
  actor: Actor,
  action?: Action['kind'],
): void {
  if (typeof actor === 'string' || actor.basedOn === undefined) return;
  const kinds = action === undefined ? undefined : concerning[action];
  const isAllSeen =
    actor.basedOn <= entries.length &&
    entries
      .slice(actor.basedOn)
      .every(({ fact }) => (kinds === undefined ? changesNothing(fact) : !kinds.has(fact.kind)));
  if (!isAllSeen) throw new StaleVersion(shipment, actor.basedOn, entries);
}

/** Whether an entry changes nothing that anybody decides on: about a link, or that goods travel on. */
function changesNothing(fact: LedgerEvent): boolean {
  return isAboutLink(fact) || fact.kind === 'followed-by';
}

/**
 * Records an action if it is allowed and not a repeat, and updates the shipment's devices.
 * @throws {ActionRefused} when the action is not allowed.
 * @throws {StaleVersion} when the actor has not seen an entry that concerns the action.
 * @throws {KeyReused} when the idempotency key belongs to another request.
 * @throws {Contended} when the ledger changes during every attempt.
 */
export async function executeAction(
  database: Database,
  shipment: string,
  actor: Actor,
  why: string,
  fact: Action,
  isRepeat: (entries: readonly Entry[]) => boolean,
): Promise<void> {
  const { ledger } = await record(database, shipment, { by: nameOf(actor), now: Date.now }, (entries) => {
    if (isExecuted(entries, actor) || (entries.length > 0 && isRepeat(entries))) return [];
    refuse(shipment, entries, fact, actor);
    return [{ why, fact, ...requestOf(actor) }];
  });
  await syncAssignments(database, ledger.entries);
}

/**
 * Checks that an action is allowed, given the ledger.
 * @throws {ActionRefused} when the shipment does not exist or the action is not allowed.
 * @throws {StaleVersion} when the actor has not seen an entry that concerns the action.
 */
export function refuse(shipment: string, entries: readonly Entry[], fact: Action, actor: Actor = ''): void {
  if (entries.length === 0) throw new ActionRefused(`shipment ${shipment} does not exist`);
  refuseStale(shipment, entries, actor, fact.kind);
  const refusal = refusalOf(entries, fact, Date.now());
  if (refusal !== null) throw new ActionRefused(refusal);
}

/**
 * Checks that a shipment was not cancelled, for what is no action of a person, such as reading a file.
 * @throws {ActionRefused} when it was.
 */
export function refuseCancelled(entries: readonly Entry[]): void {
  const refusal = refusalAfterCancellation(entries);
  if (refusal !== null) throw new ActionRefused(refusal);
}

/** Whether two ledger events have the same content. */
export function sameEvent(one: LedgerEvent, other: LedgerEvent): boolean {
  return sha256OfJson(one) === sha256OfJson(other);
}
