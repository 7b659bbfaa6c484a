import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { markerBody } from '../src/monitoring/queue-marker.ts';
import { partsOf } from '../src/monitoring/monitor-tick.ts';
import { readQueueProgress } from '../src/storage/progress.ts';
import { noteRun } from '../src/storage/monitoring-runs.ts';
import { allMonitorParts, partOfSources } from '../src/storage/monitor-parts.ts';
import { recordsFromEnv } from '../src/storage/database-from-env.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { acknowledgementDeadlinesFromEnv } from '../src/monitoring/acknowledgement-deadlines.ts';
import {
  requestNotificationFromEnv,
  requestSourceNotificationFromEnv,
} from '../src/notifications/request-notification.ts';
import { silentSourceMonitor } from '../src/monitoring/silent-sources.ts';
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
/** How long before the end of an invocation work is no longer started, so that running work can finish. */
const toFinishMs = 10_000;
const monitorSources = silentSourceMonitor(database, requestSourceNotificationFromEnv());
/** Monitors of the parts that this instance has processed; each remembers its part between invocations. */
const partMonitors = new Map<number, ReturnType<typeof partMonitor>>();

/**
 * Processes what no message triggers: devices that are offline, sources that are silent, excursions that grow without
 * new readings, entries of which people were not notified, and alarms that nobody acknowledges. The event names parts
 * of the monitored shipments; an event without parts means all of them. Parts run concurrently, each with the whole
 * time of the invocation.
 */
export const handler = scheduled(async (event, context) => {
  const endsAt = Date.now() + context.getRemainingTimeInMillis() - toFinishMs;
  let marker: Promise<void> | undefined;
  let progress: Promise<number> | undefined;
  const run = {
    endsAt,
    sendMarker: () => (marker ??= sendMarker()),
    queueProgress: () => (progress ??= readQueueProgress(database)),
  };
  const parts = partsOf(event) ?? allMonitorParts;
  const outcomes = await Promise.allSettled([
    ...parts.map((part) => partMonitorOf(part)(run)),
    ...(parts.includes(partOfSources) ? [monitorSources(run)] : []),
  ]);
  const failures = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const unnotified = outcomes.map((each) =>
    each.status === 'fulfilled' ? (each.value?.unnotified ?? 0) : 0,
  );
  await noteRun(database, parts[0]!, {
    at: Date.now(),
    unnotified: unnotified.reduce((sum, each) => sum + each, 0),
    failures: failures.length,
  }).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
});

function partMonitorOf(part: number): ReturnType<typeof partMonitor> {
  let monitor = partMonitors.get(part);
  if (monitor === undefined) partMonitors.set(part, (monitor = partMonitor(monitoring, part)));
  return monitor;
}

/**
 * Sends a marker through the ingest queue. Once it is processed, so is everything received before the deadlines that
 * have passed by now. Several markers at once are harmless, because the latest counts.
 */
async function sendMarker(): Promise<void> {
  await queue.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: markerBody(Date.now()) }));
}
