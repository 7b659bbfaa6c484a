import type { LegAccount } from '../allowances/leg-account.ts';
import { type Product, productsOf } from '../model/product.ts';
import { partsOfVersion } from '../model/combined-version.ts';
import type { Profile } from '../model/profile.ts';
import { accountOfLeg } from '../shipments/account-of-leg.ts';
import { type Entry, shipmentOf } from '../shipments/ledger.ts';
import type { LegsOfProduct } from '../shipments/receipt/receipt-record.ts';
import { NotConsistent, firstDifference } from './not-consistent.ts';
import { readProfileOf } from './read-profile.ts';
import { type TextFiles, fileNames, recordsIn, written } from './recompute.ts';

/** The earlier legs of each product that has allowances, or of which a lot was not released before, by its id. */
export type EarlierLegs = { readonly [product: string]: readonly LegAccount[] };

/**
 * The products whose legs belong to evidence: those whose profile, which must be among the files, has allowances or counts
 * freeze-thaw cycles, and those of which earlier legs were read.
 */
export function productsWithLegs(
  entries: readonly Entry[],
  files: TextFiles,
  earlier: EarlierLegs,
): readonly { readonly product: Product; readonly profile: Profile }[] {
  return productsOf(shipmentOf(entries)).flatMap((product) => {
    if (partsOfVersion(product.profile).some((part) => files[fileNames.profile(part)] === undefined))
      return [];
    const profile = readProfileOf(product.profile, (part) => files[fileNames.profile(part)]!);
    const hasAllowances = profile.allowances.length > 0 || profile.freezeThaw !== null;
    return hasAllowances || Object.hasOwn(earlier, product.id) ? [{ product, profile }] : [];
  });
}

/**
 * The legs of each product that has any in evidence: this shipment's own, computed from ledger, profiles and readings as of
 * a moment (epoch milliseconds), and the earlier ones as they were read.
 */
export function legsIn(
  entries: readonly Entry[],
  files: TextFiles,
  asOf: number,
  earlier: EarlierLegs,
): readonly LegsOfProduct[] {
  const recordOf = recordsIn(entries, files);
  return productsWithLegs(entries, files, earlier).map(({ product: { id }, profile }) => ({
    product: id,
    profile,
    legs: [accountOfLeg(entries, id, recordOf, profile, asOf), ...(earlier[id] ?? [])],
  }));
}

/** The text of the legs in evidence: by product, this shipment's own leg first. */
export function legsText(legs: readonly LegsOfProduct[]): string {
  return written(Object.fromEntries(legs.map(({ product, legs: own }) => [product, own])));
}

/** The earlier legs as evidence has them; none where it has no legs. */
export function earlierLegsIn(files: TextFiles): EarlierLegs {
  const text = files[fileNames.legs];
  if (text === undefined) return {};
  const all = JSON.parse(text) as { readonly [product: string]: readonly LegAccount[] };
  return Object.fromEntries(Object.entries(all).map(([product, [, ...earlier]]) => [product, earlier]));
}

/**
 * Checks the legs of a bundle: this shipment's own are what ledger, profiles and readings amount to, and each earlier one
 * is named by a later one, once.
 *
 * @throws {NotConsistent} when a check fails.
 */
export function checkLegs(entries: readonly Entry[], files: TextFiles, asOf: number): void {
  const legs = legsIn(entries, files, asOf, earlierLegsIn(files));
  if (legs.length === 0) return;
  const [text, found] = [legsText(legs), files[fileNames.legs]!];
  if (text !== found)
    throw new NotConsistent(
      `${fileNames.legs} is not what ledger, profiles and readings amount to${firstDifference(text, found)}`,
    );
  for (const { product, legs: own } of legs) checkNamed(product, own);
}

function checkNamed(product: string, legs: readonly LegAccount[]): void {
  const names = legs.map((leg) => nameOf(leg));
  const named = new Set(legs.flatMap(({ predecessors }) => predecessors.map(nameOf)));
  for (const [index, name] of names.entries()) {
    const which = `a leg of ${product}, ${legs[index]!.shipment},`;
    if (names.indexOf(name) !== index) throw new NotConsistent(`${fileNames.legs} has ${which} twice`);
    if (index > 0 && !named.has(name))
      throw new NotConsistent(`${fileNames.legs} has ${which} that no later one names`);
  }
}

function nameOf({ shipment, product }: { readonly shipment: string; readonly product: string }): string {
  return JSON.stringify([shipment, product]);
}
