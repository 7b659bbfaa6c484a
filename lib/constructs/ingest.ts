import { Duration, Validations } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Kind, type PublishedKind, kinds } from '../../src/telemetry/topic.ts';
import type { Alerts } from './alerts.ts';
import type { Archive } from './archive.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import { addIngestAlarms } from './ingest-alarms.ts';
import type { Notifications } from './notifications.ts';
import type { Tables } from './tables.ts';
import { alarmRules } from '../alarm-rules.ts';
import { retryingActions } from './retrying-actions.ts';
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
  /** The topic rule of what gateways publish about many devices, by name. */
  readonly gatewayRule: string;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const { tables, archive, alerts, notify, topicRoot } = props;
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
    const ruleOf = (kind: PublishedKind): string =>
      new TelemetryRule(this, `Rule-${kind}`, {
        kind,
        topicRoot,
        ingest: this.queue,
        rejected: this.rejected,
      }).ruleName;
    this.rules = new Map(kinds.map((kind) => [kind, ruleOf(kind)]));
    this.gatewayRule = ruleOf('gateway');
    this.function = this.#ingestFunction(props);
    this.unarchived = new Queue(this, 'Unarchived', {
      ...encrypted,
      // A failed batch becomes visible again after this time, for as long as the queue retains it.
      visibilityTimeout,
    });
    Validations.of(this.unarchived).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'Messages here are retried until the archive is available again, and an alarm reports them.',
    });
    this.function.use(
      'UNARCHIVED_QUEUE_URL',
      this.unarchived.queueUrl,
      [this.unarchived.queueArn],
      ['sqs:SendMessage'],
    );
    this.archiver = this.#archiverFunction(props);
    archive.grantArchiving(this.function, ['ledger']);
    tables.grantEvaluating(this.function);
    tables.grantRefusing(this.function);
    tables.grantKnowingSources(this.function);
    notify.grantRequesting(this.function);
    alarmRules(alerts, [...this.rules.values(), this.gatewayRule]);
    addIngestAlarms(this, alerts, {
      rejected: this.rejected,
      deadLetters: this.deadLetters,
      queue: this.queue,
      unarchived: this.unarchived,
      ingest: this.function,
      archiver: this.archiver,
      ageOfOldestUnstored: archive.ageOfOldest(),
    });
  }

  /** Lets a function look at the messages that wait for a person, and send them to the ingest queue again. */
  grantRetrying(retrying: ColdwatchFunction): void {
    const { queue, deadLetters, rejected, unarchived } = this;
    retrying.use(
      'INGEST_QUEUE_URL',
      queue.queueUrl,
      [queue.queueArn],
      ['sqs:SendMessage', 'sqs:GetQueueAttributes'],
    );
    retrying.use('INGEST_DEAD_LETTERS_URL', deadLetters.queueUrl, [deadLetters.queueArn], retryingActions);
    retrying.use('INGEST_REJECTED_URL', rejected.queueUrl, [rejected.queueArn], retryingActions);
    retrying.use(
      'UNARCHIVED_QUEUE_URL',
      unarchived.queueUrl,
      [unarchived.queueArn],
      ['sqs:GetQueueAttributes'],
    );
  }

  /** Adds the function that processes the messages of the queue. */
  #ingestFunction({ archive, topicRoot, dataProtection }: IngestProps): ColdwatchFunction {
    const ingest = new ColdwatchFunction(this, 'IngestTelemetry', {
      file: 'ingest-telemetry',
      timeout,
      memoryMegabytes: ingestMegabytes,
      dataProtection,
    });
    ingest.function.addEventSource(batchesOf(this.queue, 20));
    ingest.function.addEnvironment('TOPIC_ROOT', topicRoot);
    // Markers of processed messages pass through the queue twice; by then failed messages have been redelivered.
    ingest.use('INGEST_QUEUE_URL', this.queue.queueUrl, [this.queue.queueArn], ['sqs:SendMessage']);
    ingest.function.addEnvironment('MARKER_DELAY_SECONDS', String(visibilityTimeout.toSeconds()));
    archive.grantAdding(ingest);
    return ingest;
  }

  /** Adds the function that archives messages that could not be archived at first. */
  #archiverFunction({ archive, dataProtection }: IngestProps): ColdwatchFunction {
    const archiver = new ColdwatchFunction(this, 'ArchiveMessages', {
      file: 'archive-messages',
      timeout,
      memoryMegabytes: 256,
      dataProtection,
    });
    archiver.function.addEventSource(batchesOf(this.unarchived, 2));
    archive.grantAdding(archiver);
    return archiver;
  }
}

/** Hands batches of a queue's messages to a function, at most so many at once. */
function batchesOf(queue: Queue, maxConcurrency: number): SqsEventSource {
  return new SqsEventSource(queue, {
    batchSize: ingestBatch.messages,
    // A full batch is sent at once. With few devices a message waits for others, which costs less.
    maxBatchingWindow: Duration.seconds(ingestBatch.windowSeconds),
    maxConcurrency,
    reportBatchItemFailures: true,
  });
}
