import { notificationId } from '../model/notification.ts';
import { type NotifiableEvent, sensorOf } from '../shipments/ledger-event.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from '../shipments/ledger.ts';
import type { Profile } from '../model/profile.ts';
import { notifiableAmong } from '../shipments/notifiable-entries.ts';
import { composePlainly } from './compose-plainly.ts';
import { type Message, compose } from './compose.ts';
import { mergeMessages, mostWritten, speakingFor } from './merge-messages.ts';
import { pause } from '../storage/attempts.ts';
import { NoSuchProfile } from '../storage/profiles.ts';
import type { ProfileOf } from '../storage/evaluation-contexts.ts';
import { count, logger } from '../runtime/observability.ts';
import type { Ledger } from '../storage/ledger-keys.ts';

/** For so long a profile that cannot be read is asked for again: what is told twice should say the same. */
const longestWaitMs = 60 * 60_000;
/** After that it is read so often at once before people are notified in plain words. */
const lastReads = 4;
const pauses = { firstMs: 100, longestMs: 500 };

type NotifiableEntry = Entry & { fact: NotifiableEvent };

/** Entries in words: one, or several that are one piece of news. */
export type Composed = { readonly entries: readonly Entry[]; readonly message: Message };

/** The entries of a ledger that people are notified of and were not yet. */
export function unnotifiedOf({ entries, notified }: Pick<Ledger, 'entries' | 'notified'>): readonly Entry[] {
  const sequences = notifiableAmong(entries);
  return entries.filter(({ sequence }) => sequences.has(sequence) && !notified.has(sequence));
}

/**
 * Words what nobody was notified of yet. Runs of one rule that became known at once are one message. Rejects where a
 * profile cannot be read just now; an entry that cannot be worded is said in plain words, and counted.
 */
export async function composeEntries(ledger: Ledger, profileOf: ProfileOf): Promise<readonly Composed[]> {
  const groups = Map.groupBy(unnotifiedOf(ledger) as readonly NotifiableEntry[], groupOf);
  const composed: Composed[] = [];
  for (const group of groups.values())
    composed.push({ entries: group, message: await messageOfGroup(ledger.entries, group, profileOf) });
  return composed;
}

/** Runs of a rule that become known at once are one piece of news. */
function groupOf({ fact, sequence }: NotifiableEntry): string {
  return fact.kind === 'excursion-opened' ? `opened ${fact.excursion.rule}` : String(sequence);
}

/**
 * A run that goes on says more than those that are over, and speaks for them. Wording an entry takes the longer the
 * longer its ledger is: only what people will read is worded, for there may be thousands.
 */
async function messageOfGroup(
  entries: readonly Entry[],
  group: readonly NotifiableEntry[],
  profileOf: ProfileOf,
): Promise<Message> {
  const live = group.findLast(({ fact }) => fact.kind === 'excursion-opened' && fact.excursion.to === null);
  if (live !== undefined) {
    const others = group.filter((each) => each !== live).map(notificationId);
    return speakingFor(await messageOf(entries, live, profileOf), others);
  }
  const messages: Message[] = [];
  for (const entry of group.slice(0, mostWritten)) messages.push(await messageOf(entries, entry, profileOf));
  return mergeMessages(messages, group.slice(mostWritten).map(notificationId));
}

async function messageOf(
  entries: readonly Entry[],
  entry: NotifiableEntry,
  profileOf: ProfileOf,
): Promise<Message> {
  const known = entries.slice(0, entry.sequence);
  try {
    return compose(known, entry, await profileOfFact(entries, entry, profileOf));
  } catch (error) {
    if (error instanceof NotReadNow) throw error;
    count('FailedNotifications');
    const { shipment, sequence } = entry;
    logger.error('an entry could not be worded; people are notified in plain words', {
      shipment,
      sequence,
      error: error as Error,
    });
    return composePlainly(known, entry);
  }
}

/** A profile that is there could not be read; the next attempt may succeed. */
class NotReadNow extends Error {}

/** The profile that a fact speaks of: a device may have come back in another role. */
async function profileOfFact(
  entries: readonly Entry[],
  { fact, recordedAt }: NotifiableEntry,
  profileOf: ProfileOf,
): Promise<Profile> {
  const rule = 'excursion' in fact ? fact.excursion.rule : 'rule' in fact ? fact.rule : null;
  const profiles = attachmentsRecorded(entries)
    .filter(({ device }) => device === sensorOf(fact))
    .map(({ profile }) => profile)
    .toReversed();
  // People wait for the right words, but not for ever.
  const isLate = Date.now() - recordedAt > longestWaitMs;
  let failure: unknown;
  for (let reads = 1; reads <= lastReads; reads++)
    try {
      for (const version of profiles) {
        const profile = await profileOf(version);
        if (rule === null || profile.rules.some(({ id }) => id === rule)) return profile;
      }
      return await profileOf(shipmentOf(entries).profile);
    } catch (cause) {
      if (cause instanceof NoSuchProfile) throw cause;
      if (!isLate) throw new NotReadNow('a profile could not be read', { cause });
      failure = cause;
      await pause(reads, pauses);
    }
  throw failure;
}
