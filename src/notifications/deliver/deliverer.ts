import type { DeliveryRequest } from '../delivery-request.ts';
import { deliverArrival, deliverCleanArrival } from './deliver-arrival.ts';
import { deliverCode, deliverTest } from './deliver-code.ts';
import { deliverDigest } from './deliver-digest.ts';
import { deliverDue } from './deliver-due.ts';
import { deliverHeld } from './deliver-held.ts';
import { deliverNotification } from './deliver-notification.ts';
import type { Delivery } from './delivery.ts';
import { expandRequest } from './expand-request.ts';

/** Carries out one request, or, with 'tick', what has become due. Rejects where it has to be delivered again. */
export async function deliver(delivery: Delivery, request: DeliveryRequest | 'tick'): Promise<void> {
  if (request === 'tick') return deliverDue(delivery);
  const { recipients } = delivery;
  switch (request.kind) {
    case 'audience':
      return expandRequest(recipients, delivery.request, request);
    case 'notification':
      return deliverNotification(delivery, request);
    case 'held':
      return deliverHeld(delivery, request.to);
    case 'digest':
      return deliverDigest(delivery, request);
    case 'arrival':
      return deliverArrival(delivery, request);
    case 'clean-arrival':
      return deliverCleanArrival(delivery, request);
    case 'code':
      return deliverCode(delivery, request.to);
    case 'test':
      return deliverTest(delivery, request);
  }
}
