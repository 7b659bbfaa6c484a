import { type Entry, type ToldFact, isTold } from '../../domain/ledger.ts';
import type { Profile } from '../../domain/profile.ts';
import { compose } from '../../notify/compose.ts';
import type { Publish } from '../../notify/publish.ts';
import { type Ledger, markTold } from '../../store/ledger.ts';
import type { Database } from '../../store/tables.ts';
import { count, logger } from './observe.ts';

/** An untold entry older than this is told by whoever meets it: who put it has been timed out by then. */
export type Telling = { readonly publish: Publish; readonly orphanedAfterMs: number };

/**
 * Tells people of the entries that this call put, and of those that were left untold. True when none remains; a
 * publication that fails is counted, is tried again by the next who meets it, and stops nobody.
 */
export async function tell(
  database: Database,
  { publish, orphanedAfterMs }: Telling,
  { entries, told }: Ledger,
  put: readonly Entry[],
  profile: Profile,
  now: number,
): Promise<boolean> {
  let remains = false;
  for (const entry of entries) {
    if (told.has(entry.sequence) || !isToldEntry(entries, entry)) continue;
    const isOurs = put.some(({ sequence }) => sequence === entry.sequence);
    if (!isOurs && now - entry.recordedAt <= orphanedAfterMs) {
      remains = true;
      continue;
    }
    try {
      await publish(compose(entries.slice(0, entry.sequence), entry, profile));
      await markTold(database, entry, now);
      count('Notifications');
    } catch (error) {
      remains = true;
      count('FailedNotifications');
      logger.error('a notification could not be published', {
        shipment: entry.shipment,
        sequence: entry.sequence,
        error: error as Error,
      });
    }
  }
  return !remains;
}

function isToldEntry(entries: readonly Entry[], entry: Entry): entry is Entry & { fact: ToldFact } {
  return isTold(entries, entry);
}
