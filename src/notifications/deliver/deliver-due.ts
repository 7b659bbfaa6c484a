import { minutesOfDay } from '../../model/time-of-day.ts';
import { dayInZone } from '../../model/day-in-zone.ts';
import { arrivalsDue } from '../../storage/awaited-arrivals.ts';
import { dueBy, forgetDue } from '../../storage/held-messages.ts';
import { digestsOf, noteDigest } from '../../storage/digest-receivers.ts';
import type { Delivery } from './delivery.ts';
import { recipientAt } from './expand-request.ts';

/** Asks for what has become due by now: messages that were held back, arrivals to look at again, digests of the day. */
export async function deliverDue({ recipients, request }: Delivery): Promise<void> {
  const now = Date.now();
  for (const due of await dueBy(recipients, now)) {
    await request({ kind: 'held', to: due.to });
    await forgetDue(recipients, due);
  }
  for await (const { shipment, sequence } of arrivalsDue(recipients, now))
    await request({ kind: 'arrival', shipment, sequence });
  for await (const { item, zone, digestAt, lastDate } of digestsOf(recipients)) {
    const { date, minutes } = dayInZone(now, zone);
    if (lastDate >= date || minutes < minutesOfDay(digestAt)) continue;
    await request({ kind: 'digest', to: recipientAt(item), date });
    await noteDigest(recipients, item, date);
  }
}
