import type { LegAccount } from '../allowances/leg-account.ts';
import { productsOf } from '../model/product.ts';
import type { Profile } from '../model/profile.ts';
import { accountOfLeg } from '../shipments/account-of-leg.ts';
import { type Entry, shipmentOf } from '../shipments/ledger.ts';
import type { LegsOfProduct } from '../shipments/receipt/receipt-record.ts';
import { type ProfileOf, profilesFrom } from './evaluation-contexts.ts';
import { mostLegs, readLegs } from './read-legs.ts';
import { type RecordOf, readRecords } from './shipment-record.ts';
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
 * of the product, by default the stored one.
 */
export async function legsBehind(
  database: Database,
  entries: readonly Entry[],
  product: string,
  asOf: number,
  profileOf: ProfileOf = profilesFrom(database),
): Promise<LegsBehind> {
  const own = productsOf(shipmentOf(entries)).find(({ id }) => id === product);
  if (own === undefined) throw new Error(`shipment ${entries[0]!.shipment} has no product ${product}`);
  const profile = await profileOf(own.profile);
  const { legs, isCut } = await readLegs(database, entries, product);
  const records = new Map<string, RecordOf>();
  const accounts: LegAccount[] = [];
  for (const leg of legs) {
    const { shipment } = leg.entries[0]!;
    let recordOf = records.get(shipment);
    if (recordOf === undefined) records.set(shipment, (recordOf = await readRecords(database, leg.entries)));
    accounts.push(accountOfLeg(leg.entries, leg.product, recordOf, profile, asOf));
  }
  const tooMany = `more than ${mostLegs} earlier shipments lead here; the others are not followed`;
  return { profile, last: accounts[0]!, legs: accounts, tooMany: isCut ? tooMany : null };
}

/** The legs of each product of a shipment whose profile has allowances, as `legsBehind` reads them. */
export async function legsOfProducts(
  database: Database,
  entries: readonly Entry[],
  asOf: number,
  profileOf: ProfileOf = profilesFrom(database),
): Promise<LegsOfProduct[]> {
  const all: LegsOfProduct[] = [];
  for (const product of productsOf(shipmentOf(entries))) {
    const { allowances, freezeThaw } = await profileOf(product.profile);
    if (allowances.length === 0 && freezeThaw === null) continue;
    const { profile, legs } = await legsBehind(database, entries, product.id, asOf, profileOf);
    all.push({ product: product.id, profile, legs });
  }
  return all;
}
