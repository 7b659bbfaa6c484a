import { sha256OfJson } from '../../contract/digest.ts';
import { advance } from '../../domain/advance.ts';
import { initialState, newestReading } from '../../domain/device-state.ts';
import { withClearings } from '../../domain/alarm-course.ts';
import { type Contact, reconcileContact } from '../../domain/contact.ts';
import { excursionsOf } from '../../domain/find.ts';
import { type Entry, type NewEntry, attachmentsRecorded } from '../../domain/ledger.ts';
import { heldAt } from '../../domain/quiet.ts';
import type { Reading } from '../../domain/reading.ts';
import { reconcile } from '../../domain/reconcile.ts';
import { reconcileFindings, reconcileJourney } from '../../domain/reconcile-findings.ts';
import { daysNotUnderstood, reconcileMessages } from '../../domain/messages-not-understood.ts';
import type { Position } from '../../domain/fact.ts';
import { type DeviceRecord, recordOf } from '../../domain/series.ts';
import { loneReadings, withoutFaultCodes } from '../../domain/classify.ts';
import { detectedJourney, standingFindings } from '../../domain/signals/signals.ts';
import { loneReadingsFound } from '../../domain/signals/lone-reading.ts';
import { unreadableChannels } from '../../domain/signals/unreadable-channel.ts';
import { type Terms, counts } from '../../domain/terms.ts';
import type { Assignment } from '../../store/head.ts';
import { lastPosition } from './what-the-head-says.ts';

/** What a device's whole record says that its shipment's ledger does not: excursions, findings, the journey, contact. */
export function findNews(
  device: string,
  assignment: Assignment,
  terms: Terms,
  readings: readonly Reading[],
  asOf: number,
  contactOf: (state: ReturnType<typeof advance>['state']) => Contact,
  entries: readonly Entry[],
  isOwned: (at: number) => boolean,
): NewEntry[] {
  const record = recordOf(readings);
  const { state } = advance(initialState, readings, terms, asOf);
  const newestAt = newestReading(state);
  const position = lastPosition(readings);
  const end =
    terms.until === null ? { to: Math.max(asOf, newestAt), open: true } : { to: terms.until, open: false };
  const journey = reconcileJourney(detectedJourney(state.signals), entries, {
    device,
    since: assignment.since,
    before: nextSince(entries, device, assignment.since),
  });
  // Whether it is late is asked again once the journey is recorded.
  const temperature = withoutFaultCodes(record).series.get('temperature') ?? [];
  const standing = [
    ...standingFindings(state.signals, terms, { asOf, newestAt }).filter(
      ({ kind }) => kind !== 'late' || journey.length === 0,
    ),
    ...unreadableChannels(state, terms),
    ...loneReadingsFound(
      loneReadings(temperature, terms.profile.maxGapMs).filter(({ at }) => counts(terms, 'temperature', at)),
    ),
  ];
  return [
    ...withClearings(
      entries,
      findExcursions(device, assignment, terms, readings, end, entries),
      terms.profile.rules,
      {
        device,
        position,
        owns: ({ from }) => from >= assignment.since,
        endsAt: terms.until,
        heldAt: (rule) => heldAt(state, terms, rule),
      },
      asOf,
    ),
    ...reconcileFindings(standing, entries, device, position),
    ...findNotUnderstood(record, device, assignment, terms, position, asOf, entries, isOwned),
    ...journey,
    ...reconcileContact(contactOf(state), entries, device, position, readings),
  ];
}

/** What the messages that were not understood ask of the ledger. */
export function findNotUnderstood(
  record: DeviceRecord,
  device: string,
  { since }: Assignment,
  terms: Terms,
  position: Position | null,
  asOf: number,
  entries: readonly Entry[],
  isOwned: (at: number) => boolean,
): NewEntry[] {
  return reconcileMessages(
    daysNotUnderstood(record, terms, isOwned),
    entries,
    { device, since },
    position,
    asOf,
    terms.until !== null,
  );
}

/** What the excursions of a record ask of the ledger. */
export function findExcursions(
  device: string,
  { shipment, since: attachedAt, declaredAt }: Assignment,
  { profile, since, phases }: Terms,
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

/** When a device joined the shipment again after a time there; infinity where it did not. */
export function nextSince(entries: readonly Entry[], device: string, since: number): number {
  const next = attachmentsRecorded(entries).find((each) => each.device === device && each.since > since);
  return next?.since ?? Infinity;
}
