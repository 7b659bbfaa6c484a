import { type QueueMarker, markerBody } from './queue-marker.ts';
import { noteQueueProgress } from '../storage/queue-progress.ts';
import type { Database } from '../storage/tables.ts';
import { requireEnv } from '../runtime/require-env.ts';
import { queueSender } from '../runtime/queue-sender.ts';

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
