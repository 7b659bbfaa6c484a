import type { Destination } from '../../model/own-alert.ts';
import type { Mail } from '../send/send-mail.ts';
import type { PostWebhook } from '../send/post-webhook.ts';
import { SendingFailed } from '../send/sending-failed.ts';
import type { WrittenMessage } from '../message-body.ts';

/** Sends in each way; a stage that sends no mails to single people has no `mail`. */
export type Senders = {
  readonly mail: ((mail: Mail) => Promise<void>) | null;
  readonly sms: (sms: { to: string; text: string }) => Promise<void>;
  readonly webhook: PostWebhook;
};

/** A message in the form of every channel; `webhook` makes the bodies for the form of a webhook, in order. */
export type Sendable = Pick<WrittenMessage, 'subject' | 'email' | 'html' | 'sms'> & {
  readonly webhook: (destination: Destination) => readonly string[];
};

/** Where a message goes; `secret` signs the body of a webhook. */
export type SendTo = {
  readonly destination: Destination;
  readonly secret: string | null;
  readonly unsubscribe: string | null;
};

/** Sends a message by the channel of its destination. Rejects with {@link SendingFailed} where that is refused. */
export async function sendTo(
  senders: Senders,
  { destination, secret, unsubscribe }: SendTo,
  message: Sendable,
): Promise<void> {
  const { channel, address: to } = destination;
  if (channel === 'sms') return senders.sms({ to, text: message.sms });
  if (channel === 'webhook') {
    // One after the other: an all-clear must not overtake its alarm.
    for (const body of message.webhook(destination))
      await senders.webhook({ address: to, body, secret: secret! });
    return;
  }
  if (senders.mail === null)
    throw new SendingFailed('this deployment no longer sends mails to single people; ask operations');
  const { subject, email: text, html } = message;
  return senders.mail({ to, subject, text, html, unsubscribe });
}
