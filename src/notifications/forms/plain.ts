import type { WebhookForm } from './webhook-content.ts';

/** The notification as other systems read it; a message about no ledger entry has a subject and a text only. */
export const plain: WebhookForm = ({ notification, subject, email }) => [
  notification ?? { schema: 'coldwatch/message/1', subject, text: email },
];
