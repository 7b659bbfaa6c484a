import { type ToldFact, sensorOf } from '../../domain/fact.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from '../../domain/ledger.ts';
import type { Profile } from '../../domain/profile.ts';
import { toldAmong } from '../../domain/told.ts';
import { type Message, compose, together } from '../../notify/compose.ts';
import type { Publish } from '../../notify/publish.ts';
import type { Ledger } from '../../store/ledger.ts';
import { markTold } from '../../store/ledger-marks.ts';
import type { Database } from '../../store/tables.ts';
import type { ProfileOf } from '../../store/terms.ts';
import { count, logger, measure } from './observe.ts';

/** An untold entry older than `orphanedAfterMs` is told by whoever meets it: who put it has been timed out by then. */
export type Telling = {
  readonly publish: Publish;
  readonly orphanedAfterMs: number;
  /** Where alarms wait that a vehicle's other shipments may share; without it they are left to who has it. */
  readonly waiting?: Waiting[];
};

/** An alarm of a vehicle's shipment, worded and not yet told. */
export type Waiting = { readonly vehicle: string; readonly entry: Entry; readonly message: Message };

type ToldEntry = Entry & { fact: ToldFact };

/**
 * Tells people of the entries that this call put, and of those that were left untold. True when none remains; a
 * publication that fails is counted, is tried again by the next who meets it, and stops nobody.
 */
export async function tell(
  database: Database,
  { publish, orphanedAfterMs, waiting }: Telling,
  profileOf: ProfileOf,
  { entries, told }: Ledger,
  put: readonly Entry[],
  now: number,
): Promise<boolean> {
  let remains = false;
  const groups = new Map<string, { entry: ToldEntry; message: Message }[]>();
  const sequences = toldAmong(entries);
  for (const entry of entries as readonly ToldEntry[]) {
    if (told.has(entry.sequence) || !sequences.has(entry.sequence)) continue;
    const vehicle = isShared(entry) ? (shipmentOf(entries).vehicle ?? null) : null;
    const isOurs = put.some(({ sequence }) => sequence === entry.sequence);
    if (vehicle === null ? !isOurs && now - entry.recordedAt <= orphanedAfterMs : waiting === undefined) {
      remains = true;
      continue;
    }
    const message = await composed(entries, entry, profileOf);
    if (message === null) {
      remains = true;
      continue;
    }
    if (vehicle === null) {
      const group = groups.get(groupOf(entry));
      if (group === undefined) groups.set(groupOf(entry), [{ entry, message }]);
      else group.push({ entry, message });
    } else {
      remains = true;
      waiting!.push({ vehicle, entry, message });
    }
  }
  for (const group of groups.values()) {
    const message = messageOf(group);
    const isDone = await publishOnce(
      database,
      publish,
      message,
      group.map(({ entry }) => entry),
      now,
    );
    remains ||= !isDone;
  }
  return !remains;
}

/** Tells alarms of the same vehicle and rule as one. */
export async function tellWaiting(
  database: Database,
  publish: Publish,
  waiting: readonly Waiting[],
  now: number,
): Promise<void> {
  const groups = new Map<string, Waiting[]>();
  for (const each of waiting) {
    const { kind, rule, profile } = each.message.notification;
    // Who may hear of the one hears of the other: a name of a vehicle is no right.
    const key = JSON.stringify([each.vehicle, each.message.audience.toSorted(), kind, rule, profile.id]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  for (const group of groups.values()) {
    const distinct = new Map(group.map((each) => [each.message.notification.id, each]));
    const message = together(
      [...distinct.values()].map((each) => each.message),
      `vehicle ${group[0]!.vehicle}`,
    );
    await publishOnce(
      database,
      publish,
      message,
      [...distinct.values()].map(({ entry }) => entry),
      now,
    );
  }
}

async function publishOnce(
  database: Database,
  publish: Publish,
  message: Message,
  entries: readonly Entry[],
  now: number,
): Promise<boolean> {
  try {
    await publish(message);
    for (const entry of entries) {
      await markTold(database, entry, now);
      if (entry.fact.kind === 'excursion-opened')
        measure('SecondsToNotification', now - entry.fact.excursion.firedAt);
    }
    count('Notifications');
    return true;
  } catch (error) {
    count('FailedNotifications');
    const [{ shipment, sequence }] = entries as [Entry, ...Entry[]];
    logger.error('a notification could not be published', { shipment, sequence, error: error as Error });
    return false;
  }
}

/** What one vehicle's shipments may have in common. */
function isShared({ fact }: Entry): boolean {
  return fact.kind === 'excursion-opened' || fact.kind === 'alarm-cleared';
}

/** Runs of a rule that become known at once are one piece of news. */
function groupOf({ fact, sequence }: ToldEntry): string {
  return fact.kind === 'excursion-opened' ? `opened ${fact.excursion.rule}` : String(sequence);
}

/** A run that goes on says more than those that are over. */
function messageOf(group: readonly { entry: ToldEntry; message: Message }[]): Message {
  const live = group.findLast(
    ({ entry: { fact } }) => fact.kind === 'excursion-opened' && fact.excursion.to === null,
  );
  const messages = group.map(({ message }) => message);
  if (live === undefined || messages.length === 1) return together(messages, group[0]!.entry.shipment);
  const ids = messages.map(({ notification }) => notification.id);
  return { ...live.message, notification: { ...live.message.notification, together: ids } };
}

/** An entry in words; null where it cannot be worded, which is counted and stops nobody. */
async function composed(
  entries: readonly Entry[],
  entry: ToldEntry,
  profileOf: ProfileOf,
): Promise<Message | null> {
  try {
    const profile = await profileOfFact(entries, entry.fact, profileOf);
    return compose(entries.slice(0, entry.sequence), entry, profile);
  } catch (error) {
    count('FailedNotifications');
    const { shipment, sequence } = entry;
    logger.error('a notification could not be worded', { shipment, sequence, error: error as Error });
    return null;
  }
}

/** The profile that a fact speaks of: a device may have come back in another role. */
async function profileOfFact(
  entries: readonly Entry[],
  fact: ToldFact,
  profileOf: ProfileOf,
): Promise<Profile> {
  const rule = 'excursion' in fact ? fact.excursion.rule : 'rule' in fact ? fact.rule : null;
  const profiles = attachmentsRecorded(entries)
    .filter(({ device }) => device === sensorOf(fact))
    .map(({ profile }) => profile)
    .toReversed();
  for (const version of profiles) {
    const profile = await profileOf(version);
    if (rule === null || profile.rules.some(({ id }) => id === rule)) return profile;
  }
  return profileOf(shipmentOf(entries).profile);
}
