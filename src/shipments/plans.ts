import { planFields } from '../model/changed-plan.ts';
import type { Role } from '../model/enumerations.ts';
import type { Route } from '../model/route.ts';
import { profileOfSensor } from '../model/sensor-profile.ts';
import type { LedgerEvent, ProfileVersion, ShipmentPlan } from './ledger-event.ts';
import type { Entry, Facts } from './ledger.ts';

type PlanFact = Extract<LedgerEvent, { kind: 'shipment-created' | 'plan-changed' }>;
type PlanEntry = Entry & { readonly fact: PlanFact };
/** The entry of a changed plan. */
export type PlanChangeEntry = Entry & { readonly fact: Extract<LedgerEvent, { kind: 'plan-changed' }> };

/** A plan that a shipment had. */
type RecordedPlan = {
  readonly plan: ShipmentPlan;
  /** The entry that replaced it; null while it is in force. */
  readonly replacedBy: PlanChangeEntry | null;
};

/** Every plan that a shipment had, in the order of the ledger. The last one is in force. */
export function plansRecorded(entries: readonly Entry[]): readonly RecordedPlan[] {
  const recorded = entries.filter((entry): entry is PlanEntry => isPlan(entry.fact));
  return recorded.map(({ fact }, index) => ({
    plan: planOf(fact),
    // Only the first entry plans a shipment; every other plan is a change.
    replacedBy: (recorded[index + 1] as PlanChangeEntry | undefined) ?? null,
  }));
}

/** The plan in force before an entry of the ledger; null before the first one. */
export function planBefore(entries: readonly Entry[], sequence: number): ShipmentPlan | null {
  const before = entries.findLast((entry) => entry.sequence < sequence && isPlan(entry.fact));
  return before === undefined ? null : planOf(before.fact as PlanFact);
}

/** A route that a shipment had. */
export type RecordedRoute = {
  readonly route: Route | null;
  /** The change that replaced it; null while it is in force. */
  readonly replacedBy: PlanChangeEntry | null;
  /** Server time of that change, in epoch milliseconds: later positions say nothing about this route. */
  readonly until: number;
};

/** Every route that a shipment had, in the order of the ledger. The last one is in force. */
export function routesRecorded(entries: readonly Entry[]): readonly RecordedRoute[] {
  const plans = plansRecorded(entries);
  return plans
    .filter(
      ({ plan }, index) => index === plans.length - 1 || routeOf(plan) !== routeOf(plans[index + 1]!.plan),
    )
    .map(({ plan, replacedBy }) => ({
      route: plan.route ?? null,
      replacedBy,
      until: replacedBy?.recordedAt ?? Infinity,
    }));
}

/**
 * The sequence of the entry since which the shipment has its route: places with geofences, and planned times. It is 1
 * until the route is changed; changes of anything else leave it as it is. Null where there is no route.
 */
export function routeSequenceOf(entries: Facts): number | null {
  let known: string | null = null;
  let sequence: number | null = null;
  for (const [index, { fact }] of entries.entries()) {
    if (!isPlan(fact)) continue;
    const plan = planOf(fact);
    const route = routeOf(plan);
    if (route !== known) sequence = route === null ? null : index + 1;
    known = route;
  }
  return sequence;
}

/**
 * The profile for a sensor of this role and these products, as they were named for it; null stands for all of them. It
 * is the given one, unless that is of an earlier plan of the shipment: then that of the plan in force.
 */
export function profileInForce(
  entries: readonly Entry[],
  role: Role,
  given: ProfileVersion,
  products: readonly string[] | null = null,
): ProfileVersion {
  const profiles = plansRecorded(entries).flatMap(({ plan }) =>
    role === 'ambient' ? (plan.ambientProfile ?? []) : profileOfSensor(plan, products),
  );
  const isSame = ({ id, version }: ProfileVersion): boolean => id === given.id && version === given.version;
  return profiles.some(isSame) ? profiles.at(-1)! : given;
}

function isPlan(fact: LedgerEvent): fact is PlanFact {
  return fact.kind === 'shipment-created' || fact.kind === 'plan-changed';
}

function planOf(fact: PlanFact): ShipmentPlan {
  return fact.kind === 'plan-changed' ? fact.plan : fact;
}

/** A route in a form that is equal for equal routes; null where there is none. */
function routeOf(plan: ShipmentPlan): string | null {
  if (plan.route == null) return null;
  const { origin, destination, waypoints, plannedDeparture, plannedArrival } = planFields(plan);
  const known = waypoints.filter(({ area }) => area !== null);
  const ends = [origin, destination].map((place) => (place.area === null ? null : place));
  return JSON.stringify([ends, known, plannedDeparture, plannedArrival]);
}
