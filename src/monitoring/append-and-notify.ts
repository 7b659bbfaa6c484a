import type { Entry } from '../shipments/ledger.ts';
import { contradictionOf, isReleased } from '../shipments/receipt/contradiction.ts';
import { type Decide, record } from '../storage/ledger.ts';
import { readRecords } from '../storage/shipment-record.ts';
import type { Database } from '../storage/tables.ts';
import { unnotifiedOf } from '../shipments/notifiable-entries.ts';
import { count, logger } from '../runtime/observability.ts';
import type { RequestNotification } from '../notifications/request-notification.ts';

const recorder = { by: 'coldwatch', now: () => Date.now() };

/** The outcome of appending entries to a ledger and requesting notifications. */
type Recorded = {
  readonly entries: readonly Entry[];
  readonly hasPut: boolean;
  /** Whether people were notified of everything, or the function `notify` was asked to do so. */
  readonly allNotified: boolean;
  /** The entries of which people were not notified yet. */
  readonly unnotified: readonly Entry[];
  /** Whether the whole ledger is archived; true in a function that does not archive. */
  readonly allArchived: boolean;
};

/**
 * Appends the entries that `decide` finds missing from a shipment's ledger, and those that contradict a signed release;
 * then requests notifications.
 */
export type AppendAndNotify = (shipment: string, decide: Decide) => Promise<Recorded>;

export function appendAndNotifyWith(
  database: Database,
  requestNotification: RequestNotification,
): AppendAndNotify {
  const contradict: Decide = async (entries) =>
    contradictionOf(entries, await readRecords(database, entries));
  return async (shipment, decide) => {
    const found = await record(database, shipment, recorder, decide);
    const contradicted = isReleased(found.ledger.entries)
      ? await record(database, shipment, recorder, contradict)
      : { ledger: found.ledger, put: [] };
    const put = [...found.put, ...contradicted.put];
    if (put.length > 0) count('LedgerEntries', put.length);
    for (const { sequence, fact } of put)
      logger.info('recorded', {
        shipment,
        device: 'device' in fact ? fact.device : null,
        sequence,
        fact: fact.kind,
      });
    const unnotified = unnotifiedOf(contradicted.ledger);
    const last = unnotified.at(-1);
    return {
      unnotified,
      entries: contradicted.ledger.entries,
      hasPut: put.length > 0,
      allArchived:
        database.archiveRecord === undefined ||
        contradicted.ledger.archivedUpTo === contradicted.ledger.entries.length,
      // Requested for old entries too: the function that appended one may have died, and the queue drops duplicates.
      allNotified: last === undefined || (await requestNotification(last)),
    };
  };
}
