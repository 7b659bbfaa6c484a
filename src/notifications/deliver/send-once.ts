import { count } from '../../runtime/observability.ts';
import { type Delivered, noteDelivery } from '../../storage/recipients.ts';
import { claimSending, noteSent, releaseSending } from '../../storage/sent-marks.ts';
import { SendingFailed } from '../send/sending-failed.ts';
import type { Delivery, Recipient } from './delivery.ts';
import { oneClickAddress } from './receiver-of.ts';
import { type Sendable, sendTo } from './send-to.ts';

type Sent = {
  readonly id: string;
  readonly kind: Delivered['kind'];
  /** Called only if it was not sent before. */
  readonly message: () => Promise<Sendable>;
};

/**
 * Sends a message to a recipient, unless it was sent before, and notes what became of it. Rejects where it could not be
 * sent, so that its request is delivered again.
 */
export async function sendOnce(delivery: Delivery, recipient: Recipient, sent: Sent): Promise<void> {
  const { recipients } = delivery;
  const { id, kind, message } = sent;
  if (!(await claimSending(recipients, id, recipient, Date.now()))) return;
  try {
    await sendNow(delivery, recipient, kind, await message());
  } catch (error) {
    await releaseSending(recipients, id, recipient);
    throw error;
  }
  await noteSent(recipients, id, recipient, Date.now());
}

/** Sends a message to a recipient whatever was sent before, and notes what became of it. */
export async function sendNow(
  { recipients, senders, pageAddress }: Delivery,
  recipient: Recipient,
  kind: Delivered['kind'],
  message: Sendable,
): Promise<void> {
  const { content: destination, secret } = recipient;
  const unsubscribe = kind === 'code' ? null : oneClickAddress({ pageAddress }, recipient);
  const noted = { at: Date.now(), kind };
  try {
    await sendTo(senders, { destination, secret, unsubscribe }, message);
  } catch (error) {
    count('FailedDeliveries');
    const detail =
      error instanceof SendingFailed
        ? error.message
        : 'the service that sends is not available; it is tried again';
    await noteDelivery(recipients, recipient, { ...noted, outcome: 'failed', detail });
    throw error;
  }
  count('Deliveries');
  await noteDelivery(recipients, recipient, { ...noted, outcome: 'sent', detail: null });
}
