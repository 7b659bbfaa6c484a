import type { Entry } from '../shipments/ledger.ts';
import { requireEnv } from '../runtime/require-env.ts';
import { count, logger } from '../runtime/observability.ts';
import { queueSender } from '../runtime/queue-sender.ts';

/**
 * Asks the function that notifies to look at a shipment of which people were not notified of some entries, the last of
 * them given. False where it could not be asked: whoever meets the entry next asks again.
 */
export type RequestNotification = (
  last: Pick<Entry, 'shipment' | 'sequence' | 'recordedAt'>,
) => Promise<boolean>;

/** A message to the queue of notifications. */
export type NotificationRequest = { readonly shipment: string };

/** All of them are one group, so that one invocation at a time has them. */
export const messageGroup = 'notifications';

/** By the queue that the construct has named in the environment. */
export function requestNotificationFromEnv(): RequestNotification {
  const send = queueSender(requireEnv('NOTIFICATIONS_QUEUE_URL'));
  return async ({ shipment, sequence, recordedAt }) => {
    // The queue swallows repeats for five minutes. Whoever meets the same entry a minute later means it.
    const minutes = Math.max(0, Math.floor((Date.now() - recordedAt) / 60_000));
    try {
      const request: NotificationRequest = { shipment };
      await send(JSON.stringify(request), {
        MessageGroupId: messageGroup,
        MessageDeduplicationId: `${shipment}/${sequence}/${minutes}`,
      });
      return true;
    } catch (error) {
      count('FailedNotifications');
      logger.error('a notification could not be asked for', { shipment, sequence, error: error as Error });
      return false;
    }
  };
}
