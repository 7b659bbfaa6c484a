import { randomUUID } from 'node:crypto';
import { notificationChannels } from '../src/model/notification-channels.ts';
import { CallRate } from './call-rate.ts';
import type { Received } from './inbox.ts';
import { serviceLimits } from './service-limits.ts';
import { refused, answered, type Answered } from './sns-answers.ts';

/**
 * Makes a function that answers publications to a telephone number, which go to the inbox. It returns null for every
 * other request.
 */
export function textMessages(
  receive: (received: Received) => void,
): (form: URLSearchParams) => Answered | null {
  const { textMessageCharacters, textMessagesOfSecond } = serviceLimits;
  const rate = new CallRate({ text: textMessagesOfSecond.limit });
  return (form) => {
    const to = form.get('PhoneNumber');
    if (form.get('Action') !== 'Publish' || to === null) return null;
    const message = form.get('Message') ?? '';
    if (!notificationChannels.sms.endpoint.test(to))
      return refused(
        400,
        'InvalidParameter',
        `Invalid parameter: PhoneNumber Reason: ${to} is not valid to publish to`,
      );
    if (message === '') return refused(400, 'InvalidParameter', 'Invalid parameter: Empty message');
    if (message.length > textMessageCharacters.limit)
      return refused(400, 'InvalidParameter', 'Invalid parameter: Message too long');
    const now = Date.now();
    if (rate.isExceededBy('text', now)) return refused(400, 'Throttling', 'Rate exceeded');
    const messageId = randomUUID();
    receive({
      to,
      protocol: 'sms',
      subject: null,
      message,
      html: null,
      attributes: {},
      messageId,
      receivedAt: new Date(now).toISOString(),
    });
    return answered('Publish', `<MessageId>${messageId}</MessageId>`);
  };
}
