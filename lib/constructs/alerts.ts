import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { SubscriptionFilter, SubscriptionProtocol, Subscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import type { Settings, Subscriber } from '../settings.ts';

const protocols = {
  email: SubscriptionProtocol.EMAIL,
  sms: SubscriptionProtocol.SMS,
  https: SubscriptionProtocol.HTTPS,
};

/** How people hear: of shipments on one topic, each as subscribed; of the system itself on another. */
export class Alerts extends Construct {
  readonly shipments: Topic;
  /** Who runs it hears here. */
  readonly operations: Topic;
  readonly #alarms: Alarm[] = [];

  constructor(scope: Construct, id: string, { subscribers, operators }: Settings, key: IKey) {
    super(scope, id);
    this.shipments = new Topic(this, 'Shipments', { masterKey: key, enforceSSL: true });
    this.operations = new Topic(this, 'Operations', { masterKey: key, enforceSSL: true });
    // A topic with a policy of its own lets nobody in by default.
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

  /** Lets a function publish to people what happens to shipments. */
  grantPublishing(publisher: ColdwatchFunction): void {
    publisher.use(
      'ALERTS_TOPIC_ARN',
      this.shipments.topicArn,
      [this.shipments.topicArn],
      ['sns:Publish', 'sns:GetTopicAttributes'],
    );
  }

  /** Lets a function change who hears of shipments. */
  grantSubscribing(changer: ColdwatchFunction): void {
    changer.use(
      'ALERTS_TOPIC_ARN',
      this.shipments.topicArn,
      [this.shipments.topicArn],
      ['sns:Subscribe', 'sns:ListSubscriptionsByTopic'],
    );
    // IAM knows no resource of these two; which subscription it is, the function asks before.
    changer.allow(['*'], ['sns:GetSubscriptionAttributes', 'sns:Unsubscribe']);
    changer.acknowledge(
      'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      'IAM has no resource type for subscriptions; the function touches those of its own topic alone.',
    );
  }

  /** Tells operations when a figure that should be zero is not; `what` says what that means. */
  alarmAboveZero(name: string, metric: IMetric, what: string): void {
    this.alarm(name, { metric, above: 0, what });
  }

  /** Tells operations when a figure is not as it should be. */
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

  /** All alarms so far. */
  get alarms(): readonly Alarm[] {
    return this.#alarms;
  }
}

export type AlarmProps = {
  readonly metric: IMetric;
  /** What it means, in a sentence. */
  readonly what: string;
  readonly missing?: TreatMissingData;
  /** Where the runbook says what to do, if not under the name of the alarm. */
  readonly paragraph?: string;
} & ({ readonly above: number } | { readonly below: number });
