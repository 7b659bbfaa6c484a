import { Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { noMailFrom } from '../../src/model/mail-from.ts';
import type { Alerts } from './alerts.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import { retryingActions } from './retrying-actions.ts';
import type { DataProtection } from './data-protection.ts';
import type { Tables } from './tables.ts';

export const deliverMegabytes = 512;
/** A webhook may take ten seconds, and the messages of a batch are sent at the same time. */
const timeout = Duration.seconds(30);
/** Few at once: the mail service allows some 14 mails a second to a new account, and one in its sandbox. */
const batch = { messages: 5, atOnce: 2 };

type DeliveriesProps = {
  readonly tables: Tables;
  readonly alerts: Alerts;
  readonly dataProtection: DataProtection;
  /** The address of the page, to which messages link. */
  readonly page: string;
  /** The sender of mails to single people; null: none are sent. */
  readonly mailFrom: string | null;
};

/** Sends notifications to single recipients by mail, text message and webhook: a queue, and a function that sends. */
export class Deliveries extends Construct {
  readonly queue: Queue;
  /** Messages that could not be sent five times. */
  readonly deadLetters: Queue;
  readonly function: ColdwatchFunction;
  readonly #tables: Tables;
  readonly #mailFrom: string | null;

  constructor(scope: Construct, id: string, props: DeliveriesProps) {
    super(scope, id);
    const { tables, alerts, dataProtection, page, mailFrom } = props;
    [this.#tables, this.#mailFrom] = [tables, mailFrom];
    const encrypted = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...encrypted, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...encrypted,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.function = new ColdwatchFunction(this, 'Deliver', {
      file: 'deliver-notifications',
      timeout,
      memoryMegabytes: deliverMegabytes,
      dataProtection,
    });
    this.function.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: batch.messages,
        maxConcurrency: batch.atOnce,
        reportBatchItemFailures: true,
      }),
    );
    new Rule(this, 'EveryFiveMinutes', {
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new SqsQueue(this.queue, { retryAttempts: 0 })],
    });
    this.grantRequesting(this.function);
    this.function.function.addEnvironment('PAGE_ADDRESS', page);
    tables.grantDelivering(this.function);
    this.#grantSending();
    alerts.alarmAboveZero(
      'undelivered-messages',
      this.deadLetters.metricApproximateNumberOfMessagesVisible(),
      'A message could not be sent to one recipient five times; it waits among the dead letters.',
    );
    alerts.alarmAboveZero(
      'deliver-errors',
      this.function.function.metricErrors(),
      'deliver-notifications ended with an error; its batch is delivered again.',
    );
  }

  /** Grants mails from one address alone, and text messages, but nothing to topics. */
  #grantSending(): void {
    const { partition, region, account } = Stack.of(this);
    this.function.function.addEnvironment('MAIL_FROM', this.#mailFrom ?? noMailFrom);
    if (this.#mailFrom !== null) {
      // In its sandbox SES checks the identities of recipients too, and a domain may stand for the sender.
      const identities = `arn:${partition}:ses:${region}:${account}:identity/*`;
      this.function.function.addToRolePolicy(
        new PolicyStatement({
          actions: ['ses:SendEmail'],
          resources: [identities],
          conditions: { StringEquals: { 'ses:FromAddress': this.#mailFrom } },
        }),
      );
    }
    this.function.allow(['*'], ['sns:Publish']);
    this.function.deny([`arn:${partition}:sns:*:*:*`], ['sns:Publish']);
    this.function.acknowledge(
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      'IAM has no resource type for telephone numbers; topics are denied.',
    );
  }

  /** Lets a function ask for messages to single recipients. */
  grantRequesting(requester: ColdwatchFunction): void {
    requester.use('DELIVERIES_QUEUE_URL', this.queue.queueUrl, [this.queue.queueArn], ['sqs:SendMessage']);
  }

  /** Lets a function look at messages that could not be sent, and have them sent again. */
  grantRetrying(retrying: ColdwatchFunction): void {
    retrying.use(
      'DELIVERIES_QUEUE_URL',
      this.queue.queueUrl,
      [this.queue.queueArn],
      ['sqs:SendMessage', 'sqs:GetQueueAttributes'],
    );
    const { queueUrl, queueArn } = this.deadLetters;
    retrying.use('DELIVERIES_DEAD_LETTERS_URL', queueUrl, [queueArn], retryingActions);
  }

  /** Lets a function of the API show people's own alerts, or change them. */
  grantManagingOwnAlerts(reader: ColdwatchFunction, writer: ColdwatchFunction): void {
    for (const each of [reader, writer])
      each.function.addEnvironment('MAIL_FROM', this.#mailFrom ?? noMailFrom);
    this.#tables.grantReadingRecipients(reader);
    this.#tables.grantChangingRecipients(writer);
    this.grantRequesting(writer);
  }
}
