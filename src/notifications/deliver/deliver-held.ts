import { quietHoursEndAt } from '../../model/quiet-hours.ts';
import { sha256OfJson } from '../../model/digest.ts';
import { forgetHeld, heldFor, holdMessage } from '../../storage/held-messages.ts';
import { type RecipientKey, readRecipient } from '../../storage/recipients.ts';
import { composeAfterQuiet } from '../compose-after-quiet.ts';
import type { EntryReference } from '../delivery-request.ts';
import { mayBeTold } from './may-be-told.ts';
import type { Delivery, Recipient } from './delivery.ts';
import { receiverOf } from './receiver-of.ts';
import { sendableOf } from './sendable-of.ts';
import { sendOnce } from './send-once.ts';

/** Sends what was held back from a recipient as one message, once the quiet hours have ended. */
export async function deliverHeld(delivery: Delivery, to: RecipientKey): Promise<void> {
  const { recipients, compose } = delivery;
  const held = await heldFor(recipients, to);
  if (held.length === 0) return;
  const recipient: Recipient | null = await readRecipient(recipients, to);
  if (recipient === null) return forgetHeld(recipients, to, held);
  // The quiet hours were changed meanwhile.
  const { quietHours, zone } = recipient.content;
  const until = quietHoursEndAt(quietHours, zone, Date.now());
  if (until !== null) {
    for (const each of held) await holdMessage(recipients, to, each, until);
    return;
  }
  const receiver = receiverOf(delivery, recipient);
  const messages = await compose(
    entriesOf(held.filter(({ audience }) => mayBeTold(recipient, audience))),
    receiver,
  );
  if (messages.length > 0)
    await sendOnce(delivery, recipient, {
      id: sha256OfJson(held.map(({ id }) => id)),
      kind: 'notification',
      message: async () => sendableOf(composeAfterQuiet(messages, receiver)),
    });
  await forgetHeld(recipients, to, held);
}

/** All entries of held messages, each once. */
function entriesOf(held: readonly { readonly entries: readonly EntryReference[] }[]): EntryReference[] {
  const entries = held.flatMap((each) => each.entries);
  return [...new Map(entries.map((each) => [`${each.shipment}/${each.sequence}`, each])).values()];
}
