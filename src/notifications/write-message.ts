import { htmlOf } from './html-mail.ts';
import type { MessageBody, WrittenMessage } from './message-body.ts';
import type { Receiver } from './receiver.ts';
import { smsOf, toSubject } from './short-forms.ts';
import { textOf } from './text-mail.ts';

/**
 * Writes a message in the form of each channel. The subject is cut to what SNS accepts; `sms` has what happened and what
 * to do, of which the latter stays whole.
 */
export function writeMessage(
  { subject: line, body, sms }: Unwritten,
  { unsubscribeAddress }: Pick<Receiver, 'unsubscribeAddress'>,
): WrittenMessage {
  const subject = toSubject(line);
  const text = textOf(body);
  return {
    subject,
    email: unsubscribeAddress === undefined ? text : `${text}\n\nStop these mails: ${unsubscribeAddress}`,
    html: htmlOf(subject, [body], { unsubscribeAddress }),
    sms: smsOf(...sms),
    body,
  };
}

type Unwritten = {
  readonly subject: string;
  readonly body: MessageBody;
  readonly sms: readonly [happened: string, todo: string];
};
