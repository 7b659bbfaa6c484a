import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import type { SQSRecord } from 'aws-lambda';
import type { Pace } from '../notify/pace.ts';
import { publishTo } from '../notify/publish.ts';
import { paceIn } from '../store/pace.ts';
import { recordsOfEnvironment } from './steps/database.ts';
import { required } from './steps/environment.ts';
import { notifier } from './steps/notifier.ts';
import { logger } from './steps/observe.ts';
import { queueBatch } from './steps/queue-batch.ts';
import { waitingSubscriptionsOf } from './steps/waiting-subscriptions.ts';
import type { NotificationRequest } from './steps/request-notification.ts';

const topic = new SNSClient({});
const topicArn = required('ALERTS_TOPIC_ARN');
const countWaiting = waitingSubscriptionsOf(topic, topicArn);
const notify = notifier(recordsOfEnvironment(), {
  publish: publishTo(topic, topicArn),
  paceStore: paceIn<Pace>(new DynamoDBClient({}), required('PACE_TABLE')),
  foldWithinMs: Number(required('FOLD_WITHIN_SECONDS')) * 1000,
});

/**
 * Notifies people of ledger entries: the only one that publishes. Its queue is one group, so that it runs once at a
 * time; it folds what comes together, and never publishes faster than mail takes.
 */
export const handler = queueBatch((records) => {
  const asked = records.map(readRequest);
  const notified = notify({
    shipments: asked.flatMap((each) => (each === null || each === 'tick' ? [] : [each.shipment])),
    isTick: asked.includes('tick'),
  });
  const counted = countWaiting();
  const done = notified.finally(() => counted);
  return new Map(records.map((record) => [record, done]));
});

/** A request, or the tick of the schedule; null for what is neither, which is said and left: it would block its group. */
function readRequest({ body, messageId }: SQSRecord): NotificationRequest | 'tick' | null {
  try {
    const read = JSON.parse(body) as Partial<NotificationRequest> & { source?: string };
    if (read.source === 'aws.events') return 'tick';
    if (typeof read.shipment === 'string') return { shipment: read.shipment };
  } catch {
    // Said below.
  }
  logger.error('a message is no request for notifications', { messageId });
  return null;
}
