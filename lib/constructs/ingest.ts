import { Duration, Validations } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Kind, kinds } from '../../src/telemetry/topic.ts';
import type { Alerts } from './alerts.ts';
import type { Archive } from './archive.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import { metric } from './metric.ts';
import type { Notifications } from './notifications.ts';
import type { Tables } from './tables.ts';
import { alarmRules } from '../alarm-rules.ts';
import type { DataProtection } from './data-protection.ts';
import { TelemetryRule } from './telemetry-rule.ts';

/**
 * Kept short: a failed message is redelivered after six times as long, and no device may be reported offline before
 * that.
 */
const timeout = Duration.seconds(25);
const retainedFor = Duration.days(14);
/** The batching of messages for one invocation. */
export const ingestBatch = { messages: 10, windowSeconds: 5 };
export const ingestMegabytes = 512;
/**
 * AWS recommends six times the function timeout plus the batching window, so that a throttled batch is not delivered
 * twice.
 */
const visibilityTimeout = Duration.seconds(6 * timeout.toSeconds() + ingestBatch.windowSeconds);

type IngestProps = {
  readonly tables: Tables;
  readonly archive: Archive;
  readonly alerts: Alerts;
  readonly notify: Notifications;
  readonly topicRoot: string;
  readonly dataProtection: DataProtection;
};

/**
 * The path of a message: one topic rule per kind, the queue, the function, and a destination for each step that fails.
 */
export class Ingest extends Construct {
  readonly queue: Queue;
  /** Messages whose processing failed five times. */
  readonly deadLetters: Queue;
  /** Messages that a rule could not put on the ingest queue. */
  readonly rejected: Queue;
  /** Messages that are processed but not archived yet. */
  readonly unarchived: Queue;
  readonly function: ColdwatchFunction;
  readonly archiver: ColdwatchFunction;
  /** The topic rule of each kind, by name; devices may publish to it directly (Basic Ingest). */
  readonly rules: ReadonlyMap<Kind, string>;

  constructor(
    scope: Construct,
    id: string,
    { tables, archive, alerts, notify, topicRoot, dataProtection }: IngestProps,
  ) {
    super(scope, id);
    const encrypted = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: retainedFor,
    };
    this.rejected = new Queue(this, 'Rejected', encrypted);
    Validations.of(this.rejected).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'This queue is the last resort: no function reads it; an alarm makes people do so.',
    });
    this.deadLetters = new Queue(this, 'DeadLetters', encrypted);
    this.queue = new Queue(this, 'Queue', {
      ...encrypted,
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.rules = new Map(
      kinds.map((kind) => [
        kind,
        new TelemetryRule(this, `Rule-${kind}`, {
          kind,
          topicRoot,
          ingest: this.queue,
          rejected: this.rejected,
        }).ruleName,
      ]),
    );
    const ingest = new ColdwatchFunction(this, 'IngestTelemetry', {
      file: 'ingest-telemetry',
      timeout,
      memoryMegabytes: ingestMegabytes,
      dataProtection,
    });
    ingest.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: ingestBatch.messages,
        // A full batch is sent at once. With few devices a message waits for others, which costs less.
        maxBatchingWindow: Duration.seconds(ingestBatch.windowSeconds),
        maxConcurrency: 20,
        reportBatchItemFailures: true,
      }),
    );
    ingest.function.addEnvironment('TOPIC_ROOT', topicRoot);
    // Markers of processed messages pass through the queue twice; by then failed messages have been redelivered.
    ingest.use('INGEST_QUEUE_URL', this.queue.queueUrl, [this.queue.queueArn], ['sqs:SendMessage']);
    ingest.function.addEnvironment('MARKER_DELAY_SECONDS', String(visibilityTimeout.toSeconds()));
    archive.grantAdding(ingest);
    this.unarchived = new Queue(this, 'Unarchived', {
      ...encrypted,
      // A failed batch becomes visible again after this time, for as long as the queue retains it.
      visibilityTimeout,
    });
    Validations.of(this.unarchived).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'Messages here are retried until the archive is available again, and an alarm reports them.',
    });
    ingest.use(
      'UNARCHIVED_QUEUE_URL',
      this.unarchived.queueUrl,
      [this.unarchived.queueArn],
      ['sqs:SendMessage'],
    );
    const archiver = new ColdwatchFunction(this, 'ArchiveMessages', {
      file: 'archive-messages',
      timeout,
      memoryMegabytes: 256,
      dataProtection,
    });
    archiver.function.addEventSource(
      new SqsEventSource(this.unarchived, {
        batchSize: ingestBatch.messages,
        maxBatchingWindow: Duration.seconds(ingestBatch.windowSeconds),
        maxConcurrency: 2,
        reportBatchItemFailures: true,
      }),
    );
    archive.grantAdding(archiver);
    this.archiver = archiver;
    archive.grantArchiving(ingest, ['ledger']);
    tables.grantEvaluating(ingest);
    tables.grantRefusing(ingest);
    notify.grantRequesting(ingest);
    this.function = ingest;
    alarmRules(alerts, [...this.rules.values()]);
    alerts.alarmAboveZero(
      'rejected-messages',
      this.rejected.metricApproximateNumberOfMessagesVisible(),
      'Topic rules could not deliver messages; they wait in the rejected queue.',
    );
    alerts.alarmAboveZero(
      'dead-letters',
      this.deadLetters.metricApproximateNumberOfMessagesVisible(),
      'Messages failed five times and wait in the dead-letter queue.',
    );
    alerts.alarmAboveZero(
      'ingest-errors',
      ingest.function.metricErrors(),
      'ingest-telemetry ended with an error; its batch is delivered again.',
    );
    alerts.alarm('messages-wait', {
      metric: this.queue.metricApproximateAgeOfOldestMessage(),
      above: 300,
      what: 'A message has waited more than five minutes to be evaluated: excursions are notified late.',
    });
    alerts.alarmAboveZero(
      'unarchived-messages',
      allIn(this.unarchived),
      'Messages were processed but could not be archived; they wait until the archive accepts them.',
    );
    alerts.alarm('archive-behind', {
      metric: archive.ageOfOldest(),
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
      metric(this, 'UnarchivedRecords'),
      'A ledger entry or a profile could not be archived; it is tried again with the next entry.',
    );
  }
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
