import type { Entry } from '../shipments/ledger.ts';
import { requireEnv } from '../runtime/require-env.ts';
import { count, logger } from '../runtime/observability.ts';
import { queueSender } from '../runtime/queue-sender.ts';

/**
 * Asks the function `notify` to notify people of a shipment's entries, given the last of those that they were not
 * notified of. Resolves to false if the request could not be sent; whichever function reads the entry next asks again.
 */
export type RequestNotification = (
  last: Pick<Entry, 'shipment' | 'sequence' | 'recordedAt'>,
) => Promise<boolean>;

/**
 * Asks the function `notify` to notify people of a source: of its silence, or, with null, that it is heard again. A
 * request that could not be sent is counted; it is made again a minute later.
 */
export type RequestSourceNotification = (changed: {
  readonly source: string;
  readonly silentSince: number | null;
}) => Promise<void>;

/** A message on the notifications queue. */
export type NotificationRequest = { readonly shipment: string } | { readonly source: string };

/** All requests share one message group, so that only one invocation at a time receives them. */
export const messageGroup = 'notifications';

/** Sends requests through the queue that the environment names. */
export function requestNotificationFromEnv(): RequestNotification {
  const send = queueSender(requireEnv('NOTIFICATIONS_QUEUE_URL'));
  return async ({ shipment, sequence, recordedAt }) => {
    // The queue drops duplicates for five minutes; a request a minute later is deliberate, so its id differs.
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

/** Sends requests about sources through the queue that the environment names. */
export function requestSourceNotificationFromEnv(): RequestSourceNotification {
  const send = queueSender(requireEnv('NOTIFICATIONS_QUEUE_URL'));
  return async ({ source, silentSince }) => {
    try {
      const request: NotificationRequest = { source };
      await send(JSON.stringify(request), {
        MessageGroupId: messageGroup,
        // A request a minute later is deliberate, so its id differs.
        MessageDeduplicationId: `source/${source}/${silentSince ?? 'heard'}/${Math.floor(Date.now() / 60_000)}`,
      });
    } catch (error) {
      count('FailedNotifications');
      logger.error('a notification could not be asked for', { source, error: error as Error });
    }
  };
}
