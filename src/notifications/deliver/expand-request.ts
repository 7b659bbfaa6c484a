import { concurrently } from '../../runtime/concurrently.ts';
import type { Severity } from '../../model/enumerations.ts';
import type { Item } from '../../storage/device-item.ts';
import { alertKey } from '../../storage/own-alerts.ts';
import {
  type RecipientKey,
  type RecipientsTable,
  pagesOfAudience,
  placeOfAudience,
} from '../../storage/recipients.ts';
import { isMoreSevere } from '../../model/severity.ts';
import type { DeliveryRequest, RequestDelivery } from '../delivery-request.ts';

/** The most concurrent requests to the queue. */
const atOnce = 16;

/**
 * Asks for one message to each recipient of the audiences, once each, whichever audiences lead to them. Repeating it
 * asks again for the same messages, which are sent once.
 */
export async function expandRequest(
  recipients: RecipientsTable,
  request: RequestDelivery,
  { id, audience, severity, entries }: Extract<DeliveryRequest, { kind: 'audience' }>,
): Promise<void> {
  const keys = new Map<string, RecipientKey>();
  for (const each of audience.map(placeOfAudience))
    for await (const page of pagesOfAudience(recipients, each.audience, each.prefix))
      for (const item of page) {
        if (isMoreSevere(item['severity']!.S as Severity, severity)) continue;
        const to = recipientAt(item);
        keys.set(`${to.audience} ${to.recipient}`, to);
      }
  await concurrently(keys.values(), atOnce, (to) =>
    request({ kind: 'notification', id, to, audience, severity, entries }),
  );
}

/** The recipient that an item of an audience leads to: a person's alert, or the item itself. */
export function recipientAt(item: Item): RecipientKey {
  const [audience, recipient] = [item['audience']!.S!, item['recipient']!.S!];
  const [, subject, alert] = /^person#(.+)#([^#]+)$/.exec(recipient) ?? [];
  return subject === undefined ? { audience, recipient } : alertKey(subject, alert!);
}
