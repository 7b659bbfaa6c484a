import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { markerBody } from '../src/monitoring/queue-marker.ts';
import { partsOf } from '../src/monitoring/monitor-tick.ts';
import { readQueueProgress } from '../src/storage/queue-progress.ts';
import { allMonitorParts } from '../src/storage/monitor-parts.ts';
import { recordsFromEnv } from '../src/storage/database-from-env.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { acknowledgementDeadlinesFromEnv } from '../src/monitoring/acknowledgement-deadlines.ts';
import { requestNotificationFromEnv } from '../src/notifications/request-notification.ts';
import { scheduled } from '../src/runtime/scheduled.ts';
import { deviceEvaluator } from '../src/monitoring/evaluate-device.ts';
import { type MonitoringParts, partMonitor } from '../src/monitoring/monitor-part.ts';

const database = recordsFromEnv();
const requestNotification = requestNotificationFromEnv();
const monitoring: MonitoringParts = {
  database,
  requestNotification,
  deadlines: acknowledgementDeadlinesFromEnv(),
  deviceEvaluator: deviceEvaluator(database, requestNotification),
};
const queue = new SQSClient({});
const queueUrl = requireEnv('INGEST_QUEUE_URL');
/** What was begun before the end of an invocation may take so long. */
const toFinishMs = 10_000;
/** What an instance remembers of the parts that it had. */
const watchers = new Map<number, ReturnType<typeof partMonitor>>();

/**
 * Looks after what no message looks after: devices that are silent, runs that grow while nothing comes, entries that
 * people were not notified of, alarms that nobody acknowledges. The event names the parts of the watched shipments; one
 * that names none is about all. Each part has the whole time of the invocation, and none waits for another.
 */
export const handler = scheduled(async (event, context) => {
  const endsAt = Date.now() + context.getRemainingTimeInMillis() - toFinishMs;
  let marker: Promise<void> | undefined;
  let progress: Promise<number> | undefined;
  const round = {
    endsAt,
    sendMarker: () => (marker ??= sendMarker()),
    queueProgress: () => (progress ??= readQueueProgress(database)),
  };
  const schedule = await Promise.allSettled(
    (partsOf(event) ?? allMonitorParts).map((part) => watcherOf(part)(round)),
  );
  const failures = schedule.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
});

function watcherOf(part: number): ReturnType<typeof partMonitor> {
  let watcher = watchers.get(part);
  if (watcher === undefined) watchers.set(part, (watcher = partMonitor(monitoring, part)));
  return watcher;
}

/**
 * Sends a marker through the ingest queue: once it is processed, so is what was received before the deadlines that have
 * passed by now. Several at once do no harm: the latest counts.
 */
async function sendMarker(): Promise<void> {
  await queue.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: markerBody(Date.now()) }));
}
