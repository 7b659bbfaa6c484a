import * as z from 'zod/mini';

/**
 * A message of our own on the ingest queue, sent while a device is overdue. It was sent at `sentAt` (epoch milliseconds) and delivered a visibility
 * time-out later: once it is processed, so is what the queue received before `sentAt`, also what failed once.
 */
const queueMarker = z.strictObject({ marker: z.object({ sentAt: z.number() }) });

/** The body of a marker. */
export function markerBody(sentAt: number): string {
  return JSON.stringify({ marker: { sentAt } });
}

/** When a marker was sent (epoch milliseconds); null of any other message. Topic rules cannot write one. */
export function readMarker(body: string): number | null {
  // Nearly every message is none, and would be parsed twice.
  if (!body.startsWith('{"marker":')) return null;
  try {
    return queueMarker.parse(JSON.parse(body)).marker.sentAt;
  } catch {
    return null;
  }
}
