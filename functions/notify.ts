import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { SQSRecord } from 'aws-lambda';
import type { Pace } from '../src/notifications/pace.ts';
import { publishTo } from '../src/notifications/publish.ts';
import { paceIn } from '../src/storage/notification-pace.ts';
import { recordsFromEnv } from '../src/storage/database-from-env.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { sourceNotifier } from '../src/notifications/source-notifier.ts';
import { notifier } from '../src/notifications/notifier.ts';
import { logger } from '../src/runtime/observability.ts';
import { queueSender } from '../src/runtime/queue-sender.ts';
import { queueBatch } from '../src/runtime/queue-batch.ts';
import { waitingSubscriptionsOf } from '../src/notifications/unconfirmed-subscriptions.ts';
import type { NotificationRequest } from '../src/notifications/request-notification.ts';

const topic = new SNSClient({});
const topicArn = requireEnv('ALERTS_TOPIC_ARN');
const countWaiting = waitingSubscriptionsOf(topic, topicArn);
const database = recordsFromEnv();
const deliveries = queueSender(requireEnv('DELIVERIES_QUEUE_URL'));
const publish = publishTo(topic, topicArn);
const receiver = { zone: requireEnv('TIME_ZONE'), pageAddress: requireEnv('PAGE_ADDRESS') };
const notifyOfSources = sourceNotifier(database, publish, receiver);
const notify = notifier(database, {
  publish,
  requestDelivery: (request) => deliveries(JSON.stringify(request)),
  receiver,
  paceStore: paceIn<Pace>(new DynamoDBClient({}), requireEnv('PACE_TABLE')),
  foldWithinMs: Number(requireEnv('FOLD_WITHIN_SECONDS')) * 1000,
});

/**
 * Notifies people of ledger entries and of silent sources; no other function publishes. Its queue has one message
 * group, so that only one invocation runs at a time. It merges messages that coincide, and never publishes faster than
 * SNS allows for email.
 */
export const handler = queueBatch((records) => {
  const asked = records.map(readRequest);
  const notified = notify({
    shipments: asked.flatMap((each) =>
      each !== null && each !== 'tick' && 'shipment' in each ? [each.shipment] : [],
    ),
    isTick: asked.includes('tick'),
  });
  const sources = asked.flatMap((each) =>
    each !== null && each !== 'tick' && 'source' in each ? [each.source] : [],
  );
  const counted = countWaiting();
  // One after the other, because both publish.
  const done = notified.then(() => notifyOfSources(sources)).finally(() => counted);
  return new Map(records.map((record) => [record, done]));
});

/**
 * A request, or the tick of the schedule. Any other message is logged and dropped (null), because it would block its
 * message group.
 */
function readRequest({ body, messageId }: SQSRecord): NotificationRequest | 'tick' | null {
  try {
    const { shipment, source } = JSON.parse(body) as { shipment?: unknown; source?: unknown };
    if (source === 'aws.events') return 'tick';
    if (typeof shipment === 'string') return { shipment };
    if (typeof source === 'string') return { source };
  } catch {
    // Logged below.
  }
  logger.error('a message is not a notification request', { messageId });
  return null;
}
