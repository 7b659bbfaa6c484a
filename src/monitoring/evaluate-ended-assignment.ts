import { cancellationOf } from '../shipments/cancellation.ts';
import { withClearings } from '../shipments/alarm-lifecycle.ts';
import { evaluateIncrement } from '../evaluation/evaluate-increment.ts';
import { initialState } from '../evaluation/device-state.ts';
import { clearedAt } from '../evaluation/fast-path.ts';
import { endOfRule } from '../evaluation/rule-span.ts';
import { reconcileJourney } from '../shipments/reconcile-diagnostics.ts';
import { detectedJourney } from '../evaluation/diagnostics/diagnostics.ts';
import type { Entry, NewEntry } from '../shipments/ledger.ts';
import { syncAssignments, isSynced } from '../storage/sync-assignments.ts';
import type { PastAssignment } from '../storage/assignments.ts';
import { readSegments } from '../storage/journal.ts';
import { type PlanInput, nextSince, planExcursionEntries, planNotUnderstoodEntries } from './plan-entries.ts';
import { ownersOf } from './evaluate-whole-record.ts';
import { judgeLaterLegs } from './judge-later-legs.ts';
import type { EvaluationServices } from './evaluation-services.ts';
import { lastPosition } from './device-status.ts';

/**
 * Evaluates what a device read for a shipment that it has been detached from, and brings that shipment's ledger up to
 * it, and those of released shipments with which its goods travelled on. Resolves to the ledger, or to null if the
 * assignment differs from it; the assignment is then corrected and has to be evaluated again. `asOf` is in epoch
 * milliseconds.
 */
export async function evaluateEndedAssignment(
  { database, contextOf, appendAndNotify }: EvaluationServices,
  deviceId: string,
  { assignment, until }: PastAssignment,
  asOf: number,
): Promise<readonly Entry[] | null> {
  const context = await contextOf(assignment);
  const ends = [context.until, until].filter((end) => end !== null);
  const end = ends.length === 0 ? { to: asOf, open: true } : { to: Math.min(...ends), open: false };
  const { entries } = await appendAndNotify(assignment.shipment, async (known) => {
    // An assignment that differs from the ledger is corrected first, and what is read of a cancelled shipment raises
    // nothing.
    if (cancellationOf(known) !== null || !isSynced(assignment, deviceId, known)) return [];
    const readings = await readSegments(database, deviceId, assignment);
    const isOwned = await ownersOf(database, deviceId, readings, assignment);
    return planEndedEntries(
      { device: deviceId, assignment, context, readings, entries: known, asOf, isOwned },
      end,
    );
  });
  if (isSynced(assignment, deviceId, entries)) {
    await judgeLaterLegs(database, appendAndNotify, entries);
    return entries;
  }
  await syncAssignments(database, entries, deviceId);
  return null;
}

/** Plans the entries about an ended assignment: excursions, messages that were not understood, and the journey. */
function planEndedEntries(
  input: PlanInput,
  end: { readonly to: number; readonly open: boolean },
): NewEntry[] {
  const { device, assignment, context, readings, entries, asOf } = input;
  const evaluated = { ...context, until: end.open ? null : end.to };
  const { state } = evaluateIncrement(initialState, readings, evaluated, asOf);
  const before = nextSince(entries, device, assignment.since);
  return [
    ...withClearings(
      entries,
      planExcursionEntries(input, end),
      context.profile.rules,
      {
        device,
        position: lastPosition(readings),
        owns: ({ from }) => from >= assignment.since && from < before,
        endsAt: (rule) => endOfRule(rule, evaluated.until, evaluated.phases),
        clearedAt: (rule) => clearedAt(state, evaluated, rule),
      },
      asOf,
    ),
    ...planNotUnderstoodEntries({ ...input, context: { ...evaluated, until: evaluated.until ?? asOf } }),
    ...reconcileJourney(detectedJourney(state.diagnostics), entries, {
      device,
      since: assignment.since,
      before,
    }),
  ];
}
