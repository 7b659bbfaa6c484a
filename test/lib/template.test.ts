import { Match, Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { production } from '../../config/production.ts';
import { ColdwatchStack } from '../../lib/coldwatch-stack.ts';

let template: Template;
beforeAll(() => {
  const stack = new ColdwatchStack(new App(), {
    ...production,
    subscribers: [{ protocol: 'email', endpoint: 'desk@example.org', audience: ['site:north'] }],
    operators: ['ops@example.org'],
  });
  template = Template.fromStack(stack);
});

function statements(): { Effect: string; Action: string | string[]; Resource: unknown }[] {
  return Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
    (policy) => (policy['Properties'] as { PolicyDocument: { Statement: [] } }).PolicyDocument.Statement,
  );
}

describe('topic rules', () => {
  test.each(['temperature', 'pressure', 'location', 'telemetry'])('%s', (kind) => {
    template.hasResourceProperties('AWS::IoT::TopicRule', {
      RuleName: `coldwatch_${kind}`,
      TopicRulePayload: {
        AwsIotSqlVersion: '2016-03-23',
        Sql: `SELECT encode(*, 'base64') AS payload, topic(2) AS thing, topic(3) AS kind, timestamp() AS receivedAt FROM 'coldwatch/+/${kind}'`,
        Actions: [{ Sqs: Match.objectLike({ QueueUrl: { Ref: Match.stringLikeRegexp('IngestQueue') } }) }],
        ErrorAction: {
          Sqs: Match.objectLike({ QueueUrl: { Ref: Match.stringLikeRegexp('IngestRejected') } }),
        },
      },
    });
  });
});

describe('rights', () => {
  test('a thing connects as itself and publishes below its own name, on both ways, and nothing else', () => {
    const [policy] = Object.values(template.findResources('AWS::IoT::Policy'));
    const document = (
      policy!['Properties'] as {
        PolicyDocument: { Statement: { Action: string; Resource: unknown; Condition?: unknown }[] };
      }
    ).PolicyDocument;
    expect(document.Statement.map(({ Action }) => Action)).toEqual(['iot:Connect', 'iot:Publish']);
    expect(document.Statement[0]!.Condition).toEqual({ Bool: { 'iot:Connection.Thing.IsAttached': 'true' } });
    const topics = JSON.stringify(document.Statement[1]!.Resource).match(/:topic\/[^"]+/g);
    const thing = '${iot:Connection.Thing.ThingName}';
    expect(topics).toEqual(
      ['temperature', 'pressure', 'location', 'telemetry'].flatMap((kind) => [
        `:topic/coldwatch/${thing}/${kind}`,
        `:topic/$aws/rules/coldwatch_${kind}/coldwatch/${thing}/${kind}`,
      ]),
    );
  });

  test('no statement allows every action or every resource', () => {
    for (const { Effect, Action, Resource } of statements()) {
      if (Effect !== 'Allow') continue;
      expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
      // The stream names the objects of the archive; its two folders are named.
      const wild = JSON.stringify(Resource).replaceAll(/\/(telemetry|failed)\/\*/g, '');
      expect(wild).not.toMatch(/^"\*"|"\*"|:\*"|\/\*"/);
    }
  });

  test('ledger and journal cannot be changed or deleted by those who judge', () => {
    const denied = statements().filter(({ Effect }) => Effect === 'Deny');
    expect(denied).toHaveLength(2);
    for (const { Action, Resource } of denied) {
      expect(Action).toEqual(expect.arrayContaining(['dynamodb:UpdateItem', 'dynamodb:DeleteItem']));
      expect(JSON.stringify(Resource)).toMatch(/RecordsJournal.*RecordsLedger|RecordsLedger.*RecordsJournal/);
    }
  });
});

describe('nothing is lost', () => {
  test('the ingest queue has a dead-letter queue and six time-outs of visibility, and its batches fail in part', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 180,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 5 }),
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 30,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 20 },
    });
  });

  test('every table is kept when the stack goes, and can be restored to any point in time', () => {
    template.allResources('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: Match.objectLike({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
      }),
    });
  });

  test('what should be zero has an alarm that reaches operations', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.map(({ Properties }) => (Properties as { AlarmName: string }).AlarmName).sort()).toEqual([
      'coldwatch-dead-letters',
      'coldwatch-failed-notifications',
      'coldwatch-ingest-errors',
      'coldwatch-rejected-messages',
      'coldwatch-watch-errors',
    ]);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [{ Ref: Match.stringLikeRegexp('AlertsOperations') }],
    });
  });
});

test('subscribers come from the settings, with their filter', () => {
  template.hasResourceProperties('AWS::SNS::Subscription', {
    Endpoint: 'desk@example.org',
    FilterPolicy: { audience: ['site:north'] },
  });
});

test('logs end, and topics are encrypted', () => {
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
});

test('the archive keeps what nobody can delete for as long as the settings say', () => {
  const locked = Template.fromStack(new ColdwatchStack(new App(), { ...production, archiveLockDays: 400 }));
  locked.hasResourceProperties('AWS::S3::Bucket', {
    ObjectLockEnabled: true,
    ObjectLockConfiguration: {
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 400 } },
    },
  });
  template.hasResourceProperties('AWS::S3::Bucket', {
    ObjectLockEnabled: Match.absent(),
    PublicAccessBlockConfiguration: Match.objectLike({ BlockPublicAcls: true }),
  });
  template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
    ExtendedS3DestinationConfiguration: Match.objectLike({
      CompressionFormat: 'GZIP',
      Prefix: 'telemetry/!{timestamp:yyyy/MM/dd}/',
    }),
  });
});
