import type { Reading } from '../model/reading.ts';
import { advance } from '../evaluation/evaluate-increment.ts';
import type { Terms } from '../evaluation/evaluation-context.ts';
import { Attempts } from '../storage/attempts.ts';
import type { Assignment, Head } from '../storage/device-item.ts';
import { type PastAssignment, ownerOf, readAssignments } from '../storage/assignments.ts';
import { putApart } from '../storage/journal.ts';
import { isFull, rememberOnly, seal } from '../storage/flush-to-journal.ts';
import type { Database } from '../storage/tables.ts';
import { foldOf, profilesFrom, termsFrom } from '../storage/evaluation-contexts.ts';
import { recordAndTellWith } from './append-and-notify.ts';
import { settlePast } from './evaluate-ended-assignment.ts';
import { isSameAssignment, settleRecordWith } from './evaluate-whole-record.ts';
import type { RequestNotification } from '../notifications/request-notification.ts';
import {
  alarmsAfter,
  contactOf,
  headIsQuietUntil,
  holdsBelated,
  isOverdue,
  isQuietHead,
  sameContact,
  sealedAlarms,
  windowAlarms,
} from './device-status.ts';
import { messagesOf, pointsToJournal, readingsOf } from '../storage/decode-device-item.ts';

/** Brings ledger and people up to date. */
export type Settler = {
  /**
   * With a device's head, as of a time. A device is silent only where its deadline lies before `processedUpTo`: what the
   * queue received until then is processed (epoch milliseconds; minus infinity where nobody may be called silent).
   */
  readonly settle: (head: Head, options: { asOf: number; processedUpTo: number }) => Promise<Head>;
  /** Whether a device's deadline has passed and it is not recorded as silent. */
  readonly isOverdue: (head: Head, asOf: number) => Promise<boolean>;
  /** Until when nobody need look at a device unless it speaks; `asOf` itself where somebody must. */
  readonly quietUntil: (head: Head, asOf: number) => Promise<number>;
  /** With what a device read for a shipment that it no longer watches. */
  readonly settleDetached: (deviceId: string, since: number, asOf: number) => Promise<void>;
};

