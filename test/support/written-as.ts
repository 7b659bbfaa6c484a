import type { WrittenMessage } from '../../src/notifications/message-body.ts';

/** What a message with this subject and text consists of where a test says nothing else of it. */
export function writtenAs(subject: string, email: string): WrittenMessage {
  const body = {
    tone: 'neutral' as const,
    question: null,
    heading: '',
    lead: email,
    rows: [],
    lists: [],
    todo: null,
    link: null,
    fine: '',
  };
  return { subject, email, html: `<p>${email}</p>`, sms: subject, body };
}
