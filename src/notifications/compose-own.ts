import { counted } from '../model/wording.ts';
import type { Link, MessageBody, WrittenMessage } from './message-body.ts';
import type { Receiver } from './receiver.ts';
import { writeMessage } from './write-message.ts';

const neutral = { tone: 'neutral', question: null, rows: [], lists: [], fine: '' } as const;

/**
 * The message with the code that confirms an address. It names nobody and no shipment, because the address may be
 * someone else's. The code counts for so many minutes.
 */
export function composeConfirmation(
  code: string,
  minutes: number,
  { pageAddress }: Receiver,
): WrittenMessage {
  const body: MessageBody = {
    ...neutral,
    heading: `Your code: ${code}`,
    lead: `Coldwatch was asked to send messages to this address. The code that confirms it is ${code}; it is valid for ${counted(minutes, 'minute')}.`,
    todo: 'Enter the code where you were asked for it. If you did not ask for messages, do nothing: no more will come.',
    link: myAlerts(pageAddress),
  };
  return writeMessage(
    {
      subject: `Coldwatch code: ${code}`,
      body,
      sms: [
        [`Coldwatch code: ${code}, valid for ${counted(minutes, 'minute')}.`],
        ['Not yours? Do nothing: no more will come.'],
      ],
    },
    {},
  );
}

/**
 * The message that asks somebody outside the organisation whether messages may come, with the link that says so. It
 * names nobody and no shipment, because the address may be someone else's.
 */
export function composeAsking(address: string): WrittenMessage {
  const body: MessageBody = {
    ...neutral,
    heading: 'May Coldwatch send you messages?',
    lead: 'Somebody who sends goods to you, or for you, asked Coldwatch to tell you about them at this address.',
    todo: 'To receive messages, open the link within a week and confirm. Otherwise do nothing: no more will come.',
    link: { words: 'Confirm', address },
  };
  const subject = 'Confirm: messages about goods on their way';
  const written = writeMessage({ subject, body, sms: [[`${subject}.`], ['']] }, {});
  // The link is long, and the message is of no use without it: it may take two SMS.
  return { ...written, sms: `Messages about goods on their way? Confirm: ${address}` };
}

/** A message that shows that messages arrive. */
export function composeTest(receiver: Receiver): WrittenMessage {
  const body: MessageBody = {
    ...neutral,
    heading: 'Test message',
    lead: 'This is what a message of Coldwatch looks like. Nothing has happened to any shipment.',
    todo: 'Nothing.',
    link: myAlerts(receiver.pageAddress),
  };
  return writeMessage(
    {
      subject: 'Test message of Coldwatch',
      body,
      sms: [['Test message of Coldwatch. Nothing has happened to any shipment.'], ['Nothing to do.']],
    },
    receiver,
  );
}

function myAlerts(pageAddress: string | null): Link | null {
  return pageAddress === null ? null : { words: 'My alerts', address: `${pageAddress}/my-alerts` };
}
