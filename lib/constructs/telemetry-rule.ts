import { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnTopicRule } from 'aws-cdk-lib/aws-iot';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { PublishedKind } from '../../src/telemetry/topic.ts';

type TelemetryRuleProps = {
  readonly kind: PublishedKind;
  readonly topicRoot: string;
  readonly ingest: Queue;
  /** The queue for messages that the rule could not deliver. */
  readonly rejected: Queue;
};

/** Returns the name of a kind's topic rule in a stage. */
export function ruleNameOf(stackName: string, kind: PublishedKind): string {
  return `${stackName.replaceAll(/[^A-Za-z0-9]/g, '_')}_${kind}`;
}

/**
 * Routes one kind of telemetry to the ingest queue. `encode(*, 'base64')` accepts every payload, JSON or not; the topic
 * identifies the sender.
 */
export class TelemetryRule extends Construct {
  readonly ruleName: string;

  constructor(scope: Construct, id: string, { kind, topicRoot, ingest, rejected }: TelemetryRuleProps) {
    super(scope, id);
    this.ruleName = ruleNameOf(Stack.of(this).stackName, kind);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('iot.amazonaws.com') });
    const sendTo = (queue: Queue) => {
      queue.grant(role, 'sqs:SendMessage');
      return { sqs: { queueUrl: queue.queueUrl, roleArn: role.roleArn, useBase64: false } };
    };
    const rule = new CfnTopicRule(this, 'Rule', {
      ruleName: this.ruleName,
      topicRulePayload: {
        awsIotSqlVersion: '2016-03-23',
        sql: `SELECT encode(*, 'base64') AS payload, topic(2) AS thing, topic(3) AS kind, timestamp() AS receivedAt FROM '${topicRoot}/+/${kind}'`,
        actions: [sendTo(ingest)],
        errorAction: sendTo(rejected),
        ruleDisabled: false,
      },
    });
    rule.node.addDependency(role);
  }
}
