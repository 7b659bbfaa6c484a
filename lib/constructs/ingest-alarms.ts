import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Alerts } from './alerts.ts';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import { metric } from './metric.ts';

/** The parts of the path of a message that can fail or fall behind. */
type IngestParts = {
  readonly rejected: Queue;
  readonly deadLetters: Queue;
  readonly queue: Queue;
  readonly unarchived: Queue;
  readonly ingest: ColdwatchFunction;
  readonly archiver: ColdwatchFunction;
  /** The age of the oldest message that the archive has taken and not stored. */
  readonly ageOfOldestUnstored: IMetric;
};

/** Notifies operations of messages that wait or are not processed, and of failed archiving. */
export function addIngestAlarms(
  scope: Construct,
  alerts: Alerts,
  { rejected, deadLetters, queue, unarchived, ingest, archiver, ageOfOldestUnstored }: IngestParts,
): void {
  alerts.alarmAboveZero(
    'rejected-messages',
    rejected.metricApproximateNumberOfMessagesVisible(),
    'Topic rules could not deliver messages; they wait in the rejected queue.',
  );
  alerts.alarmAboveZero(
    'dead-letters',
    deadLetters.metricApproximateNumberOfMessagesVisible(),
    'Messages failed five times and wait in the dead-letter queue.',
  );
  alerts.alarmAboveZero(
    'ingest-errors',
    ingest.function.metricErrors(),
    'ingest-telemetry ended with an error; its batch is delivered again.',
  );
  alerts.alarm('messages-wait', {
    metric: queue.metricApproximateAgeOfOldestMessage(),
    above: 300,
    what: 'A message has waited more than five minutes to be evaluated: excursions are notified late.',
  });
  alerts.alarmAboveZero(
    'unarchived-messages',
    allIn(unarchived),
    'Messages were processed but could not be archived; they wait until the archive accepts them.',
  );
  alerts.alarm('archive-behind', {
    metric: ageOfOldestUnstored,
    above: 3600,
    what: 'The archive accepts messages but has not stored the oldest for an hour; after a day they are lost to it.',
  });
  alerts.alarmAboveZero(
    'archive-messages-errors',
    archiver.function.metricErrors(),
    'archive-messages ended with an error; its batch is delivered again.',
  );
  alerts.alarmAboveZero(
    'unarchived-records',
    metric(scope, 'UnarchivedRecords'),
    'A ledger entry or a profile could not be archived; it is tried again with the next entry.',
  );
}

/**
 * All messages in a queue, including those in flight. The age of the oldest message would not do: a message that was
 * received three times without being deleted no longer counts towards it.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
function allIn(queue: Queue): IMetric {
  return new MathExpression({
    // CloudWatch reports each count only while there are messages.
    expression: 'FILL(waiting, 0) + FILL(tried, 0)',
    usingMetrics: {
      waiting: queue.metricApproximateNumberOfMessagesVisible(),
      tried: queue.metricApproximateNumberOfMessagesNotVisible(),
    },
    period: Duration.minutes(5),
  });
}
