import { evaluateIncrement } from '../evaluation/evaluate-increment.ts';
import type { ProfileVersion } from '../shipments/ledger-event.ts';
import { planBefore } from '../shipments/plans.ts';
import type { Profile } from '../model/profile.ts';
import { readVersion, writtenVersion } from '../model/written-version.ts';
import type { Route } from '../evaluation/route.ts';
import { type EvaluationContext, evaluationContextOf } from '../evaluation/evaluation-context.ts';
import type { Assignment } from './device-item.ts';
import { readEntry } from './ledger-entries.ts';
import { readVersionOfProfile } from './profiles.ts';
import type { StateReducer } from './flush-to-journal.ts';
import type { Database } from './tables.ts';

/** Beyond this many, the cache is cleared completely. An instance meets few shipments in its lifetime. */
const remembered = 10_000;

/** Reads a profile version. */
export type ProfileOf = (profile: ProfileVersion) => Promise<Profile>;

/** Reads each profile version once, because versions never change. */
export function profilesFrom(database: Database): ProfileOf {
  const profileOf = once((key: string) => readVersionOfProfile(database, readVersion(key)));
  return (profile) => profileOf(writtenVersion(profile));
}

/**
 * Reads the evaluation context of an assignment. Profile versions and ledger entries never change, so each is read once:
 * an assignment names the entry that has its route, and names another one after the route was changed.
 */
export function evaluationContextsFrom(
  database: Database,
  profileOf = profilesFrom(database),
): (assignment: Assignment) => Promise<EvaluationContext> {
  const routeOf = once(async (key: string): Promise<Route | null> => {
    const [sequence, shipment] = JSON.parse(key) as [number, string];
    const entry = await readEntry(database, { shipment, sequence });
    const plan = entry === null ? null : planBefore([entry], sequence + 1);
    if (plan === null) throw new Error(`entry ${sequence} of shipment ${shipment} has no plan`);
    return plan.route ?? null;
  });
  return async (assignment) => {
    const { shipment, profile, intervalMs, routeSequence } = assignment;
    const [read, route] = await Promise.all([
      profileOf(profile),
      routeSequence === null ? null : routeOf(JSON.stringify([routeSequence, shipment])),
    ]);
    return evaluationContextOf({ ...read, reportingIntervalMs: intervalMs }, assignment, route);
  };
}

/** The reducer that applies readings to a device's state in this evaluation context. */
export function stateReducer(context: EvaluationContext): StateReducer {
  return (state, readings) => evaluateIncrement(state, readings, context).state;
}

function once<Value>(read: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      if (known.size >= remembered) known.clear();
      value = read(key);
      // A failed read is not cached; the next caller reads again.
      value.catch(() => known.delete(key));
      known.set(key, value);
    }
    return value;
  };
}
