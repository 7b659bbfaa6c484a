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
