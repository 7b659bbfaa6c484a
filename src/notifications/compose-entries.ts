import { ruleOf } from '../shipments/products-affected.ts';
import { laneAudience } from '../model/lane.ts';
import { notificationId } from '../model/notification.ts';
import { type NotifiableEvent, sensorOf } from '../shipments/ledger-event.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from '../shipments/ledger.ts';
import type { Profile } from '../model/profile.ts';
import { unnotifiedOf } from '../shipments/notifiable-entries.ts';
import { composePlainly } from './compose-plainly.ts';
import { type Message, compose } from './compose.ts';
import type { Receiver } from './receiver.ts';
import { mergeMessages, mostWritten, speakingFor } from './merge-messages.ts';
import { pause } from '../storage/attempts.ts';
import { NoSuchProfile } from '../storage/profiles.ts';
import type { ProfileOf } from '../storage/evaluation-contexts.ts';
import { count, logger } from '../runtime/observability.ts';
import type { Ledger } from '../storage/ledger-markers.ts';

/** How long an unreadable profile is retried by later invocations, so that a repeated notification says the same. */
const longestWaitMs = 60 * 60_000;
/** After that, how many times one invocation reads it before people are notified in plain words. */
const lastReads = 4;
const pauses = { firstMs: 100, longestMs: 500 };

type NotifiableEntry = Entry & { fact: NotifiableEvent };

/** Entries in words: a single one, or several that make one message. */
export type Composed = {
  readonly entries: readonly Entry[];
  readonly message: Message;
  /** The audience of the shipment's lane; null where the ledger does not begin with a plan. */
  readonly lane: string | null;
};

/**
 * Words every entry of which people were not notified yet. Excursions of one rule that became known together make one
 * message. An entry that cannot be worded is put in plain words and counted.
 * @throws {NotReadNow} when a profile cannot be read at the moment.
 */
export async function composeEntries(
  ledger: Ledger,
  profileOf: ProfileOf,
  receiver: Receiver,
): Promise<readonly Composed[]> {
  const groups = Map.groupBy(unnotifiedOf(ledger) as readonly NotifiableEntry[], groupOf);
  const isPlanned = ledger.entries[0]?.fact.kind === 'shipment-created';
  const lane = isPlanned ? laneAudience(shipmentOf(ledger.entries)) : null;
  const composed: Composed[] = [];
  for (const group of groups.values())
    composed.push({
      entries: group,
      lane,
      message: await messageOfGroup(ledger.entries, group, profileOf, receiver),
    });
  return composed;
}

/** Excursions of one rule that become known together share a group. */
function groupOf({ fact, sequence }: NotifiableEntry): string {
  return fact.kind === 'excursion-opened' ? `opened ${fact.excursion.rule}` : String(sequence);
}

/**
 * An ongoing excursion matters more than those that have ended, so its message also covers them. There may be
 * thousands, and the time to word one grows with its ledger, so only those that people will read are worded.
 */
async function messageOfGroup(
  entries: readonly Entry[],
  group: readonly NotifiableEntry[],
  profileOf: ProfileOf,
  receiver: Receiver,
): Promise<Message> {
  const live = group.findLast(({ fact }) => fact.kind === 'excursion-opened' && fact.excursion.to === null);
  if (live !== undefined) {
    const others = group.filter((each) => each !== live).map(notificationId);
    return speakingFor(await messageOf(entries, live, profileOf, receiver), others);
  }
  const messages: Message[] = [];
  for (const entry of group.slice(0, mostWritten))
    messages.push(await messageOf(entries, entry, profileOf, receiver));
  return mergeMessages(messages, group.slice(mostWritten).map(notificationId));
}

async function messageOf(
  entries: readonly Entry[],
  entry: NotifiableEntry,
  profileOf: ProfileOf,
  receiver: Receiver,
): Promise<Message> {
  const known = entries.slice(0, entry.sequence);
  try {
    return compose(known, entry, await profileOfFact(entries, entry, profileOf), receiver);
  } catch (error) {
    if (error instanceof NotReadNow) throw error;
    count('FailedNotifications');
    const { shipment, sequence } = entry;
    logger.error('an entry could not be worded; people are notified in plain words', {
      shipment,
      sequence,
      error: error as Error,
    });
    return composePlainly(known, entry, receiver);
  }
}

/** An existing profile could not be read; the next attempt may succeed. */
class NotReadNow extends Error {}

/** The profile that a ledger event refers to. A device may have been attached again in another role. */
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
  // The right words are worth a wait, but not for ever.
  const isLate = Date.now() - recordedAt > longestWaitMs;
  let failure: unknown;
  for (let reads = 1; reads <= lastReads; reads++)
    try {
      for (const version of profiles) {
        const profile = await profileOf(version);
        if (rule === null || ruleOf(profile, rule) !== null) return profile;
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
