import { sha256OfJson } from '../../contract/digest.ts';
import { type DeviceState, type Terms, advance, initialState } from '../../domain/advance.ts';
import { type Contact, newestReading, reconcileContact, silentSince } from '../../domain/contact.ts';
import { excursionsOf } from '../../domain/judge.ts';
import { type Position, silencesRecorded } from '../../domain/ledger.ts';
import type { Profile } from '../../domain/profile.ts';
import type { Reading } from '../../domain/reading.ts';
import { reconcile } from '../../domain/reconcile.ts';
import { seriesOf } from '../../domain/series.ts';
import { readHead } from '../../store/append.ts';
import { type Assignment, type Head, type Told, pointsToJournal, readingsOf } from '../../store/head.ts';
import {
  type PastAssignment,
  ownerOf,
  putApart,
  readAssignments,
  readSegments,
} from '../../store/journal.ts';
import { record } from '../../store/ledger.ts';
import { readProfile } from '../../store/profiles.ts';
import { type FoldState, isFull, rememberOnly, seal } from '../../store/seal.ts';
import type { Database } from '../../store/tables.ts';
import { noteTold } from '../../store/tell.ts';
import { count } from './observe.ts';
import { type Telling, tell } from './tell.ts';

/** Brings ledger and people up to date with a device's head. */
export type Settle = (head: Head, options: { asOf: number; mayBeSilent: boolean }) => Promise<Head>;

const recorder = { by: 'coldwatch', now: () => Date.now() };

/** Makes a `Settle` whose profiles, which never change, are read once. */
export function settler(database: Database, telling: Telling): Settle {
  const profiles = new Map<string, Promise<Profile>>();

  async function profileOf({ profile: { id, version }, intervalMs }: Assignment): Promise<Profile> {
    const key = `${id}@${version}`;
    let read = profiles.get(key);
    if (read === undefined) {
      read = readProfile(database, id, version).then(({ profile }) => profile);
      read.catch(() => profiles.delete(key));
      profiles.set(key, read);
    }
    return { ...(await read), reportingIntervalMs: intervalMs };
  }

  return async function settle(head, { asOf, mayBeSilent }) {
    const { assignment } = head;
    if (assignment === null || readingsOf(head).some(({ at }) => at < assignment.since))
      return settleOthers(head, asOf, mayBeSilent);
    const terms = termsOf(await profileOf(assignment), assignment);
    const settled = await settleCurrent(head, assignment, terms, asOf, mayBeSilent);
    return isFull(settled) && settled.assignment?.since === assignment.since
      ? seal(database, settled, foldOf(terms))
      : settled;
  };

  /** Readings of another assignment's time are moved to that one, and it is judged again. */
  async function settleOthers(head: Head, asOf: number, mayBeSilent: boolean): Promise<Head> {
    const { assignment, deviceId } = head;
    const past = await readAssignments(database, deviceId);
    const ofOthers = readingsOf(head).filter(({ at }) => {
      const owner = ownerOf(at, assignment, past);
      return owner !== null && owner.assignment.since !== assignment?.since;
    });
    const others = await putApart(database, deviceId, assignment, ofOthers);
    for (const other of others) await settlePast(deviceId, other, asOf);
    if (assignment === null)
      return isFull(head) || others.length > 0 ? seal(database, head, rememberOnly) : head;
    const terms = termsOf(await profileOf(assignment), assignment);
    const sealed = await seal(database, head, foldOf(terms));
    if (sealed.assignment?.since !== assignment.since) return sealed;
    return settleCurrent(sealed, assignment, terms, asOf, mayBeSilent, true);
  }

  async function settleCurrent(
    start: Head,
    assignment: Assignment,
    terms: Terms,
    asOf: number,
    mayBeSilent: boolean,
    fromRecord = false,
  ): Promise<Head> {
    let head = start;
    let judgeRecord = fromRecord;
    for (;;) {
      const readings = readingsOf(head);
      const progress = advance(head.state, readings, terms, asOf);
      const contact = contactOf(progress.state, assignment, terms, asOf, mayBeSilent);
      const isSettled =
        !progress.late &&
        !pointsToJournal(head) &&
        sameMarks(progress.latest, head.told) &&
        sameContact(contact, head.told);
      if (isSettled && !judgeRecord) return head;
      const found = await settleRecord(head, assignment, terms, asOf, contact);
      const isNoted = JSON.stringify(found.told) === JSON.stringify(head.told);
      if (!found.hasPut && (isNoted || !found.allTold)) return head;
      // While an entry is untold the head does not note it, so that whoever comes next looks again.
      const noted = found.allTold
        ? await noteTold(database, head.deviceId, found.told)
        : await readHead(database, head.deviceId);
      if (noted.assignment?.since !== assignment.since) return noted;
      const { messages, sealNumber } = head;
      head = noted;
      if (noted.sealNumber === sealNumber && [...noted.messages.keys()].every((name) => messages.has(name)))
        return head;
      // Something came while we decided: what we put may be of a past that it has changed.
      judgeRecord = true;
    }
  }

  /** Judges the whole record and brings the ledger up to it. */
  async function settleRecord(
    head: Head,
    assignment: Assignment,
    terms: Terms,
    asOf: number,
    contact: Contact,
  ): Promise<{ told: Told; hasPut: boolean; allTold: boolean }> {
    const readings = [
      ...(await readSegments(database, head.deviceId, assignment)),
      ...readingsOf(head).filter(({ at }) => at >= assignment.since),
    ];
    const { state, latest } = advance(initialState, readings, terms, asOf);
    const until = Math.max(asOf, newestReading(state) ?? asOf);
    const { ledger, hasPut, allTold } = await recordFindings(
      head.deviceId,
      assignment,
      terms,
      readings,
      until,
      true,
      contact,
    );
    const told = {
      marks: Object.fromEntries(
        Object.entries(latest).map(([rule, { from, closed }]) => [rule, { from, closed }]),
      ),
      silentSince: silencesRecorded(ledger.entries).get(head.deviceId) ?? null,
    };
    return { told, hasPut, allTold };
  }

  async function settlePast(
    deviceId: string,
    { assignment, until }: PastAssignment,
    asOf: number,
  ): Promise<void> {
    const terms = termsOf(await profileOf(assignment), assignment);
    // Until nothing is left to put: what came while we decided is in the segments by then.
    for (let hasPut = true; hasPut;) {
      const readings = await readSegments(database, deviceId, assignment);
      const to = until ?? asOf;
      ({ hasPut } = await recordFindings(deviceId, assignment, terms, readings, to, until === null, null));
    }
  }

  async function recordFindings(
    deviceId: string,
    assignment: Assignment,
    { profile, since, phases }: Terms,
    readings: readonly Reading[],
    to: number,
    open: boolean,
    contact: Contact,
  ) {
    const { shipment } = assignment;
    const computed = excursionsOf(seriesOf(readings), profile, { from: since, to, open, phases });
    const position = lastPosition(readings);
    const { ledger, put } = await record(database, shipment, recorder, (entries) => [
      ...reconcile(computed, entries, deviceId, position, profile, to, (rule, from) =>
        sha256OfJson([shipment, deviceId, rule, from]),
      ),
      ...reconcileContact(contact, entries, deviceId, position),
    ]);
    if (put.length > 0) count('LedgerEntries', put.length);
    return {
      ledger,
      hasPut: put.length > 0,
      allTold: await tell(database, telling, ledger, put, profile, Date.now()),
    };
  }
}

