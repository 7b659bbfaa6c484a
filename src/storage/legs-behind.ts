import { isKept } from '../allowances/kept-before.ts';
import { acrossSeams } from '../allowances/across-seams.ts';
import { type LegAccount, type LegRecord, type NotProven, legAccountOf } from '../allowances/leg-account.ts';
import { productsOf } from '../model/product.ts';
import type { Profile } from '../model/profile.ts';
import { recordOfLeg } from '../shipments/account-of-leg.ts';
import { decidedLotsOf } from '../shipments/decided-lots.ts';
import { type Entry, shipmentOf } from '../shipments/ledger.ts';
import { predecessorsRecorded } from '../shipments/predecessors.ts';
import type { LegsOfProduct } from '../shipments/receipt/receipt-record.ts';
import { type ProfileOf, profilesFrom } from './evaluation-contexts.ts';
import { whatLinksProve } from '../shipments/what-links-prove.ts';
import { type LegSources, legSources } from './leg-sources.ts';
import { type LedgerOfLeg, mostLegs, readLegs } from './read-legs.ts';
import type { Database } from './tables.ts';

/** The accounts of a product's legs, by the allowances of its profile in this shipment. */
export type LegsBehind = {
  readonly profile: Profile;
  /** This shipment's own leg. */
  readonly last: LegAccount;
  /** Every leg that is known, this one included. */
  readonly legs: readonly LegAccount[];
  /** Says that there are more legs than are followed; null if there are not. */
  readonly tooMany: string | null;
};

/**
 * Reads all legs behind a product of a shipment as of a moment (epoch milliseconds): each ledger and each record once.
 * Of more than forty legs, the farthest are left out, so that what was used there is unknown. `profileOf` gives the profile
 * of the product, by default the stored one; `sources` may have read some already.
 */
export async function legsBehind(
  database: Database,
  entries: readonly Entry[],
  product: string,
  asOf: number,
  profileOf: ProfileOf = profilesFrom(database),
  sources = legSources(database, entries),
): Promise<LegsBehind> {
  const own = productsOf(shipmentOf(entries)).find(({ id }) => id === product);
  if (own === undefined) throw new Error(`shipment ${entries[0]!.shipment} has no product ${product}`);
  const profile = await profileOf(own.profile);
  const { legs, isCut } = await readLegs(sources, entries, product);
  const notProven = await notProvenOf(legs, sources);
  const records: LegRecord[] = [];
  for (const [index, leg] of legs.entries()) {
    const recordOf = await sources.recordOf(leg.entries);
    const { facts, sensors } = recordOfLeg(leg.entries, leg.own?.id ?? leg.product, recordOf, asOf);
    // Later legs name it by the id that it had.
    const named = { ...facts, product: leg.product };
    const lacking = notProven.get(nameOf(named));
    const decided = index === 0 ? [] : decidedLotsOf(leg.entries, leg.own?.id ?? leg.product);
    records.push({
      facts: {
        ...named,
        ...(lacking !== undefined && { notProven: lacking }),
        ...(decided.length > 0 && { decided }),
      },
      sensors,
    });
  }
  const accounts = acrossSeams(records).map(({ facts, sensors }) => legAccountOf(facts, sensors, profile));
  const tooMany = `more than ${mostLegs} earlier shipments lead here; the others are not followed`;
  return { profile, last: accounts[0]!, legs: accounts, tooMany: isCut ? tooMany : null };
}

/** What the links between the legs do not prove, by the name of the earlier leg. */
async function notProvenOf(
  legs: readonly LedgerOfLeg[],
  { ledgerOf }: LegSources,
): Promise<ReadonlyMap<string, readonly NotProven[]>> {
  const found = new Map<string, NotProven[]>();
  for (const { entries, product, own, links } of legs) {
    if (own === null) continue;
    const { shipment } = entries[0]!;
    const ledgers = new Map<string, readonly Entry[]>();
    for (const link of links) ledgers.set(link.shipment, await ledgerOf(link.shipment));
    for (const { link, notProven } of whatLinksProve(entries, own, links, (id) => ledgers.get(id)!)) {
      if (notProven === null) continue;
      const name = nameOf({ shipment: link.shipment, product: link.itsProduct });
      found.set(name, [...(found.get(name) ?? []), { shipment, product, by: link.by, ...notProven }]);
    }
  }
  return found;
}

function nameOf({ shipment, product }: { readonly shipment: string; readonly product: string }): string {
  return JSON.stringify([shipment, product]);
}

/**
 * The legs of each product of a shipment whose profile has allowances, or of which a lot was not released before, as
 * `legsBehind` reads them.
 */
export async function legsOfProducts(
  database: Database,
  entries: readonly Entry[],
  asOf: number,
  profileOf: ProfileOf = profilesFrom(database),
  sources = legSources(database, entries),
): Promise<LegsOfProduct[]> {
  const all: LegsOfProduct[] = [];
  for (const product of productsOf(shipmentOf(entries))) {
    const { allowances, freezeThaw } = await profileOf(product.profile);
    const hasAllowances = allowances.length > 0 || freezeThaw !== null;
    if (!hasAllowances && predecessorsRecorded(entries).every((each) => each.product !== product.id))
      continue;
    const { profile, legs } = await legsBehind(database, entries, product.id, asOf, profileOf, sources);
    if (hasAllowances || legs.some(isKept)) all.push({ product: product.id, profile, legs });
  }
  return all;
}
