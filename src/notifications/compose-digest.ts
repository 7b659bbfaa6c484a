import { clockIn } from '../model/local-time.ts';
import { counted } from '../model/wording.ts';
import type { ShipmentSummary } from '../shipments/summary.ts';
import { digestLists } from './digest-lists.ts';
import type { MessageBody, WrittenMessage } from './message-body.ts';
import type { Receiver } from './receiver.ts';
import { writeMessage } from './write-message.ts';

/** The most shipments that a list of the digest names. */
const mostListed = 50;

/**
 * The mail that sums up a day, given as "2026-03-04" in the receiver's zone: which of these shipments need somebody, for
 * what, and what was decided on that day.
 */
export function composeDigest(
  summaries: readonly ShipmentSummary[],
  receiver: Receiver,
  day: string,
): WrittenMessage {
  const lists = digestLists(summaries, clockIn(receiver.zone), day).filter(({ items }) => items.length > 0);
  const needs = lists.filter(({ needsSomebody }) => needsSomebody);
  const watched = summaries.filter(({ isWatched }) => isWatched).length;
  const active = watched === 0 ? 'No active shipments' : counted(watched, 'active shipment');
  const figures = needs.map(({ short, items }) => counted(items.length, ...short));
  const inShort = figures.length === 0 ? 'nothing needs your attention' : figures.join(', ');
  const { pageAddress } = receiver;
  const body: MessageBody = {
    tone: needs.some(({ isUrgent }) => isUrgent) ? 'warning' : 'neutral',
    question: null,
    heading: `Digest of ${day}`,
    lead: figures.length === 0 ? `${active}. Nothing needs your attention.` : `${active}: ${inShort}.`,
    rows: [],
    lists: lists.map(({ title, items }) => ({
      title: `${title} (${items.length})`,
      items:
        items.length <= mostListed
          ? items
          : [...items.slice(0, mostListed), `and ${items.length - mostListed} more`],
    })),
    todo: null,
    link: pageAddress === null ? null : { words: 'Open the board', address: pageAddress },
    fine: `Times are in the zone ${receiver.zone}.`,
  };
  const subject = `Digest ${day}: ${inShort}`;
  return writeMessage({ subject, body, sms: [[`${subject}.`], [`${active}.`]] }, receiver);
}
