import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Alerts } from './alerts.ts';
import type { Archive } from './archive.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import type { Deliveries } from './deliveries.ts';
import { metric } from './metric.ts';
import type { Tables } from './tables.ts';
import type { DataProtection } from './data-protection.ts';

export const notifyMegabytes = 512;
const timeout = Duration.seconds(30);
/** The time within which all but an audience's first notification are delayed and merged into one. */
const foldWithinSeconds = 60;
/** The group id that producers use. A single group means that only one invocation at a time has its messages. */
const messageGroup = 'notifications';

type NotificationsProps = {
  readonly tables: Tables;
  readonly archive: Archive;
  readonly alerts: Alerts;
  readonly deliveries: Deliveries;
  readonly dataProtection: DataProtection;
  /** The address of the page, which messages link to, and the zone of their times. */
  readonly page: string;
  readonly timeZone: string;
};

/**
 * Publishes notifications: a single function with one invocation at a time, fed by a queue with one message group and
 * by a tick each minute.
 */
export class Notifications extends Construct {
  readonly queue: Queue;
  readonly function: ColdwatchFunction;

  constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    const { tables, archive, alerts, deliveries, dataProtection, page, timeZone } = props;
    this.queue = new Queue(this, 'Queue', {
      fifo: true,
      // The schedule's tick has no deduplication id; the body of each tick is unique.
      contentBasedDeduplication: true,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      // Messages are requests to read a ledger. `monitoring` repeats each request every minute for as long as
      // necessary.
      retentionPeriod: Duration.minutes(15),
    });
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason:
        'A message here asks to notify people of a ledger; monitor-shipments repeats it until they are, and an alarm counts the entries that wait.',
    });
    const notify = new ColdwatchFunction(this, 'Notify', {
      file: 'notify',
      timeout,
      memoryMegabytes: notifyMegabytes,
      dataProtection,
    });
    notify.function.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 10, reportBatchItemFailures: true }),
    );
    new Rule(this, 'EveryMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new SqsQueue(this.queue, { messageGroupId: messageGroup, retryAttempts: 0 })],
    });
    const pace = new Table(this, 'Pace', {
      partitionKey: { name: 'name', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: dataProtection.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // A single item that is rebuilt from the ledgers when it is missing.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    notify.use('PACE_TABLE', pace.tableName, [pace.tableArn], ['dynamodb:GetItem', 'dynamodb:PutItem']);
    notify.function.addEnvironment('FOLD_WITHIN_SECONDS', String(foldWithinSeconds));
    notify.function.addEnvironment('PAGE_ADDRESS', page);
    notify.function.addEnvironment('TIME_ZONE', timeZone);
    tables.grantNotifying(notify);
    archive.grantArchiving(notify, ['notified']);
    alerts.grantPublishing(notify);
    deliveries.grantRequesting(notify);
    this.function = notify;
    this.#addAlarms(alerts);
  }

  /** Notifies operations of notifications that could not be published or delivered. */
  #addAlarms(alerts: Alerts): void {
    alerts.alarmAboveZero(
      'notify-errors',
      this.function.function.metricErrors(),
      'notify ended with an error; people are notified some minutes late.',
    );
    alerts.alarmAboveZero(
      'failed-notifications',
      metric(this, 'FailedNotifications'),
      'A notification could not be published, or not be worded; it is tried again every minute.',
    );
    alerts.alarmAboveZero(
      'failed-deliveries',
      alerts.shipments.metricNumberOfNotificationsFailed({ period: Duration.minutes(5) }),
      'SNS could not deliver a notification to one of those who subscribed.',
    );
    alerts.alarm('unconfirmed-subscriptions', {
      // Each instance reports it once an hour.
      metric: metric(this, 'UnconfirmedSubscriptions', {
        statistic: Stats.MAXIMUM,
        period: Duration.hours(2),
      }),
      above: 0,
      what: 'A subscription waits for confirmation, perhaps because SNS has suspended it: nothing is sent to it.',
    });
  }

  /** Lets a function see how many requests wait. */
  grantCounting(counting: ColdwatchFunction): void {
    const { queueUrl, queueArn } = this.queue;
    counting.use('NOTIFICATIONS_QUEUE_URL', queueUrl, [queueArn], ['sqs:GetQueueAttributes']);
  }

  /** Lets a function request that people be notified. */
  grantRequesting(requester: ColdwatchFunction): void {
    requester.use('NOTIFICATIONS_QUEUE_URL', this.queue.queueUrl, [this.queue.queueArn], ['sqs:SendMessage']);
  }
}
