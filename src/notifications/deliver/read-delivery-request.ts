import type { DeliveryRequest } from '../delivery-request.ts';

/**
 * A request, or the tick of the schedule, from the body of a message. Requests are written by our own functions alone.
 * @throws {Error} when it is neither; it then ends in the dead-letter queue.
 */
export function readDeliveryRequest(body: string): DeliveryRequest | 'tick' {
  const given = JSON.parse(body) as { source?: unknown; kind?: unknown };
  if (given.source === 'aws.events') return 'tick';
  if (typeof given.kind === 'string') return given as DeliveryRequest;
  throw new Error('a message of the queue Deliveries is no request');
}