/** Makes a settler whose profiles, which never change, are read once. */
export function settler(database: Database, requestNotification: RequestNotification): Settler {
  const profileOf = profilesFrom(database);
  const termsOf = termsFrom(database, profileOf);
  const recordAndTell = recordAndTellWith(database, requestNotification);
  const settleRecord = settleRecordWith(database, recordAndTell);
  const judgePast = async (deviceId: string, past: PastAssignment, asOf: number): Promise<void> => {
    const { since } = past.assignment;
    let judged: PastAssignment | undefined = past;
    const attempts = new Attempts(`the ended assignment of ${deviceId} to ${past.assignment.shipment}`);
    while (judged !== undefined) {
      const terms = await termsOf(judged.assignment);
      if (await settlePast(database, recordAndTell, deviceId, judged, terms, asOf)) return;
      await attempts.next();
      judged = (await readAssignments(database, deviceId)).find((each) => each.assignment.since === since);
    }
  };

  return {
    settle: (head, options) => settle(head, options),
    settleDetached,
    quietUntil,
    isOverdue: async (head, asOf) =>
      head.assignment !== null && isOverdue(head, head.assignment, await termsOf(head.assignment), asOf),
  };

  async function quietUntil(head: Head, asOf: number): Promise<number> {
    const { assignment } = head;
    return assignment === null ? asOf : headIsQuietUntil(head, assignment, await termsOf(assignment), asOf);
  }

  async function settle(
    head: Head,
    { asOf, processedUpTo }: { asOf: number; processedUpTo: number },
    attempts = new Attempts(`the record of ${head.deviceId}`),
  ): Promise<Head> {
    const { assignment } = head;
    if (assignment === null) return settleOthers(head, asOf, processedUpTo, attempts);
    const terms = await termsOf(assignment);
    const isBelated = holdsBelated(head, terms);
    const isQuiet = processedUpTo === -Infinity && !isBelated && isQuietHead(head, terms, asOf);
    if (isQuiet && !isFull(head)) return head;
    const spell = (state: Head['state']): string => sealedAlarms(state, terms, asOf);
    if (isQuiet) return seal(database, head, foldOf(terms), spell);
    const isEarlier = readingsOf(head).some(({ at }) => at < assignment.since);
    // What went straight to the journal may be of an earlier assignment, where there is one.
    if (isEarlier || (pointsToJournal(head) && (await endedOf(head)).length > 0))
      return settleOthers(head, asOf, processedUpTo, attempts);
    const settled = await settleCurrent(head, assignment, terms, asOf, processedUpTo, attempts, isBelated);
    // After the end of its span a head that holds readings of it would be taken for late each time.
    const isOver = terms.until !== null && settled.messages.size > 0;
    if ((!isFull(settled) && !isOver) || !isSameAssignment(settled, assignment)) return settled;
    const isSettled = windowAlarms(settled, terms, asOf) === settled.told.alarms;
    return seal(database, settled, foldOf(terms), isSettled ? spell : null);
  }

  /** Readings of another assignment's time are moved to that one, and it is judged again. */
  async function settleOthers(
    head: Head,
    asOf: number,
    processedUpTo: number,
    attempts: Attempts,
  ): Promise<Head> {
    const { assignment, deviceId } = head;
    const past = await readAssignments(database, deviceId);
    const isOfOthers = ({ at }: Reading): boolean => {
      const owner = ownerOf(at, assignment, past);
      return owner !== null && owner.assignment.since !== assignment?.since;
    };
    const ofOthers = messagesOf(head).map((readings) => readings.filter(isOfOthers));
    const moved = await putApart(database, deviceId, assignment, ofOthers);
    const others = pointsToJournal(head) ? await endedOf(head) : moved;
    for (const other of others) await judgePast(deviceId, other, asOf);
    if (assignment === null)
      return isFull(head) || others.length > 0 ? seal(database, head, rememberOnly) : head;
    const terms = await termsOf(assignment);
    const sealed = await seal(database, head, foldOf(terms));
    if (sealed.assignment?.since !== assignment.since) return sealed;
    return settleCurrent(sealed, assignment, terms, asOf, processedUpTo, attempts, true);
  }

  /** The assignments of a device that have ended, other than the head's. */
  async function endedOf({ deviceId, assignment }: Head): Promise<PastAssignment[]> {
    const past = await readAssignments(database, deviceId);
    return past.filter((each) => each.until !== null && each.assignment.since !== assignment?.since);
  }

  async function settleCurrent(
    head: Head,
    assignment: Assignment,
    terms: Terms,
    asOf: number,
    processedUpTo: number,
    attempts: Attempts,
    fromRecord = false,
  ): Promise<Head> {
    let current = head;
    for (let judgeRecord = fromRecord; ; judgeRecord = true) {
      const progress = advance(current.state, readingsOf(current), terms, asOf);
      const isSettled =
        !progress.late &&
        !pointsToJournal(current) &&
        alarmsAfter(current, progress, terms, asOf) === current.told.alarms &&
        sameContact(contactOf(progress.state, assignment, terms, asOf, processedUpTo), current.told);
      if (isSettled && !judgeRecord) return current;
      const { judged, now } = await settleRecord(current, assignment, terms, asOf, processedUpTo);
      const sawAll = [...now.messages.keys()].every((name) => judged.messages.has(name));
      if (!isSameAssignment(now, assignment)) {
        if (now.assignment?.since !== assignment.since) return now;
        // The ledger knows more of the journey by now: what was judged is judged again by that.
        await attempts.next();
        return settle(now, { asOf, processedUpTo }, attempts);
      }
      if (sawAll && now.sealNumber === judged.sealNumber) return now;
      await attempts.next();
      // Who came meanwhile may have found all as it was before we recorded anything: so we look again.
      current = now;
    }
  }

  async function settleDetached(deviceId: string, since: number, asOf: number): Promise<void> {
    const past = await readAssignments(database, deviceId);
    const own = past.find(({ assignment, until }) => assignment.since === since && until !== null);
    if (own !== undefined) await judgePast(deviceId, own, asOf);
  }
}
