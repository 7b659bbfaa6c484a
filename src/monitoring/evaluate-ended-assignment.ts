import { withClearings } from '../shipments/alarm-lifecycle.ts';
import { evaluateIncrement } from '../evaluation/evaluate-increment.ts';
import { initialState } from '../evaluation/device-state.ts';
import { clearedAt } from '../evaluation/fast-path.ts';
import { reconcileJourney } from '../shipments/reconcile-diagnostics.ts';
import { recordOf } from '../evaluation/series.ts';
import { detectedJourney } from '../evaluation/diagnostics/diagnostics.ts';
import type { EvaluationContext } from '../evaluation/evaluation-context.ts';
import { syncAssignments, isSynced } from '../storage/sync-assignments.ts';
import { type PastAssignment } from '../storage/assignments.ts';
import { readSegments } from '../storage/journal.ts';
import type { Database } from '../storage/tables.ts';
import { planExcursionEntries, planNotUnderstoodEntries, nextSince } from './plan-entries.ts';
import { ownersOf } from './evaluate-whole-record.ts';
import type { AppendAndNotify } from './append-and-notify.ts';
import { lastPosition } from './device-status.ts';

/**
 * Evaluates what a device read for a shipment that it has been detached from, and brings that shipment's ledger up to
 * it. Resolves to false if the assignment differs from the ledger; the assignment is then corrected and has to be
 * evaluated again. `asOf` is in epoch milliseconds.
 */
export async function evaluateEndedAssignment(
  database: Database,
  appendAndNotify: AppendAndNotify,
  deviceId: string,
  { assignment, until }: PastAssignment,
  context: EvaluationContext,
  asOf: number,
): Promise<boolean> {
  const { rules } = context.profile;
  const ends = [context.until, until].filter((end) => end !== null);
  const open = ends.length === 0;
  const end = { to: open ? asOf : Math.min(...ends), open };
  const evaluated = { ...context, until: open ? null : end.to };
  const { entries } = await appendAndNotify(assignment.shipment, async (known) => {
    // An assignment that differs from the ledger is corrected first.
    if (!isSynced(assignment, deviceId, known)) return [];
    const readings = await readSegments(database, deviceId, assignment);
    const { state } = evaluateIncrement(initialState, readings, evaluated, asOf);
    const before = nextSince(known, deviceId, assignment.since);
    return [
      ...withClearings(
        known,
        planExcursionEntries(deviceId, assignment, context, readings, end, known),
        rules,
        {
          device: deviceId,
          position: lastPosition(readings),
          owns: ({ from }) => from >= assignment.since && from < before,
          endsAt: evaluated.until,
          clearedAt: (rule) => clearedAt(state, evaluated, rule),
        },
        asOf,
      ),
      ...planNotUnderstoodEntries(
        recordOf(readings),
        deviceId,
        assignment,
        { ...evaluated, until: evaluated.until ?? asOf },
        lastPosition(readings),
        asOf,
        known,
        await ownersOf(database, deviceId, readings, assignment),
      ),
      ...reconcileJourney(detectedJourney(state.diagnostics), known, {
        device: deviceId,
        since: assignment.since,
        before,
      }),
    ];
  });
  if (isSynced(assignment, deviceId, entries)) return true;
  await syncAssignments(database, entries, deviceId);
  return false;
}
