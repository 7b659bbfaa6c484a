import type { Entry } from '../../src/shipments/ledger.ts';
import { type ProfileAsWritten, durationInMilliseconds } from '../independent/profile-as-written.ts';
import { type AssignmentByDesign, assignmentsByDesign } from './assignments-by-design.ts';
import { type ProductProfile, productProfile, productProfiles } from './product-profiles.ts';

/** A product of a shipment with the profile by which it is judged. */
export type ProductByDesign = {
  readonly id: string;
  readonly name: string;
  readonly lots: readonly string[];
  readonly profile: ProductProfile;
};

type Given = {
  readonly id: string;
  readonly name: string;
  readonly profile: { readonly id: string };
  readonly lots: readonly { readonly number: string }[];
};

/** The products of a shipment as the plan in force has them, from the ledger without the product's help. */
export function productsByDesign(entries: readonly Entry[]): readonly ProductByDesign[] {
  let known: readonly Given[] = [];
  for (const { fact } of entries) {
    if (fact.kind === 'shipment-created') known = fact.products ?? [];
    if (fact.kind === 'plan-changed') known = fact.plan.products ?? [];
  }
  return known.map(({ id, name, lots, profile }) => ({
    id,
    name,
    lots: lots.map(({ number }) => number),
    profile: productProfile(profile.id),
  }));
}

/**
 * The assignments of the devices that stand for a product, each with the time that its profile evaluates: after the
 * start delay or from the departure, until the declared arrival unless a rule is for the destination.
 */
export function assignmentsOf(
  entries: readonly Entry[],
  product: Pick<ProductByDesign, 'id' | 'profile'>,
  asOf: number,
): readonly AssignmentByDesign[] {
  return assignmentsByDesign(entries, asOf)
    .filter(({ products }) => products === null || products.includes(product.id))
    .map((each) => withinProfile(each, entries, product.profile, asOf));
}

function withinProfile(
  assignment: AssignmentByDesign,
  entries: readonly Entry[],
  profile: ProductProfile,
  asOf: number,
): AssignmentByDesign {
  const departures = entries.flatMap(({ fact }) =>
    fact.kind === 'departed' && fact.detectedBy === null ? [fact.at] : [],
  );
  const delayed = assignment.since + durationInMilliseconds(profile.startDelay ?? 'PT0S');
  const since = Math.max(assignment.since, Math.min(delayed, departures.at(-1) ?? Infinity));
  const arrivedAt = hasDestination(profile) ? null : assignment.arrivedAt;
  const end = Math.min(arrivedAt ?? Infinity, assignment.detachedAt ?? Infinity);
  return { ...assignment, since, arrivedAt, to: Math.max(since, Math.min(end, asOf)), isOpen: end > asOf };
}

/** Whether a profile goes on after the arrival. */
export function hasDestination({ rules }: ProductProfile): boolean {
  return rules.some(({ phases }) => phases?.includes('destination') === true);
}

/** A profile without the rules that count in some phases only, which the independent judge does not know. */
export function withoutPhases(profile: ProductProfile): ProfileAsWritten {
  return { ...profile, rules: profile.rules.filter(({ phases }) => phases === undefined) };
}

/** Whether a profile has rules that count in some phases only. */
export function hasPhases({ rules }: Pick<ProductProfile, 'rules'>): boolean {
  return rules.some(({ phases }) => phases !== undefined);
}

/** The id that a rule of a product has in the ledger: its own, or with the profile's where there are several profiles. */
export function ruleInLedger(
  products: readonly ProductByDesign[],
  profile: ProductProfile,
  rule: string,
): string {
  const isMixed = new Set(products.map((each) => each.profile.id)).size > 1;
  return isMixed ? `${profile.id}@${profile.version}:${rule}` : rule;
}

/** What messages and the clock of a device go by that stands for several products: all rules, the shortest gap. */
export function togetherByDesign(products: readonly ProductByDesign[]): ProfileAsWritten {
  // A shipment that could not be planned has no products; that is reported elsewhere.
  const [first = { profile: productProfiles[0]! }] = products;
  const rules = products.flatMap(({ profile }) =>
    profile.rules.map((rule) => ({ ...rule, id: ruleInLedger(products, profile, rule.id) })),
  );
  const shortest = products
    .map(({ profile }) => profile.maxGap)
    .toSorted((a, b) => durationInMilliseconds(a) - durationInMilliseconds(b));
  return { ...first.profile, rules, maxGap: shortest[0] ?? first.profile.maxGap };
}
