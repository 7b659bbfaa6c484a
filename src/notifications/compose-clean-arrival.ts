import { clockIn } from '../model/local-time.ts';
import { type Entry, shipmentOf } from '../shipments/ledger.ts';
import type { MessageBody, WrittenMessage } from './message-body.ts';
import type { Receiver } from './receiver.ts';
import { shipmentLink } from './shipment-rows.ts';
import { writeMessage } from './write-message.ts';

/** The message that goods arrived without an excursion; `arrivedAt` is epoch milliseconds. */
export function composeCleanArrival(
  entries: readonly Entry[],
  arrivedAt: number,
  receiver: Receiver,
): WrittenMessage {
  const { shipment } = entries[0]!;
  const { goods, origin, destination } = shipmentOf(entries);
  const { time, moment } = clockIn(receiver.zone);
  const body: MessageBody = {
    tone: 'resolved',
    question: null,
    heading: 'Arrived clean',
    lead: `The goods arrived at ${destination} on ${time(arrivedAt, Date.now())}. No limit was exceeded on the way, and the record is complete.`,
    rows: [
      ['Shipment', `${shipment}, ${goods}`],
      ['Route', `${origin} to ${destination}`],
      ['Arrived', moment(arrivedAt)],
    ],
    lists: [],
    todo: 'Nothing. Whether the goods are used is decided by a pharmacist on receipt.',
    link: shipmentLink(shipment, receiver),
    fine: '',
  };
  const said = `Arrived clean: ${shipment} ${goods}`;
  return writeMessage(
    { subject: said, body, sms: [[`${said}, ${moment(arrivedAt)}.`], ['Nothing to do.']] },
    receiver,
  );
}
