import { sha256OfJson } from '../../contract/digest.ts';
import { type Terms, advance, initialState } from '../../domain/advance.ts';
import { newestReading, reconcileContact } from '../../domain/contact.ts';
import { excursionsOf } from '../../domain/judge.ts';
import { type Entry, type NewEntry, silencesRecorded } from '../../domain/ledger.ts';
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
import { type Decide, record } from '../../store/ledger.ts';
import { isFull, rememberOnly, seal } from '../../store/seal.ts';
import type { Database } from '../../store/tables.ts';
import { alarmsOf, noteTold } from '../../store/tell.ts';
import { count } from './observe.ts';
import { type Telling, tell } from './tell.ts';
import { foldOf, termsFrom } from './terms.ts';
import { contactOf, sameContact, isQuietHead, windowAlarms, lastPosition } from './what-the-head-says.ts';

/** Brings ledger and people up to date with a device's head. */
export type Settle = (head: Head, options: { asOf: number; mayBeSilent: boolean }) => Promise<Head>;

/** No fingerprint is this: the ledger is being brought up to the record, or was when someone died. */
const unsettled = '?';
const recorder = { by: 'coldwatch', now: () => Date.now() };

/** Makes a `Settle` whose profiles, which never change, are read once. */
export function settler(database: Database, telling: Telling): Settle {
  const termsOf = termsFrom(database);

  return async function settle(head, { asOf, mayBeSilent }) {
    const { assignment } = head;
    if (assignment === null) return settleOthers(head, asOf, mayBeSilent);
    const terms = await termsOf(assignment);
    const isQuiet = !mayBeSilent && isQuietHead(head, terms);
    if (isQuiet && !isFull(head)) return head;
    if (isQuiet) return seal(database, head, foldOf(terms), true);
    if (readingsOf(head).some(({ at }) => at < assignment.since))
      return settleOthers(head, asOf, mayBeSilent);
    const settled = await settleCurrent(head, assignment, terms, asOf, mayBeSilent);
    return isFull(settled) && settled.assignment?.since === assignment.since
      ? seal(database, settled, foldOf(terms), windowAlarms(settled, terms, asOf) === settled.told.alarms)
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
    const terms = await termsOf(assignment);
    const sealed = await seal(database, head, foldOf(terms));
    if (sealed.assignment?.since !== assignment.since) return sealed;
    return settleCurrent(sealed, assignment, terms, asOf, mayBeSilent, true);
  }

  async function settleCurrent(
    head: Head,
    assignment: Assignment,
    terms: Terms,
    asOf: number,
    mayBeSilent: boolean,
    fromRecord = false,
  ): Promise<Head> {
    let current = head;
    for (let judgeRecord = fromRecord; ; judgeRecord = true) {
      const progress = advance(current.state, readingsOf(current), terms, asOf);
      const isSettled =
        !progress.late &&
        !pointsToJournal(current) &&
        alarmsOf(current.state, progress.transitions) === current.told.alarms &&
        sameContact(contactOf(progress.state, assignment, terms, asOf, mayBeSilent), current.told);
      if (isSettled && !judgeRecord) return current;
      const { judged, now } = await settleRecord(current, assignment, terms, asOf, mayBeSilent);
      const sawAll = [...now.messages.keys()].every((name) => judged.messages.has(name));
      if ((sawAll && now.sealNumber === judged.sealNumber) || now.assignment?.since !== assignment.since)
        return now;
      // Who came meanwhile may have found all as it was before we recorded anything: so we look again.
      current = now;
    }
  }

  /** Judges the whole record, brings the ledger up to it, tells people, and notes it in the head. */
  async function settleRecord(
    start: Head,
    assignment: Assignment,
    terms: Terms,
    asOf: number,
    mayBeSilent: boolean,
  ): Promise<{ judged: Head; now: Head }> {
    const { deviceId } = start;
    let head = start;
    const findNews = async (entries: readonly Entry[]): Promise<NewEntry[]> => {
      // Detached meanwhile: what it leaves to judge is judged with the detachment.
      if (head.assignment?.since !== assignment.since) return [];
      const readings = [
        ...(await readSegments(database, deviceId, assignment)),
        ...readingsOf(head).filter(({ at }) => at >= assignment.since),
      ];
      const { state } = advance(initialState, readings, terms, asOf);
      const contact = contactOf(state, assignment, terms, asOf, mayBeSilent);
      const to = Math.max(asOf, newestReading(state) ?? asOf);
      return [
        ...findExcursions(deviceId, assignment, terms, readings, { to, open: true }, entries),
        ...reconcileContact(contact, entries, deviceId, lastPosition(readings)),
      ];
    };
    const findings = await recordFindings(assignment, terms.profile, async (entries) => {
      head = await readHead(database, deviceId);
      if ((await findNews(entries)).length === 0) return [];
      // From here on whoever comes finds the head unsettled and looks too; who came before is in what it returns.
      head = await noteTold(database, deviceId, { ...head.told, alarms: unsettled });
      return findNews(entries);
    });
    // While an entry is untold the head does not note it, so that whoever comes next looks again.
    if (!findings.allTold || head.assignment?.since !== assignment.since)
      return { judged: head, now: findings.hasPut ? await readHead(database, deviceId) : head };
    const told: Told = {
      alarms: windowAlarms(head, terms, asOf),
      silentSince: silencesRecorded(findings.entries).get(deviceId) ?? null,
    };
    const isNoted = JSON.stringify(told) === JSON.stringify(head.told);
    const now = isNoted && !findings.hasPut ? head : await noteTold(database, deviceId, told);
    return { judged: head, now };
  }

  async function settlePast(
    deviceId: string,
    { assignment, until }: PastAssignment,
    asOf: number,
  ): Promise<void> {
    const terms = await termsOf(assignment);
    await recordFindings(assignment, terms.profile, async (entries) => {
      const readings = await readSegments(database, deviceId, assignment);
      return findExcursions(
        deviceId,
        assignment,
        terms,
        readings,
        { to: until ?? asOf, open: until === null },
        entries,
      );
    });
  }

  async function recordFindings(
    { shipment }: Assignment,
    profile: Profile,
    decide: Decide,
  ): Promise<{ entries: readonly Entry[]; hasPut: boolean; allTold: boolean }> {
    const { ledger, put } = await record(database, shipment, recorder, decide);
    if (put.length > 0) count('LedgerEntries', put.length);
    return {
      entries: ledger.entries,
      hasPut: put.length > 0,
      allTold: await tell(database, telling, ledger, put, profile, Date.now()),
    };
  }
}

function findExcursions(
  deviceId: string,
  { shipment }: Assignment,
  { profile, since, phases }: Terms,
  readings: readonly Reading[],
  end: { to: number; open: boolean },
  entries: readonly Entry[],
): NewEntry[] {
  const computed = excursionsOf(seriesOf(readings), profile, { from: since, phases, ...end });
  const name = (rule: string, from: number): string => sha256OfJson([shipment, deviceId, rule, from]);
  return reconcile(computed, entries, deviceId, lastPosition(readings), profile, end.to, name);
}
