import { type QueueMarker, markerBody } from './queue-marker.ts';
import { noteQueueProgress } from '../storage/queue-progress.ts';
import type { Database } from '../storage/tables.ts';
import { requireEnv } from '../runtime/require-env.ts';
import { queueSender } from '../runtime/queue-sender.ts';

/** Takes a marker that came out of the ingest queue: sends it once more, or notes what its second arrival proves. */
export function markerRecorder(database: Database): (marker: QueueMarker) => Promise<void> {
  const send = queueSender(requireEnv('INGEST_QUEUE_URL'));
  const DelaySeconds = Number(requireEnv('MARKER_DELAY_SECONDS'));
  return ({ sentAt, isSecond }) =>
    isSecond ? noteQueueProgress(database, sentAt) : send(markerBody(sentAt, true), { DelaySeconds });
}
