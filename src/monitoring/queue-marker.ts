import * as z from 'zod/mini';

/**
 * A message of our own on the ingest queue, sent at `sentAt` (epoch milliseconds) while a device is overdue. Who processes
 * it sends it once more, delivered a visibility time-out later; once that one is processed, so is what the queue received
 * before `sentAt`. The first shows that messages are processed; what had failed until then, however often, is delivered
 * again before the second.
 */
export type QueueMarker = { readonly sentAt: number; readonly isSecond: boolean };

const queueMarker = z.strictObject({
  marker: z.object({ sentAt: z.number(), isSecond: z._default(z.boolean(), false) }),
});

/** The body of a marker. */
export function markerBody(sentAt: number, isSecond = false): string {
  return JSON.stringify({ marker: { sentAt, isSecond } });
}

/** A marker; null of any other message. Topic rules cannot write one. */
export function readMarker(body: string): QueueMarker | null {
  // Nearly every message is none, and would be parsed twice.
  if (!body.startsWith('{"marker":')) return null;
  try {
    return queueMarker.parse(JSON.parse(body)).marker;
  } catch {
    return null;
  }
}
