import type * as z from 'zod/mini';
import { pathParameters } from '../../model/path-parameters.ts';
import { type FieldProblem, fieldProblemsOf } from '../../model/problems.ts';
import { type PlannedShipment, shipmentSchema } from '../../model/shipment.ts';
import { writtenVersion } from '../../model/written-version.ts';
import { concurrently } from '../../runtime/concurrently.ts';
import type { ProfileVersion } from '../../shipments/ledger-event.ts';
import { type Person, mayAt } from '../../shipments/permissions.ts';
import { ActionRefused } from '../../storage/execute-action.ts';
import { NoSuchProfile, readPlannedProfile } from '../../storage/profiles.ts';
import { refuseSharedRules } from '../../storage/shipment-actions.ts';
import type { Database } from '../../storage/tables.ts';
import type * as answers from '../routes/responses.ts';
import { notAtThisSite } from './planning-refusals.ts';

/** What is wrong with one shipment of a list. */
export type PlanProblem = z.output<typeof answers.planProblem>;

/** A shipment of a list that has the form of a plan; `item` is its place in the list, from 0. */
export type PlanOfList = { readonly item: number; readonly plan: PlannedShipment };

/** How many profiles are read at a time. */
const readAtOnce = 10;

/**
 * Checks each shipment of a list by itself: its form, the right to plan at its site, its profiles, and that its number
 * is there once. Whether the numbers are free is not checked here.
 */
export async function checkPlans(
  database: Database,
  person: Person,
  given: readonly unknown[],
): Promise<{ readonly plans: readonly PlanOfList[]; readonly problems: readonly PlanProblem[] }> {
  const problems: PlanProblem[] = [];
  const plans: PlanOfList[] = [];
  for (const [item, each] of given.entries()) {
    const parsed = shipmentSchema.safeParse(each);
    if (parsed.success) plans.push({ item, plan: parsed.data });
    else
      for (const problem of fieldProblemsOf(parsed.error))
        problems.push({ item, shipment: numberOf(each), ...problem });
  }
  const refusals = await profileRefusals(database, plans);
  const first = new Map<string, number>();
  for (const { item, plan } of plans) {
    const { shipment, site } = plan;
    const found: FieldProblem[] = [];
    const before = first.get(shipment);
    if (before !== undefined)
      found.push({
        field: 'shipment',
        message: `${shipment} is in this list already, as item ${before + 1}; give each shipment its own number`,
      });
    else first.set(shipment, item);
    if (!mayAt(person, 'plan-shipment', site))
      found.push({ field: 'site', message: notAtThisSite(person, site) });
    found.push(...refusals.of(plan));
    problems.push(...found.map((problem) => ({ item, shipment, ...problem })));
  }
  return { plans, problems };
}

/** The number of a shipment, if it has the form of one. */
function numberOf(given: unknown): string | null {
  const number: unknown =
    typeof given === 'object' && given !== null && 'shipment' in given ? given.shipment : null;
  return typeof number === 'string' && pathParameters['shipment']!.test(number) ? number : null;
}

/** Reads each profile, and each pair of profiles, once, and says what is wrong with them. */
async function profileRefusals(
  database: Database,
  plans: readonly PlanOfList[],
): Promise<{ of(plan: PlannedShipment): FieldProblem[] }> {
  const missing = new Map<string, string>();
  const profiles = new Map<string, ProfileVersion>();
  const pairs = new Map<string, PlannedShipment>();
  for (const { plan } of plans) {
    for (const [, each] of profilesNamed(plan)) profiles.set(writtenVersion(each), each);
    if (plan.ambientProfile !== null) pairs.set(pairOf(plan), plan);
  }
  await concurrently(profiles, readAtOnce, async ([key, { id, version }]) => {
    const refusal = await refusalOf(readPlannedProfile(database, { id, version }));
    if (refusal !== null) missing.set(key, refusal);
  });
  const unfit = new Map<string, string>();
  await concurrently(pairs, readAtOnce, async ([key, plan]) => {
    if (profilesNamed(plan).some(([, each]) => missing.has(writtenVersion(each)))) return;
    const refusal = await refusalOf(refuseSharedRules(database, plan));
    if (refusal !== null) unfit.set(key, refusal);
  });
  return {
    of(plan) {
      const found: FieldProblem[] = [];
      for (const [field, version] of profilesNamed(plan)) {
        const message = missing.get(writtenVersion(version));
        if (message !== undefined) found.push({ field, message });
      }
      const message = plan.ambientProfile === null ? undefined : unfit.get(pairOf(plan));
      if (message !== undefined) found.push({ field: 'ambientProfile', message });
      return found;
    },
  };
}

/** Every profile that a plan names, with the field that names it. */
function profilesNamed({ products, profile, ambientProfile }: PlannedShipment): [string, ProfileVersion][] {
  return [
    ...(products === undefined
      ? [['profile', profile] as [string, ProfileVersion]]
      : products.map((each, index): [string, ProfileVersion] => [
          `products[${index}].profile`,
          each.profile,
        ])),
    ...(ambientProfile === null ? [] : [['ambientProfile', ambientProfile] as [string, ProfileVersion]]),
  ];
}

function pairOf({ profile, ambientProfile }: PlannedShipment): string {
  return `${writtenVersion(profile)} ${writtenVersion(ambientProfile!)}`;
}

/** The sentence with which something is refused; null if it is not. */
async function refusalOf(asked: Promise<unknown>): Promise<string | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    if (error instanceof NoSuchProfile) return error.inPlan;
    if (error instanceof ActionRefused) return error.message;
    throw error;
  }
}