function termsOf(profile: Profile, { since, phases }: Assignment): Terms {
  return { profile, since, phases };
}

/** How a device's state goes on under these terms. */
export function foldOf(terms: Terms): FoldState {
  return (state, readings) => advance(state, readings, terms).state;
}

function contactOf(
  state: DeviceState,
  { attachedAt }: Assignment,
  { profile }: Terms,
  asOf: number,
  mayBeSilent: boolean,
): Contact {
  const silent = silentSince(state, attachedAt, profile, asOf);
  if (silent !== null) return mayBeSilent ? { kind: 'lost', at: silent } : null;
  return { kind: 'heard', at: newestReading(state) ?? attachedAt };
}

function sameContact(contact: Contact, { silentSince: recorded }: Told): boolean {
  return contact === null || (contact.kind === 'lost') === (recorded !== null);
}

function sameMarks(latest: ReturnType<typeof advance>['latest'], { marks }: Told): boolean {
  const rules = Object.keys(latest);
  return (
    rules.length === Object.keys(marks).length &&
    rules.every(
      (rule) => marks[rule]?.from === latest[rule]!.from && marks[rule].closed === latest[rule]!.closed,
    )
  );
}

function lastPosition(readings: readonly Reading[]): Position | null {
  let last: Position | null = null;
  for (const reading of readings)
    if (reading.channel === 'location' && (last === null || reading.at > last.at))
      last = { latitude: reading.latitude, longitude: reading.longitude, at: reading.at };
  return last;
}
