import { confirmRecipient } from '../../storage/confirm-recipient.ts';
import { codeLastsMs, newCode } from '../../storage/recipient-codes.ts';
import { type RecipientKey, readRecipient } from '../../storage/recipients.ts';
import { SendingFailed } from '../send/sending-failed.ts';
import { composeAsking, composeConfirmation, composeTest } from '../compose-own.ts';
import type { Delivery, Recipient } from './delivery.ts';
import { confirmingAddress, receiverOf } from './receiver-of.ts';
import { sendableOf } from './sendable-of.ts';
import { sendNow, sendOnce } from './send-once.ts';

/**
 * Sends a new code to an address that is not confirmed, or to somebody outside a link. A webhook is sent a test instead,
 * and its answer confirms it. A refusal is noted and not repeated: its owner sees it and asks again.
 */
export async function deliverCode(delivery: Delivery, to: RecipientKey): Promise<void> {
  const { recipients } = delivery;
  const recipient: Recipient | null = await readRecipient(recipients, to);
  if (recipient === null || recipient.confirmedAt !== null) return;
  const receiver = receiverOf(delivery, recipient);
  if (recipient.content.channel === 'webhook') {
    const isSent = await unlessRefused(
      sendNow(delivery, recipient, 'code', sendableOf(composeTest(receiver))),
    );
    if (isSent) await confirmRecipient(recipients, recipient, Date.now());
    return;
  }
  if (!recipient.audience.startsWith('person#')) {
    const asking = composeAsking(confirmingAddress(delivery, recipient));
    await unlessRefused(sendNow(delivery, recipient, 'code', sendableOf(asking)));
    return;
  }
  const code = await newCode(recipients, to, Date.now());
  if (code !== null)
    await unlessRefused(
      sendNow(
        delivery,
        recipient,
        'code',
        sendableOf(composeConfirmation(code, codeLastsMs / 60_000, receiver)),
      ),
    );
}

/** Sends a test message to a confirmed address. A refusal is noted and not repeated. */
export async function deliverTest(
  delivery: Delivery,
  { to, id }: { readonly to: RecipientKey; readonly id: string },
): Promise<void> {
  const recipient: Recipient | null = await readRecipient(delivery.recipients, to);
  if (recipient === null || recipient.confirmedAt === null) return;
  const message = async () => sendableOf(composeTest(receiverOf(delivery, recipient)));
  await unlessRefused(sendOnce(delivery, recipient, { id, kind: 'test', message }));
}

/** False where the message was refused; every other failure rejects. */
async function unlessRefused(sending: Promise<void>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    if (error instanceof SendingFailed) return false;
    throw error;
  }
}
