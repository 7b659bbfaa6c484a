import type { Notification } from '../../model/notification.ts';
import type { Message } from '../compose.ts';
import type { WrittenMessage } from '../message-body.ts';

/** What a webhook is sent: a notification, or a message about none, as a test or a digest. */
export type WebhookContent = Pick<WrittenMessage, 'subject' | 'email' | 'body'> & {
  readonly notification: Notification | null;
  /** The parts of a merged message. */
  readonly merged?: Message['merged'];
};

/** Makes the bodies of the requests that send a message, which JSON can hold: one, or one for each alarm. */
export type WebhookForm = (
  content: WebhookContent,
  destination: { readonly routingKey: string | null },
) => readonly object[];
