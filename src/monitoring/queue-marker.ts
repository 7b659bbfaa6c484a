import { queueSender } from '../runtime/queue-sender.ts';
import { requireEnv } from '../runtime/require-env.ts';
import { noteQueueProgress } from '../storage/progress.ts';
import type { Database } from '../storage/tables.ts';
import * as z from 'zod/mini';

/**
 * A message of our own on the ingest queue, sent at `sentAt` (epoch milliseconds) while a device is overdue. The
 * function that processes it sends a second marker, which is delivered one visibility timeout later. The first marker
 * shows that messages are being processed. Anything that had failed by then is delivered again before the second, so
 * once the second marker is processed, so is everything that the queue received before `sentAt`.
 */
export type QueueMarker = { readonly sentAt: number; readonly isSecond: boolean };

const queueMarker = z.strictObject({
  marker: z.object({ sentAt: z.number(), isSecond: z._default(z.boolean(), false) }),
});

/** The body of a marker message. */
export function markerBody(sentAt: number, isSecond = false): string {
  return JSON.stringify({ marker: { sentAt, isSecond } });
}

/** Reads a marker; null for any other message. Topic rules cannot write a marker, so no device can forge one. */
export function readMarker(body: string): QueueMarker | null {
  // Nearly every message is not a marker, and would be parsed twice.
  if (!body.startsWith('{"marker":')) return null;
  try {
    return queueMarker.parse(JSON.parse(body)).marker;
  } catch {
    return null;
  }
}

/**
 * Makes a function that processes markers from the ingest queue. It sends a marker again after the first arrival, and
 * notes the queue's progress after the second.
 * @throws {Error} when an environment variable is missing.
 */
export function markerRecorder(database: Database): (marker: QueueMarker) => Promise<void> {
  const send = queueSender(requireEnv('INGEST_QUEUE_URL'));
  const DelaySeconds = Number(requireEnv('MARKER_DELAY_SECONDS'));
  return ({ sentAt, isSecond }) =>
    isSecond ? noteQueueProgress(database, sentAt) : send(markerBody(sentAt, true), { DelaySeconds });
}
