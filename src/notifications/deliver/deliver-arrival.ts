import { loadBasis } from '../../evidence/load-evidence.ts';
import { arrivedAs, hasExcursions } from '../../evidence/arrived-as.ts';
import { laneId } from '../../model/lane.ts';
import { quietHoursEndAt } from '../../model/quiet-hours.ts';
import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import { journeyRecorded } from '../../shipments/milestones.ts';
import { type DeclaredArrival, awaitArrival, forgetArrival } from '../../storage/awaited-arrivals.ts';
import { type StoredSubscriber, readLaneSubscribers } from '../../storage/lane-subscribers.ts';
import { readLedger } from '../../storage/ledger.ts';
import { type StoredRecipient, readRecipient } from '../../storage/recipients.ts';
import { composeCleanArrival } from '../compose-clean-arrival.ts';
import type { DeliveryRequest } from '../delivery-request.ts';
import type { Delivery } from './delivery.ts';
import { receiverOf } from './receiver-of.ts';
import { sendOnce } from './send-once.ts';
import { sendableOf } from './sendable-of.ts';

/** A record that is not complete is looked at again this often, and for this long after the arrival was declared. */
const againAfterMs = 30 * 60_000;
const awaitedMs = 48 * 3_600_000;

/**
 * Asks for the message "arrived clean" to each subscriber of the lane who wants it, once the goods are known to be so.
 * Until then the arrival is looked at again; an excursion, or an arrival that was taken back, ends that.
 */
export async function deliverArrival(
  { database, recipients, request }: Delivery,
  { shipment, sequence }: DeclaredArrival,
): Promise<void> {
  const arrival = { shipment, sequence };
  const { entries } = await readLedger(database, shipment);
  const until = (entries[sequence - 1]?.recordedAt ?? 0) + awaitedMs;
  const wanting = await subscribersWanting(recipients, entries);
  if (wanting.length === 0 || journeyRecorded(entries).arrivedAt === null || Date.now() >= until)
    return forgetArrival(recipients, arrival);
  const known = arrivedAs(await loadBasis(database, entries, null, Date.now()));
  if (known === 'not-known-yet') return lookAgain(recipients, arrival, until);
  // First, because a subscriber who wants quiet has it looked at again.
  await forgetArrival(recipients, arrival);
  if (known === 'clean')
    for (const { audience, recipient } of wanting)
      await request({ kind: 'clean-arrival', to: { audience, recipient }, shipment, sequence });
}

/** Sends "arrived clean" to one subscriber, or has the arrival looked at again while the subscriber wants quiet. */
export async function deliverCleanArrival(
  delivery: Delivery,
  { to, shipment, sequence }: Extract<DeliveryRequest, { kind: 'clean-arrival' }>,
): Promise<void> {
  const { recipients, database } = delivery;
  const subscriber = await readRecipient<StoredSubscriber>(recipients, to);
  if (subscriber === null || !isWanting(subscriber)) return;
  const { entries } = await readLedger(database, shipment);
  const { arrivedAt } = journeyRecorded(entries);
  // A request may have waited while late readings came.
  if (arrivedAt === null || hasExcursions(entries)) return;
  const { quietHours, zone } = subscriber.content;
  if (quietHoursEndAt(quietHours, zone, Date.now()) !== null)
    return lookAgain(recipients, { shipment, sequence }, entries[sequence - 1]!.recordedAt + awaitedMs);
  await sendOnce(delivery, subscriber, {
    id: `clean ${shipment}`,
    kind: 'notification',
    message: async () =>
      sendableOf(composeCleanArrival(entries, arrivedAt, receiverOf(delivery, subscriber))),
  });
}

async function subscribersWanting(recipients: Delivery['recipients'], entries: readonly Entry[]) {
  const plan = shipmentOf(entries);
  const subscribers = await readLaneSubscribers(recipients, plan.site, laneId(plan));
  return subscribers.filter(isWanting);
}

function isWanting({ confirmedAt, content }: StoredRecipient<StoredSubscriber>): boolean {
  return confirmedAt !== null && content.cleanArrivals;
}

function lookAgain(recipients: Delivery['recipients'], arrival: DeclaredArrival, until: number) {
  return awaitArrival(recipients, arrival, { againAt: Date.now() + againAfterMs, until });
}
