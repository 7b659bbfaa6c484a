import { unsubscribingToken } from '../../storage/end-by-link.ts';
import type { Receiver } from '../receiver.ts';
import type { Delivery, Recipient } from './delivery.ts';

/** For whom messages to a recipient are worded. Only people who can sign in are led to the page. */
export function receiverOf(
  { pageAddress }: Pick<Delivery, 'pageAddress'>,
  recipient: Recipient,
): Receiver & { readonly unsubscribeAddress: string } {
  return {
    zone: recipient.content.zone,
    pageAddress: recipient.audience.startsWith('person#') ? pageAddress : null,
    // Behind "#", the token is in no log of a server.
    unsubscribeAddress: `${pageAddress}/unsubscribe#${unsubscribingToken(recipient)}`,
  };
}

/** Where somebody outside the organisation confirms, without sign-in, that messages may come. */
export function confirmingAddress(
  { pageAddress }: Pick<Delivery, 'pageAddress'>,
  recipient: Recipient,
): string {
  return `${pageAddress}/confirm#${unsubscribingToken(recipient)}`;
}

/** Where a mail program ends the mails to a recipient by a single POST (RFC 8058). */
export function oneClickAddress(
  { pageAddress }: Pick<Delivery, 'pageAddress'>,
  recipient: Recipient,
): string {
  return `${pageAddress}/api/unsubscribe/${unsubscribingToken(recipient)}`;
}
