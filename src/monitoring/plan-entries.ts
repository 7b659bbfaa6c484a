import { sha256OfJson } from '../model/digest.ts';
import { evaluateIncrement } from '../evaluation/evaluate-increment.ts';
import { type DeviceState, initialState, newestReading } from '../evaluation/device-state.ts';
import { withClearings } from '../shipments/alarm-lifecycle.ts';
import { type Connectivity, reconcileConnectivity } from '../shipments/connectivity.ts';
import { excursionsOf } from '../evaluation/measure-record.ts';
import { type Entry, type NewEntry, attachmentsRecorded } from '../shipments/ledger.ts';
import { clearedAt } from '../evaluation/fast-path.ts';
import type { Reading } from '../model/reading.ts';
import { reconcile } from '../shipments/reconcile-excursions.ts';
import { reconcileDiagnostics, reconcileJourney } from '../shipments/reconcile-diagnostics.ts';
import { daysNotUnderstood, reconcileMessages } from '../shipments/messages-not-understood.ts';
import { endOfRule } from '../evaluation/rule-span.ts';
import { recordOf } from '../evaluation/series.ts';
import { loneReadings, withoutFaultCodes } from '../evaluation/classify-samples.ts';
import { detectedJourney, openDiagnostics } from '../evaluation/diagnostics/diagnostics.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';
import { loneReadingDiagnostics } from '../evaluation/diagnostics/lone-readings.ts';
import { unreadableChannels } from '../evaluation/diagnostics/unreadable-channels.ts';
import { type EvaluationContext, counts } from '../evaluation/evaluation-context.ts';
import type { Assignment } from '../storage/device-item.ts';
import { lastPosition } from './device-status.ts';

/** What entries are planned from: what a device has read for an assignment, and what its shipment's ledger has. */
export type PlanInput = {
  readonly device: string;
  readonly assignment: Assignment;
  readonly context: EvaluationContext;
  readonly readings: readonly Reading[];
  readonly entries: readonly Entry[];
  /** The time as of which the record is evaluated, in epoch milliseconds. */
  readonly asOf: number;
  /** Whether a time belongs to an assignment of the device. */
  readonly isOwned: (at: number) => boolean;
};

/**
 * Plans the entries that bring a shipment's ledger up to a device's whole record: excursions, diagnostics, the journey
 * and connectivity.
 */
export function planEntries(
  input: PlanInput,
  connectivityOf: (state: DeviceState) => Connectivity,
): NewEntry[] {
  const { device, assignment, context, readings, entries, asOf } = input;
  const { state } = evaluateIncrement(initialState, readings, context, asOf);
  const position = lastPosition(readings);
  const end =
    context.until === null
      ? { to: Math.max(asOf, newestReading(state)), open: true }
      : { to: context.until, open: false };
  const journey = reconcileJourney(detectedJourney(state.diagnostics), entries, {
    device,
    since: assignment.since,
    before: nextSince(entries, device, assignment.since),
  });
  return [
    ...withClearings(
      entries,
      planExcursionEntries(input, end),
      context.profile.rules,
      {
        device,
        position,
        owns: ({ from }) => from >= assignment.since,
        endsAt: (rule) => endOfRule(rule, context.until, context.phases),
        clearedAt: (rule) => clearedAt(state, context, rule),
      },
      asOf,
    ),
    ...reconcileDiagnostics(openDiagnosticsOf(input, state, journey.length > 0), entries, device, position),
    ...planNotUnderstoodEntries(input),
    ...journey,
    ...reconcileConnectivity(connectivityOf(state), entries, device, position, readings),
  ];
}

/**
 * The diagnostics that a record shows. New journey entries may change whether the shipment is late, so lateness is
 * evaluated after they are recorded.
 */
function openDiagnosticsOf(
  { context, readings, asOf }: PlanInput,
  state: DeviceState,
  isJourneyNew: boolean,
): Diagnostic[] {
  const temperature = withoutFaultCodes(recordOf(readings)).series.get('temperature') ?? [];
  const diagnostics = openDiagnostics(state.diagnostics, context, { asOf, newestAt: newestReading(state) });
  return [
    ...(isJourneyNew ? diagnostics.filter(({ kind }) => kind !== 'late') : diagnostics),
    ...unreadableChannels(state, context),
    ...loneReadingDiagnostics(
      loneReadings(temperature, context.profile.maxGapMs).filter(({ at }) =>
        counts(context, 'temperature', at),
      ),
    ),
  ];
}

/** Plans the entries about messages that were not understood. */
export function planNotUnderstoodEntries({
  device,
  assignment: { since },
  context,
  readings,
  entries,
  asOf,
  isOwned,
}: PlanInput): NewEntry[] {
  return reconcileMessages(
    daysNotUnderstood(recordOf(readings), context, isOwned),
    entries,
    { device, since },
    lastPosition(readings),
    asOf,
    context.until !== null,
  );
}

/**
 * Plans the entries about a record's excursions; `to` is the end of the evaluated time, `open` whether it may still
 * grow.
 */
export function planExcursionEntries(
  { device, assignment, context, readings, entries }: PlanInput,
  { to, open }: { to: number; open: boolean },
): NewEntry[] {
  const { shipment, since: attachedAt, declaredAt } = assignment;
  const { profile, since, phases } = context;
  return reconcile(excursionsOf(recordOf(readings), profile, { from: since, to, open, phases }), entries, {
    device,
    position: lastPosition(readings),
    profile,
    since: attachedAt,
    before: nextSince(entries, device, attachedAt),
    asOf: open ? to : Infinity,
    endsAt: (rule) => endOfRule(rule, open ? null : to, phases),
    isDeclared: declaredAt !== null,
    name: (rule, from) => sha256OfJson([shipment, device, rule, from]),
  });
}

/** When the device was next attached to the shipment after `since`; infinity if it was not. */
export function nextSince(entries: readonly Entry[], device: string, since: number): number {
  const next = attachmentsRecorded(entries).find((each) => each.device === device && each.since > since);
  return next?.since ?? Infinity;
}
