import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { SubscriptionFilter, SubscriptionProtocol, Subscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { NotificationChannel } from '../../src/model/notification-channels.ts';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import type { Settings, Subscriber } from '../settings.ts';

const protocols = {
  email: SubscriptionProtocol.EMAIL,
  sms: SubscriptionProtocol.SMS,
  https: SubscriptionProtocol.HTTPS,
} satisfies Record<NotificationChannel, SubscriptionProtocol>;

/** The two topics that notify people: one for shipments, filtered per subscription, and one for the system itself. */
export class Alerts extends Construct {
  readonly shipments: Topic;
  /** Notifies the operators of the system. */
  readonly operations: Topic;
  readonly #alarms: Alarm[] = [];

  constructor(scope: Construct, id: string, { subscribers, operators }: Settings, key: IKey) {
    super(scope, id);
    this.shipments = new Topic(this, 'Shipments', { masterKey: key, enforceSSL: true });
    this.operations = new Topic(this, 'Operations', { masterKey: key, enforceSSL: true });
    // A topic with a policy of its own allows no publisher by default.
    this.operations.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsTell',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.operations.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    for (const subscriber of subscribers) this.#subscribe(subscriber);
    for (const endpoint of operators)
      new Subscription(this, `Operator-${endpoint}`, {
        topic: this.operations,
        protocol: SubscriptionProtocol.EMAIL,
        endpoint,
      });
  }

  #subscribe({ protocol, endpoint, audience, severity }: Subscriber): void {
    const filterPolicy = {
      ...(audience && { audience: SubscriptionFilter.stringFilter({ allowlist: [...audience] }) }),
      ...(severity && { severity: SubscriptionFilter.stringFilter({ allowlist: [...severity] }) }),
    };
    new Subscription(this, `Subscriber-${protocol}-${endpoint}`, {
      topic: this.shipments,
      protocol: protocols[protocol],
      endpoint,
      ...(Object.keys(filterPolicy).length > 0 && { filterPolicy }),
    });
  }

  /** Lets a function publish shipment notifications. */
  grantPublishing(publisher: ColdwatchFunction): void {
    publisher.use(
      'ALERTS_TOPIC_ARN',
      this.shipments.topicArn,
      [this.shipments.topicArn],
      ['sns:Publish', 'sns:GetTopicAttributes'],
    );
  }

  /** Lets a function change the subscriptions to shipment notifications. */
  grantSubscribing(changer: ColdwatchFunction): void {
    changer.use(
      'ALERTS_TOPIC_ARN',
      this.shipments.topicArn,
      [this.shipments.topicArn],
      ['sns:Subscribe', 'sns:ListSubscriptionsByTopic'],
    );
    // IAM has no resource type for these two actions; the function itself checks which subscription it changes.
    changer.allow(['*'], ['sns:GetSubscriptionAttributes', 'sns:Unsubscribe']);
    changer.acknowledge(
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      'IAM has no resource type for subscriptions; the function touches those of its own topic alone.',
    );
  }

  /** Notifies operations when a metric that should be zero is above zero; `what` is the sentence that explains it. */
  alarmAboveZero(name: string, metric: IMetric, what: string): void {
    this.alarm(name, { metric, above: 0, what });
  }

  /** Notifies operations when a metric leaves its normal range. */
  alarm(
    name: string,
    { metric, what, missing = TreatMissingData.NOT_BREACHING, paragraph = name, ...bound }: AlarmProps,
  ): void {
    const alarm = new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${what} Read docs/runbook.md#${paragraph}`,
      metric,
      ...('above' in bound
        ? { threshold: bound.above, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD }
        : { threshold: bound.below, comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD }),
      evaluationPeriods: 1,
      treatMissingData: missing,
    });
    alarm.addAlarmAction(new SnsAction(this.operations));
    this.#alarms.push(alarm);
  }

  /** All alarms created so far. */
  get alarms(): readonly Alarm[] {
    return this.#alarms;
  }
}

type AlarmProps = {
  readonly metric: IMetric;
  /** A sentence that says what the alarm means. */
  readonly what: string;
  readonly missing?: TreatMissingData;
  /** The runbook paragraph that says what to do, where it is not named like the alarm. */
  readonly paragraph?: string;
} & ({ readonly above: number } | { readonly below: number });
