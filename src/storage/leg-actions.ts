import type {
  EarlierLeg,
  FollowedBy,
  OpeningEntered,
  PredecessorNamed,
  PredecessorWithdrawn,
} from '../model/leg-event.ts';
import { productsOf } from '../model/product.ts';
import { type Entry, type Facts, shipmentOf } from '../shipments/ledger.ts';
import { followerOf } from '../shipments/followers.ts';
import { isPredecessorWithdrawn, isSameLeg, predecessorsRecorded } from '../shipments/predecessors.ts';
import {
  ActionRefused,
  type Actor,
  executeAction,
  isExecuted,
  nameOf,
  refuse,
  requestOf,
  sameEvent,
} from './execute-action.ts';
import { readLedger, record } from './ledger.ts';
import { profilesFrom } from './evaluation-contexts.ts';
import { legSources } from './leg-sources.ts';
import { mostLegs, readLegs } from './read-legs.ts';
import type { Database } from './tables.ts';

/** How a shipment is called in a refusal: by its number, unless whoever asks may not know of it. */
export type NamedAs = (entries: readonly Entry[]) => string;

const byNumber: NamedAs = ([first]) => first!.shipment;

/**
 * Names an earlier leg of a product. The earlier ledger gets to know first: without its entry, late readings of that leg
 * would not be checked against this one, while an entry too many is harmless. Repeating the call is a no-op.
 * @throws {ActionRefused} when the ledger does not allow it, there is no such shipment, or a circle would close.
 */
export async function namePredecessor(
  database: Database,
  shipment: string,
  fact: PredecessorNamed,
  reason: string,
  actor: Actor,
  namedAs = byNumber,
): Promise<void> {
  await record(database, shipment, { by: nameOf(actor), now: Date.now }, async (entries) => {
    if (isExecuted(entries, actor) || isNamed(entries, fact)) return [];
    // What a person withdrew, only a person names again.
    if (fact.by !== 'person' && isPredecessorWithdrawn(entries, fact)) return [];
    refuse(shipment, entries, fact, actor);
    const earlier = (await readLedger(database, fact.shipment)).entries;
    if (earlier.length === 0) throw new ActionRefused(`there is no shipment ${fact.shipment}`);
    const circle = await circleOf(database, earlier, fact, shipment, namedAs);
    if (circle !== null) throw new ActionRefused(circle);
    await recordFollower(database, fact.shipment, (its) => followerOf(its, shipment, fact));
    return [{ why: reason, fact, ...requestOf(actor) }];
  });
}

/** Whether the same is named already, for the same lots: in the same way, or by a person, which proves as much as a code. */
function isNamed(entries: readonly Entry[], fact: PredecessorNamed): boolean {
  return predecessorsRecorded(entries).some(
    (each) =>
      isSameLeg(each, fact) &&
      (each.by === fact.by || each.by === 'person') &&
      JSON.stringify(each.lots) === JSON.stringify(fact.lots),
  );
}

/** Says why an earlier leg cannot lie before a shipment: the way from that shipment leads there. Null if it can. */
async function circleOf(
  database: Database,
  earlier: readonly Entry[],
  { itsProduct }: EarlierLeg,
  shipment: string,
  namedAs: NamedAs,
): Promise<string | null> {
  const { legs, isCut } = await readLegs(legSources(database, earlier), earlier, itsProduct);
  const own = legs.find(({ entries }) => entries[0]!.shipment === shipment);
  if (own !== undefined) {
    const way = [own, ...own.later.toReversed()].map(({ entries }) => namedAs(entries));
    return `${way.at(-1)!} comes later already: its goods went ${way.join(', then ')}; a shipment cannot lie before itself`;
  }
  return isCut
    ? `more than ${mostLegs} shipments lie before ${namedAs(earlier)}; enter what was used before instead`
    : null;
}

/** Records in an earlier ledger that units travel on, once. */
async function recordFollower(
  database: Database,
  earlier: string,
  followerIn: (entries: Facts) => FollowedBy,
): Promise<void> {
  await record(database, earlier, { by: 'coldwatch', now: Date.now }, (entries) => {
    const follower = followerIn(entries);
    return entries.some(({ fact }) => sameEvent(fact, follower))
      ? []
      : [{ why: `named as where goods of ${follower.shipment} came from`, fact: follower }];
  });
}

/** Says that units of a product did not come from an earlier leg. Repeating the request is a no-op. */
export async function withdrawPredecessor(
  database: Database,
  shipment: string,
  fact: PredecessorWithdrawn,
  reason: string,
  actor: Actor,
): Promise<void> {
  await executeAction(database, shipment, actor, reason, fact, () => false);
}

/**
 * Enters what was used of a product before its first leg. Repeating the request is a no-op.
 * @throws {ActionRefused} when the ledger does not allow it, or the storage limits have no such allowance.
 */
export async function enterOpening(
  database: Database,
  shipment: string,
  fact: OpeningEntered,
  reason: string,
  actor: Actor,
): Promise<void> {
  const { product, opening } = fact;
  const { entries } = await readLedger(database, shipment);
  if (opening.kind === 'spent')
    for (const allowance of Object.keys(opening.spent))
      await refuseUnknownAllowance(database, entries, product, allowance);
  await executeAction(database, shipment, actor, reason, fact, () => false);
}

/**
 * Checks that the storage limits of a product have an allowance; one that the shipment does not have is refused elsewhere.
 * Returns what it allows, in milliseconds.
 * @throws {ActionRefused} when they have not.
 */
export async function refuseUnknownAllowance(
  database: Database,
  entries: readonly Entry[],
  product: string,
  allowance: string,
): Promise<number> {
  const own = productsOf(shipmentOf(entries)).find(({ id }) => id === product);
  if (own === undefined) return Infinity;
  const { allowances } = await profilesFrom(database)(own.profile);
  const known = allowances.find(({ id }) => id === allowance);
  if (known !== undefined) return known.totalMs;
  const ids = allowances.map(({ id }) => id);
  throw new ActionRefused(
    ids.length === 0
      ? `the storage limits of ${product} have no allowances`
      : `the storage limits of ${product} have no allowance ${allowance}; they have ${ids.join(', ')}`,
  );
}
