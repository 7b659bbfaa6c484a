import { quietHoursEndAt } from '../../model/quiet-hours.ts';
import { isMoreSevere } from '../../model/severity.ts';
import { holdMessage } from '../../storage/held-messages.ts';
import { readRecipient } from '../../storage/recipients.ts';
import { mayBeTold } from './may-be-told.ts';
import type { DeliveryRequest } from '../delivery-request.ts';
import { mergeMessages } from '../merge-messages.ts';
import type { Delivery, Recipient } from './delivery.ts';
import { receiverOf } from './receiver-of.ts';
import { sendOnce } from './send-once.ts';
import { sendableOf } from './sendable-of.ts';

/**
 * Sends a notification to one recipient, or holds it back while the recipient wants quiet and it is less than critical.
 * One who was removed since, or who wants to be told of less, gets nothing.
 */
export async function deliverNotification(
  delivery: Delivery,
  { id, to, audience, severity, entries }: Extract<DeliveryRequest, { kind: 'notification' }>,
): Promise<void> {
  const { recipients, compose } = delivery;
  const recipient: Recipient | null = await readRecipient(recipients, to);
  if (recipient === null || !mayBeTold(recipient, audience)) return;
  const { severity: least, quietHours, zone } = recipient.content;
  if (isMoreSevere(least, severity)) return;
  const until = severity === 'critical' ? null : quietHoursEndAt(quietHours, zone, Date.now());
  if (until !== null) return holdMessage(recipients, to, { id, audience, entries }, until);
  const receiver = receiverOf(delivery, recipient);
  const messages = await compose(entries, receiver);
  // The shipment was cancelled since.
  if (messages.length === 0) return;
  await sendOnce(delivery, recipient, {
    id,
    kind: 'notification',
    message: async () => sendableOf(mergeMessages(messages, [], receiver)),
  });
}
