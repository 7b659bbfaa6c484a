import type { StoredSubscriber } from '../../storage/lane-subscribers.ts';
import type { StoredRecipient } from '../../storage/recipients.ts';
import { toLastDelivery } from './to-own-alert.ts';
import { isoOrNull } from './to-responses.ts';

/** A subscriber of a lane in the form of an answer: without its secret and its routing key. */
export function toLaneSubscriber({
  recipient,
  content,
  confirmedAt,
  lastDelivery,
}: StoredRecipient<StoredSubscriber>) {
  const { routingKey: _, ...shown } = content;
  return {
    subscriber: recipient,
    ...shown,
    confirmedAt: isoOrNull(confirmedAt),
    lastDelivery: toLastDelivery(lastDelivery),
  };
}
