import { sha256OfJson } from '../model/digest.ts';
import { evaluateIncrement } from '../evaluation/evaluate-increment.ts';
import { initialState, newestReading } from '../evaluation/device-state.ts';
import { withClearings } from '../shipments/alarm-lifecycle.ts';
import { type Connectivity, reconcileConnectivity } from '../shipments/connectivity.ts';
import { excursionsOf } from '../evaluation/measure-record.ts';
import { type Entry, type NewEntry, attachmentsRecorded } from '../shipments/ledger.ts';
import { clearedAt } from '../evaluation/fast-path.ts';
import type { Reading } from '../model/reading.ts';
import { reconcile } from '../shipments/reconcile-excursions.ts';
import { reconcileDiagnostics, reconcileJourney } from '../shipments/reconcile-diagnostics.ts';
import { daysNotUnderstood, reconcileMessages } from '../shipments/messages-not-understood.ts';
import type { Position } from '../shipments/ledger-event.ts';
import { type DeviceRecord, recordOf } from '../evaluation/series.ts';
import { loneReadings, withoutFaultCodes } from '../evaluation/classify-samples.ts';
import { detectedJourney, openDiagnostics } from '../evaluation/diagnostics/diagnostics.ts';
import { loneReadingDiagnostics } from '../evaluation/diagnostics/lone-readings.ts';
import { unreadableChannels } from '../evaluation/diagnostics/unreadable-channels.ts';
import { type EvaluationContext, counts } from '../evaluation/evaluation-context.ts';
import type { Assignment } from '../storage/device-item.ts';
import { lastPosition } from './device-status.ts';

/**
 * Plans the entries that bring a shipment's ledger up to a device's whole record: excursions, diagnostics, the journey
 * and connectivity. `asOf` is in epoch milliseconds; `isOwned` says whether a time belongs to an assignment of the
 * device.
 */
export function planEntries(
  device: string,
  assignment: Assignment,
  context: EvaluationContext,
  readings: readonly Reading[],
  asOf: number,
  connectivityOf: (state: ReturnType<typeof evaluateIncrement>['state']) => Connectivity,
  entries: readonly Entry[],
  isOwned: (at: number) => boolean,
): NewEntry[] {
  const record = recordOf(readings);
  const { state } = evaluateIncrement(initialState, readings, context, asOf);
  const newestAt = newestReading(state);
  const position = lastPosition(readings);
  const end =
    context.until === null
      ? { to: Math.max(asOf, newestAt), open: true }
      : { to: context.until, open: false };
  const journey = reconcileJourney(detectedJourney(state.diagnostics), entries, {
    device,
    since: assignment.since,
    before: nextSince(entries, device, assignment.since),
  });
  // New journey entries may change whether the shipment is late, so lateness is evaluated after they are recorded.
  const temperature = withoutFaultCodes(record).series.get('temperature') ?? [];
  const openDiagnosticsNow = [
    ...openDiagnostics(state.diagnostics, context, { asOf, newestAt }).filter(
      ({ kind }) => kind !== 'late' || journey.length === 0,
    ),
    ...unreadableChannels(state, context),
    ...loneReadingDiagnostics(
      loneReadings(temperature, context.profile.maxGapMs).filter(({ at }) =>
        counts(context, 'temperature', at),
      ),
    ),
  ];
  return [
    ...withClearings(
      entries,
      planExcursionEntries(device, assignment, context, readings, end, entries),
      context.profile.rules,
      {
        device,
        position,
        owns: ({ from }) => from >= assignment.since,
        endsAt: context.until,
        clearedAt: (rule) => clearedAt(state, context, rule),
      },
      asOf,
    ),
    ...reconcileDiagnostics(openDiagnosticsNow, entries, device, position),
    ...planNotUnderstoodEntries(record, device, assignment, context, position, asOf, entries, isOwned),
    ...journey,
    ...reconcileConnectivity(connectivityOf(state), entries, device, position, readings),
  ];
}

/** Plans the entries about messages that were not understood. */
export function planNotUnderstoodEntries(
  record: DeviceRecord,
  device: string,
  { since }: Assignment,
  context: EvaluationContext,
  position: Position | null,
  asOf: number,
  entries: readonly Entry[],
  isOwned: (at: number) => boolean,
): NewEntry[] {
  return reconcileMessages(
    daysNotUnderstood(record, context, isOwned),
    entries,
    { device, since },
    position,
    asOf,
    context.until !== null,
  );
}

/**
 * Plans the entries about a record's excursions; `to` is the end of the evaluated time, `open` whether it may still
 * grow.
 */
export function planExcursionEntries(
  device: string,
  { shipment, since: attachedAt, declaredAt }: Assignment,
  { profile, since, phases }: EvaluationContext,
  readings: readonly Reading[],
  { to, open }: { to: number; open: boolean },
  entries: readonly Entry[],
): NewEntry[] {
  return reconcile(excursionsOf(recordOf(readings), profile, { from: since, to, open, phases }), entries, {
    device,
    position: lastPosition(readings),
    profile,
    since: attachedAt,
    before: nextSince(entries, device, attachedAt),
    asOf: open ? to : Infinity,
    endsAt: open ? null : to,
    isDeclared: declaredAt !== null,
    name: (rule, from) => sha256OfJson([shipment, device, rule, from]),
  });
}

/** When the device was next attached to the shipment after `since`; infinity if it was not. */
export function nextSince(entries: readonly Entry[], device: string, since: number): number {
  const next = attachmentsRecorded(entries).find((each) => each.device === device && each.since > since);
  return next?.since ?? Infinity;
}
