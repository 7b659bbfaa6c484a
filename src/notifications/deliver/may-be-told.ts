import { audiencesOfAlert } from '../../storage/own-alert-writes.ts';
import type { StoredAlert } from '../../storage/own-alerts.ts';
import { placeOfAudience } from '../../storage/recipients.ts';
import type { Recipient } from './delivery.ts';

/**
 * Whether a recipient is to be told of what concerns these audiences: it is confirmed, and as it is now, one of them
 * leads to it. What led to it when it was asked for may have been taken back since.
 */
export function mayBeTold(
  { audience, recipient, confirmedAt, content }: Recipient,
  audiences: readonly string[],
): boolean {
  if (confirmedAt === null) return false;
  if (!audience.startsWith('person#'))
    return audiences
      .map(placeOfAudience)
      .some((place) => place.audience === audience && recipient.startsWith(place.prefix));
  return audiencesOfAlert(content as Recipient['content'] & StoredAlert).some((own) =>
    audiences.includes(own),
  );
}
