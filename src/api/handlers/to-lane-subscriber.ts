import type { StoredSubscriber } from '../../storage/lane-subscribers.ts';
import type { StoredRecipient } from '../../storage/recipients.ts';

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
    confirmedAt: confirmedAt === null ? null : new Date(confirmedAt).toISOString(),
    lastDelivery:
      lastDelivery === null ? null : { ...lastDelivery, at: new Date(lastDelivery.at).toISOString() },
  };
}
