import { concurrently } from '../runtime/concurrently.ts';
import { count, logger, measure } from '../runtime/observability.ts';
import { markNotified } from '../storage/ledger-markers.ts';
import type { Database } from '../storage/tables.ts';
import type { Composed } from './compose-entries.ts';
import { deliveriesOf, deliveryKey } from './deliveries-of.ts';
import type { RequestDelivery } from './delivery-request.ts';
import { mergeMessages } from './merge-messages.ts';
import type { Group } from './pace.ts';
import type { Publish } from './publish.ts';

/** The most entries that are marked at a time. */
const atOnce = 16;

/**
 * Publishes a group as one message after a pause, and marks its entries; resolves to false where either fails. The
 * deliveries are requested within the pause, so that they do not slow down a storm. Those that were `requested` before
 * are not again: when a publication fails, its group may have grown by the next time.
 */
export async function publishGroup(
  database: Database,
  {
    publish,
    requestDelivery,
    requested,
    pause,
  }: {
    readonly publish: Publish;
    readonly requestDelivery: RequestDelivery;
    readonly requested: Set<string>;
    readonly pause: () => Promise<void>;
  },
  { each }: Group<Composed>,
): Promise<boolean> {
  const entries = each.flatMap((one) => one.entries);
  try {
    // A request can be left out the next time, so it comes before what cannot.
    await Promise.all(
      deliveriesOf(each, requested).map(async (request) => {
        await requestDelivery(request);
        for (const entry of request.entries) requested.add(deliveryKey(request.audience, entry));
      }),
    );
    await pause();
    await publish(mergeMessages(each.map(({ message }) => message)));
    count('Notifications');
    const now = Date.now();
    await concurrently(entries, atOnce, async (entry) => {
      await markNotified(database, entry, now);
      if (entry.fact.kind === 'excursion-opened')
        measure('SecondsToNotification', now - entry.fact.excursion.firedAt);
    });
    return true;
  } catch (error) {
    count('FailedNotifications');
    const { shipment, sequence } = entries[0]!;
    logger.error('a notification could not be published', {
      shipment,
      sequence,
      entries: entries.length,
      error: error as Error,
    });
    return false;
  }
}
