import { htmlOf } from './html-mail.ts';
import type { MessageBody, WrittenMessage } from './message-body.ts';
import type { Receiver } from './receiver.ts';
import { type Forms, smsOf, toSubject } from './short-forms.ts';
import { textOf, withUnsubscribing } from './text-mail.ts';

/**
 * Writes a message in the form of each channel. The subject is cut to what SNS accepts.
 */
export function writeMessage(
  { subject: line, body, sms }: Unwritten,
  around: Pick<Receiver, 'unsubscribeAddress'>,
): WrittenMessage {
  const subject = toSubject(line);
  return {
    subject,
    email: withUnsubscribing(textOf(body), around),
    html: htmlOf(subject, [body], around),
    sms: smsOf(...sms, body.link?.address),
    body,
  };
}

type Unwritten = {
  readonly subject: string;
  readonly body: MessageBody;
  /** What happened and what to do, each from its longest form to its shortest; the link of the body follows. */
  readonly sms: readonly [facts: Forms, todos: Forms];
};
