import { readFileSync } from 'node:fs';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/api/routes/routes.ts';
import { settings as production } from '../../config/production.ts';
import { messageGroup } from '../../src/notifications/request-notification.ts';
import { monitoringFunctions } from '../../lib/constructs/monitoring-functions.ts';
import type { Settings } from '../../lib/settings.ts';
import { shipmentIndexes } from '../../src/storage/shipments.ts';
import { allMonitorParts } from '../../src/storage/monitor-parts.ts';
import { synthesised, synthesisedAccount, synthesisedUnchecked } from '../support/synthesised.ts';

const templateWith = (changes: Partial<Settings>): Template => Template.fromJSON(synthesised(changes));
let template: Template;
beforeAll(() => {
  template = templateWith({
    subscribers: [{ protocol: 'email', endpoint: 'desk@example.org', audience: ['site:north'] }],
    operators: ['ops@example.org'],
  });
});

function statements(): { Effect: string; Action: string | string[]; Resource: unknown }[] {
  return (
    Object.entries(template.findResources('AWS::IAM::Policy'))
      // The CDK's own function copies the page into its bucket; it only runs during deployments.
      .filter(([logicalId]) => !logicalId.startsWith('CustomCDKBucketDeployment'))
      .flatMap(
        ([, policy]) =>
          (policy['Properties'] as { PolicyDocument: { Statement: [] } }).PolicyDocument.Statement,
      )
  );
}

/** The actions that a role is allowed, each with its resource as JSON. */
function rightsOf(role: string): string[] {
  const own = Object.entries(template.findResources('AWS::IAM::Policy')).find(([id]) => id.startsWith(role))!;
  const { Statement } = (
    own[1]['Properties'] as { PolicyDocument: { Statement: ReturnType<typeof statements> } }
  ).PolicyDocument;
  return Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((each) => `${action} ${JSON.stringify(each)}`)),
  );
}

const readsThings = /^iot:(?:DescribeThing|ListThings|ListThingPrincipals|DescribeCertificate)$/;

describe('topic rules', () => {
  test.each(['temperature', 'pressure', 'location', 'telemetry', 'gateway'])('%s', (kind) => {
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

describe('the indexes of shipments', () => {
  const indexesWith = (context: Record<string, string>): string[] => {
    const [table] = Object.values(
      Template.fromJSON(synthesisedUnchecked({}, context)).findResources('AWS::DynamoDB::Table', {
        Properties: { GlobalSecondaryIndexes: Match.arrayWith([Match.objectLike({ IndexName: 'watched' })]) },
      }),
    );
    const { GlobalSecondaryIndexes: indexes } = table!['Properties'] as {
      GlobalSecondaryIndexes: { IndexName: string }[];
    };
    return indexes.map(({ IndexName }) => IndexName);
  };

  test('an index can be left to the next deployment, because CloudFormation adds one at a time', () => {
    const all = indexesWith({});
    expect(all.toSorted()).toEqual(Object.values(shipmentIndexes).toSorted());
    expect(indexesWith({ 'without-indexes': 'ended-at-site' })).toEqual(
      all.filter((name) => name !== 'ended-at-site'),
    );
    expect(() => indexesWith({ 'without-indexes': 'ended,typo' })).toThrow(
      'without-indexes: there is no index typo; the indexes are watched, ',
    );
  });
});

test('a stage next to production only receives its own topics, and its devices can only publish there', () => {
  const second = templateWith({ stackName: 'coldwatch-b', topicRoot: 'b' });
  const froms = Object.values(second.findResources('AWS::IoT::TopicRule')).map(
    ({ Properties }) =>
      / FROM '([^']+)'/.exec((Properties as { TopicRulePayload: { Sql: string } }).TopicRulePayload.Sql)![1],
  );
  expect(froms).toEqual(['b/+/temperature', 'b/+/pressure', 'b/+/location', 'b/+/telemetry', 'b/+/gateway']);
  const policy = JSON.stringify(second.findResources('AWS::IoT::Policy'));
  expect(policy).toContain(':topic/b/${iot:Connection.Thing.ThingName}/telemetry');
  expect(policy).not.toContain('topic/coldwatch/');
});

test('stored data is encrypted with a customer-managed key that is rotated every year', () => {
  template.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  template.allResourcesProperties('AWS::DynamoDB::Table', {
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
  });
  template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
  // All buckets of records log access.
  template.resourcePropertiesCountIs('AWS::S3::Bucket', { LoggingConfiguration: Match.anyValue() }, 3);
});

describe('the page', () => {
  test('is served with the API at one address: files from a private bucket, the API never cached', () => {
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        DefaultCacheBehavior: Match.objectLike({ ViewerProtocolPolicy: 'redirect-to-https' }),
        CacheBehaviors: [
          Match.objectLike({
            PathPattern: '/api/*',
            // CloudFront's managed policy CachingDisabled.
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
            ViewerProtocolPolicy: 'redirect-to-https',
          }),
        ],
      }),
    });
    const policies = JSON.stringify(template.findResources('AWS::S3::BucketPolicy'));
    expect(policies).toContain('cloudfront.amazonaws.com');
  });

  test('restricts browsers to its own scripts, and to connections with the API and the identity provider', () => {
    const [headers] = Object.values(template.findResources('AWS::CloudFront::ResponseHeadersPolicy'));
    const policy = JSON.stringify(headers);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test('is where people are redirected after signing in or out', () => {
    const clients = Object.values(template.findResources('AWS::Cognito::UserPoolClient'));
    expect(clients).toHaveLength(2);
    for (const client of clients) {
      const { CallbackURLs, LogoutURLs } = client['Properties'] as Record<string, unknown>;
      expect(JSON.stringify(CallbackURLs)).toContain('PageDistribution');
      expect(JSON.stringify(LogoutURLs)).toContain('PageDistribution');
    }
  });
});

describe('permissions', () => {
  const thing = '${iot:Connection.Thing.ThingName}';
  /**
   * The topics on which the things of a policy may publish; the policy allows nothing else but connecting as itself.
   */
  const topicsOf = (policyName: string) => {
    const policies = template.findResources('AWS::IoT::Policy', { Properties: { PolicyName: policyName } });
    expect(Object.keys(policies)).toHaveLength(1);
    const [{ Properties }] = Object.values(policies) as [
      {
        Properties: {
          PolicyDocument: { Statement: { Action: string; Resource: unknown; Condition?: unknown }[] };
        };
      },
    ];
    const { Statement } = Properties.PolicyDocument;
    expect(Statement.map(({ Action }) => Action)).toEqual(['iot:Connect', 'iot:Publish']);
    expect(JSON.stringify(Statement[0]!.Resource)).toContain(`:client/${thing}`);
    expect(Statement[0]!.Condition).toEqual({ Bool: { 'iot:Connection.Thing.IsAttached': 'true' } });
    return JSON.stringify(Statement[1]!.Resource).match(/:topic\/[^"]+/g);
  };

  test('a gateway can only connect as itself and publish its bodies, by topic or Basic Ingest', () => {
    expect(topicsOf('coldwatch-gateway')).toEqual([
      `:topic/coldwatch/${thing}/gateway`,
      `:topic/$aws/rules/coldwatch_gateway/coldwatch/${thing}/gateway`,
    ]);
  });

  test('a thing can only connect as itself and publish below its own name, by topic or Basic Ingest', () => {
    expect(topicsOf('coldwatch-thing')).toEqual(
      ['temperature', 'pressure', 'location', 'telemetry'].flatMap((kind) => [
        `:topic/coldwatch/${thing}/${kind}`,
        `:topic/$aws/rules/coldwatch_${kind}/coldwatch/${thing}/${kind}`,
      ]),
    );
  });

  test('no statement allows every action or every resource', () => {
    for (const { Effect, Action, Resource } of statements()) {
      if (Effect !== 'Allow') continue;
      // IAM has no resource type for subscriptions, and none for telephone numbers: topics are denied, see the next test.
      if ([Action].flat().every((action) => /^sns:(GetSubscriptionAttributes|Unsubscribe)$/.test(action)))
        continue;
      if (Action === 'sns:Publish' && Resource === '*') continue;
      expect([Action].flat().filter((action) => action.includes('*'))).toEqual([]);
      // People check any device by its name; see the next test.
      if ([Action].flat().every((action) => readsThings.test(action))) continue;
      // The stream chooses the names of archive objects; its two folders are named. Uploads are of any shipment.
      const wild = JSON.stringify(Resource)
        .replaceAll(
          /\/(telemetry|failed|ledger|told|profiles|approvals|evidence|signatures|files|bundles|reports)\/\*/g,
          '',
        )
        .replaceAll(/(\["LoggerFilesUploads\w+","Arn"\]\},")\/\*/g, '$1');
      expect(wild).not.toMatch(/^"\*"|"\*"|:\*"|\/\*"/);
    }
  });

  test('one function may send text messages to any number, and publish to no topic', () => {
    const everywhere = statements().filter(
      ({ Action, Resource }) => Action === 'sns:Publish' && Resource === '*',
    );
    expect(everywhere.map(({ Effect }) => Effect)).toEqual(['Allow']);
    expect(rightsOf('DeliveriesDeliverRole').filter((right) => right.startsWith('sns:'))).toEqual([
      'sns:Publish "*"',
    ]);
    const denied = statements().filter(({ Effect, Action }) => Effect === 'Deny' && Action === 'sns:Publish');
    expect(JSON.stringify(denied.map(({ Resource }) => Resource))).toContain(':sns:*:*:*');
  });

  test('one function may read what is registered of things and certificates, and nothing else of IoT Core', () => {
    const ofThings = statements().filter(({ Action }) =>
      [Action].flat().some((action) => /^iot:(?!Publish|Connect)/.test(action)),
    );
    expect(
      ofThings.map(({ Effect, Action, Resource }) => [Effect, Action, JSON.stringify(Resource)]),
    ).toEqual([
      ['Allow', ['iot:DescribeThing', 'iot:ListThingPrincipals'], expect.stringContaining(':thing/*')],
      ['Allow', 'iot:DescribeCertificate', expect.stringContaining(':cert/*')],
      // The action knows no resource.
      ['Allow', 'iot:ListThings', '"*"'],
    ]);
    for (const { Resource } of ofThings.slice(0, 2))
      expect(JSON.stringify(Resource)).toContain('{"Ref":"AWS::AccountId"}');
    expect(rightsOf('ApiReadRole').filter((right) => right.startsWith('iot:'))).toHaveLength(4);
  });

  test('the index of words can be added to by whoever records entries, and read by whoever needs it', () => {
    const rightsOnSearch = (role: string) =>
      rightsOf(role)
        .filter((right) => right.includes('"RecordsSearch'))
        .map((right) => right.split(' ')[0]);
    expect(new Set(rightsOnSearch('ApiReadRole'))).toEqual(
      new Set(['dynamodb:BatchGetItem', 'dynamodb:Query']),
    );
    // A new shipment is searched for the one whose goods it carries on.
    expect(rightsOnSearch('ApiWriteRole')).toEqual(['dynamodb:PutItem', 'dynamodb:Query']);
    for (const role of ['ApiSignRole', 'IngestIngestTelemetryRole'])
      expect(rightsOnSearch(role)).toEqual(['dynamodb:PutItem']);
  });

  test('one function of the API receives messages that wait, or puts a message of a device on a queue', () => {
    for (const role of ['ApiReadRole', 'ApiWriteRole', 'ApiSignRole'])
      expect(rightsOf(role).filter((right) => /sqs:(Receive|Delete|Change)|IngestQueue/.test(right))).toEqual(
        [],
      );
    const rights = rightsOf('ApiSystemRole').filter((right) => right.startsWith('sqs:'));
    const queuesWith = (action: string): string[] =>
      rights
        .filter((right) => right.startsWith(action))
        .map((right) =>
          /"(Ingest|LoggerFiles|Deliveries)(Queue|DeadLetters|Rejected)/.exec(right)![0].slice(1),
        )
        .toSorted();
    const waiting = [
      'DeliveriesDeadLetters',
      'IngestDeadLetters',
      'IngestRejected',
      'LoggerFilesDeadLetters',
    ];
    expect(queuesWith('sqs:ReceiveMessage')).toEqual(waiting);
    expect(queuesWith('sqs:DeleteMessage')).toEqual(waiting);
    expect(queuesWith('sqs:SendMessage')).toEqual(['DeliveriesQueue', 'IngestQueue', 'LoggerFilesQueue']);
  });

  test('insights can be counted by whoever records entries, and read by one function', () => {
    const rightsOnInsights = (role: string) =>
      rightsOf(role)
        .filter((right) => right.includes('"RecordsInsights'))
        .map((right) => right.split(' ')[0]);
    expect(rightsOnInsights('ApiReadRole')).toEqual(['dynamodb:Query']);
    for (const role of ['ApiWriteRole', 'ApiSignRole', 'IngestIngestTelemetryRole'])
      expect(rightsOnInsights(role)).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
  });

  test('nothing can be deleted from ledger, journal or audit trail, and no entry of the first and last changed', () => {
    const denied = statements().filter(
      ({ Effect, Action }) =>
        Effect === 'Deny' && [Action].flat().some((each) => each.startsWith('dynamodb:')),
    );
    const of = (table: string) => denied.filter(({ Resource }) => JSON.stringify(Resource).includes(table));
    // Ingest, notify, four functions of the API, that of files and the monitoring functions.
    const writers = 7 + monitoringFunctions;
    const tables = ['RecordsLedger', 'RecordsJournal', 'RecordsAudit'];
    expect(tables.map((table) => of(table).length)).toEqual([writers, writers, writers]);
    for (const { Action } of denied) expect(Action).toEqual(expect.arrayContaining(['dynamodb:DeleteItem']));
    for (const { Action } of of('RecordsLedger'))
      expect(Action).toEqual(expect.arrayContaining(['dynamodb:UpdateItem']));
    // Denied actions are not also granted; such a grant would only fail when it is needed.
    const granted = statements().filter(
      ({ Effect, Resource }) => Effect === 'Allow' && /Records(Ledger|Audit)/.test(JSON.stringify(Resource)),
    );
    for (const { Action } of granted) expect(Action).not.toContain('dynamodb:UpdateItem');
  });

  test('each API function has the permissions of its own kind only', () => {
    const actionsOf = (name: string): string[] =>
      Object.entries(template.findResources('AWS::IAM::Policy'))
        .filter(([id]) => id.startsWith(`Api${name}Role`))
        .flatMap(
          ([, policy]) =>
            (policy['Properties'] as { PolicyDocument: { Statement: ReturnType<typeof statements> } })
              .PolicyDocument.Statement,
        )
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => Action);
    expect(actionsOf('Read')).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/dynamodb:(Put|Update|Delete)/)]),
    );
    // The archive, and links for uploads, by which it cannot read what was uploaded.
    expect(actionsOf('Write').filter((action) => action.startsWith('s3:'))).toEqual([
      's3:PutObject',
      's3:PutObject',
    ]);
    // Anybody can call the function that accepts messages. The bill counts on it that Lambda logs none of its runs.
    template.resourcePropertiesCountIs(
      'AWS::Lambda::Function',
      { LoggingConfig: Match.objectLike({ LogFormat: 'JSON', SystemLogLevel: 'WARN' }) },
      1,
    );
    const accepting = Object.entries(template.findResources('AWS::IAM::Policy'))
      .filter(([id]) => id.startsWith('SourceIngestIngestSourceRole'))
      .flatMap(
        ([, policy]) =>
          (policy['Properties'] as { PolicyDocument: { Statement: ReturnType<typeof statements> } })
            .PolicyDocument.Statement,
      );
    expect(accepting.flatMap(({ Action }) => Action).toSorted()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:SendMessage',
    ]);
    // Whoever makes a link can read no secret of another one; strangers reach no other table than those of a shipment.
    const tablesOf = (role: string, action: string) =>
      rightsOf(role).flatMap((right) => {
        const [, name, table] = /^(dynamodb:\w+) .*"Records(\w+?)[0-9A-F]{8}"/.exec(right) ?? [];
        return name === `dynamodb:${action}` ? [table] : [];
      });
    expect(tablesOf('ApiWriteRole', 'GetItem')).not.toContain('Shares');
    expect(tablesOf('ApiWriteRole', 'PutItem')).toContain('Shares');
    expect(new Set(['PutItem', 'UpdateItem'].flatMap((action) => tablesOf('ApiSharedRole', action)))).toEqual(
      new Set(['Audit', 'Devices', 'Insights', 'Journal', 'Ledger', 'Search', 'Shares', 'Shipments']),
    );
    // It reads the evidence of earlier signatures, because a correction keeps the scanned label.
    expect(actionsOf('Sign').filter((action) => /^(sns|s3):/.test(action))).toEqual([
      's3:PutObject',
      's3:GetObject',
    ]);
  });

  test('every route requires an access token with our scope, but two that say how to sign in, those of links and that of sources, which have secrets of their own', () => {
    const all = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(
      ({ Properties }) => Properties as { RouteKey: string; AuthorizationType: string },
    );
    expect(all).toHaveLength(Object.keys(routes).length);
    expect(
      all.filter(({ AuthorizationType }) => AuthorizationType !== 'JWT').map(({ RouteKey }) => RouteKey),
    ).toEqual([
      'GET /api/openapi.json',
      'GET /api/configuration',
      'POST /api/ingest/{source}',
      'POST /api/shared/open',
      'GET /api/shared/shipment',
      'POST /api/shared/arrival',
      'POST /api/unsubscribe/{token}',
      'POST /api/confirm/{token}',
    ]);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'GET /api/shipments',
      AuthorizationScopes: ['coldwatch/api'],
    });
  });

  test('people cannot change their own attributes, and everybody needs a second factor', () => {
    template.allResourcesProperties('AWS::Cognito::UserPoolClient', {
      WriteAttributes: ['zoneinfo'],
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
    });
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      MfaConfiguration: 'ON',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
    template.resourceCountIs('AWS::Cognito::ManagedLoginBranding', 2);
  });
});

describe('nothing is lost', () => {
  test('the ingest queue has a dead-letter queue, a visibility timeout of six timeouts plus a window, and partial batch failures', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 6 * 25 + 5,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 5 }),
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 25,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumBatchingWindowInSeconds: 5,
      ScalingConfig: { MaximumConcurrency: 20 },
    });
  });

  test('notifications are sent by one invocation at a time: its queue has one group, and a tick each minute', () => {
    const queue = { 'Fn::GetAtt': [Match.stringLikeRegexp('^NotifyQueue'), 'Arn'] };
    template.hasResourceProperties('AWS::SQS::Queue', {
      FifoQueue: true,
      ContentBasedDeduplication: true,
      VisibilityTimeout: 180,
      MessageRetentionPeriod: 900,
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: queue,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      // Without an input of its own the event has an id, so that each tick differs and none is discarded as a
      // duplicate.
      Targets: [
        {
          Arn: queue,
          Id: 'Target0',
          RetryPolicy: Match.anyValue(),
          SqsParameters: { MessageGroupId: messageGroup },
        },
      ],
    });
    const publishers = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([, policy]) =>
      /"sns:Publish"[^{}]*"Effect":"Allow","Resource":\{"Ref":"AlertsShipments/.test(JSON.stringify(policy)),
    );
    expect(publishers.map(([id]) => id)).toEqual([expect.stringMatching(/^NotifyRole/)]);
  });

  test('each part of the watched shipments is monitored every minute, always by the same function', () => {
    const targets = Object.values(template.findResources('AWS::Events::Rule'))
      .flatMap(({ Properties }) => {
        const { ScheduleExpression, Targets } = Properties as {
          ScheduleExpression: string;
          Targets: { Arn: object; Input?: string }[];
        };
        return Targets.map((target) => ({ ...target, ScheduleExpression }));
      })
      .filter(({ Arn }) => JSON.stringify(Arn).includes('"Watch'));
    expect(targets.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual(
      Array.from({ length: monitoringFunctions }, () => 'rate(1 minute)'),
    );
    expect(new Set(targets.map(({ Arn }) => JSON.stringify(Arn))).size).toBe(monitoringFunctions);
    const parts = targets.flatMap(({ Input }) => (JSON.parse(Input!) as { parts: number[] }).parts);
    expect(parts.toSorted((a, b) => a - b)).toEqual(allMonitorParts);
  });

  test('every table of records is retained when the stack is deleted, and can be restored to any point in time', () => {
    const records = { DeletionPolicy: 'Retain', Properties: Match.anyValue() };
    // Challenges expire after five minutes, the pace of notifications after one, idempotency keys after a month.
    template.resourcePropertiesCountIs('AWS::DynamoDB::Table', Match.anyValue(), 17);
    expect(Object.keys(template.findResources('AWS::DynamoDB::Table', records))).toHaveLength(14);
    template.allResources('AWS::DynamoDB::Table', {
      Properties: Match.objectLike({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
      }),
    });
  });

  test('only readings of a device that was not attached to a shipment expire; no other readings and no ledger entries do', () => {
    const expiring = (keys: string[]) =>
      Object.values(
        template.findResources('AWS::DynamoDB::Table', {
          Properties: { KeySchema: keys.map((AttributeName) => Match.objectLike({ AttributeName })) },
        }),
      ).map(({ Properties }) => (Properties as { TimeToLiveSpecification?: object }).TimeToLiveSpecification);
    expect(expiring(['deviceId', 'segment'])).toEqual([{ AttributeName: 'expiresAt', Enabled: true }]);
    expect(expiring(['deviceId'])).toEqual([undefined]);
    expect(expiring(['shipmentId', 'sequence'])).toEqual([undefined]);
    expect(expiring(['shipmentId'])).toEqual([undefined]);
  });

  test('each alarm notifies operations and names its paragraph in the runbook', () => {
    const watched = templateWith({ canary: true });
    const alarms = Object.values(watched.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties as { AlarmName: string; AlarmDescription: string },
    );
    const runbook = readFileSync('docs/runbook.md', 'utf8');
    const headings = new Set([...runbook.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading));
    expect(alarms.length).toBeGreaterThan(10);
    for (const { AlarmName, AlarmDescription } of alarms) {
      const name = AlarmName.replace('coldwatch-', '');
      // Several alarms of a kind share a paragraph.
      const paragraph = name.replace(/-\d+$/, '');
      expect(AlarmDescription.split(' Read ').at(-1)).toBe(`docs/runbook.md#${paragraph}`);
      expect(headings).toContain(paragraph);
    }
    watched.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [{ Ref: Match.stringLikeRegexp('AlertsOperations') }],
    });
  });

  test('alarms may publish to the operations topic and use its key', () => {
    const [policy] = Object.entries(template.findResources('AWS::SNS::TopicPolicy'))
      .filter(([id]) => id.startsWith('AlertsOperations'))
      .map(([, each]) => JSON.stringify(each));
    expect(policy).toMatch(/"Effect":"Allow","Principal":\{"Service":"cloudwatch\.amazonaws\.com"\}/);
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    const { Statement } = (key!['Properties'] as { KeyPolicy: { Statement: { Principal: unknown }[] } })
      .KeyPolicy;
    expect(Statement.map(({ Principal }) => Principal)).toContainEqual({
      Service: 'cloudwatch.amazonaws.com',
    });
  });

  test.each([
    ['rule-failures', 'Failure', 'ActionType, RuleName'],
    ['lost-messages', 'ErrorActionFailure', 'ActionType, RuleName'],
    ['throttled-messages', 'RuleMessageThrottled', 'RuleName'],
    ['missing-rules', 'RuleNotFound', 'RuleName'],
  ])('a failing topic rule raises an alarm: %s', (name, metric, dimensions) => {
    const ours = ['temperature', 'pressure', 'location', 'telemetry', 'gateway']
      .map((kind) => `RuleName = 'coldwatch_${kind}'`)
      .join(' OR ');
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `coldwatch-${name}`,
      Metrics: [
        Match.objectLike({
          Expression: `SELECT SUM(${metric}) FROM SCHEMA("AWS/IoT", ${dimensions}) WHERE ${ours}`,
          Period: 300,
          ReturnData: true,
        }),
      ],
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      // A healthy rule reports nothing.
      TreatMissingData: 'notBreaching',
    });
  });

  test('messages that wait for the archive are counted, even after many retries', () => {
    const metric = (name: string) =>
      Match.objectLike({ MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: name }) }) });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'coldwatch-unarchived-messages',
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'FILL(waiting, 0) + FILL(tried, 0)', ReturnData: true }),
        metric('ApproximateNumberOfMessagesVisible'),
        metric('ApproximateNumberOfMessagesNotVisible'),
      ]),
    });
  });

  test('a stream that fails to store raises an alarm long before it drops records', () => {
    const stream = Object.keys(template.findResources('AWS::KinesisFirehose::DeliveryStream'))[0]!;
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'coldwatch-archive-behind',
      Namespace: 'AWS/Firehose',
      MetricName: 'DeliveryToS3.DataFreshness',
      Dimensions: [{ Name: 'DeliveryStreamName', Value: { Ref: stream } }],
      Statistic: 'Maximum',
      Threshold: 3600,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  test('the canary is off by default; when it is on, missing canary data raises an alarm', () => {
    template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { MetricName: 'CanaryReadings' }, 0);
    const watched = templateWith({ canary: true });
    watched.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'CanaryReadings',
      TreatMissingData: 'breaching',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
    });
  });

  test('one dashboard shows incoming messages, queues, notifications and costs', () => {
    const [page] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify((page!['Properties'] as { DashboardBody: unknown }).DashboardBody);
    for (const figure of [
      'ReceivedMessages',
      'RefusedMessages',
      'ApproximateAgeOfOldestMessage',
      'SecondsToNotification',
      'SilentDevices',
      'OpenAlarms',
      'ConsumedWriteCapacityUnits',
      'Errors',
      'UnnotifiedEntries',
      'watch 3',
      'ApproximateNumberOfMessagesVisible',
    ])
      expect(body).toContain(figure);
  });

  test('behaviour that no genuine device shows notifies operations', () => {
    template.hasResourceProperties('AWS::IoT::SecurityProfile', {
      AlertTargets: {
        SNS: Match.objectLike({ AlertTargetArn: { Ref: Match.stringLikeRegexp('AlertsOperations') } }),
      },
      Behaviors: [
        'num-messages-sent',
        'num-authorization-failures',
        'num-connection-attempts',
        'message-byte-size',
      ].map((metric) => Match.objectLike({ Metric: `aws:${metric}` })),
    });
  });

  test('the archive can be queried with SQL: messages by day, and ledger entries', () => {
    template.hasResourceProperties('AWS::Glue::Table', {
      TableInput: Match.objectLike({
        Name: 'telemetry',
        Parameters: Match.objectLike({ 'projection.enabled': 'true' }),
      }),
    });
    template.hasResourceProperties('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: Match.objectLike({ EnforceWorkGroupConfiguration: true }),
    });
  });
});

test('the account stack audits daily how devices are admitted, and notifies its subscribers', () => {
  const account = Template.fromJSON(synthesisedAccount(['ops@example.org']));
  account.hasResourceProperties('AWS::IoT::AccountAuditConfiguration', {
    AuditCheckConfigurations: Match.objectLike({ DeviceCertificateExpiringCheck: { Enabled: true } }),
  });
  account.hasResourceProperties('AWS::IoT::ScheduledAudit', {
    Frequency: 'DAILY',
    TargetCheckNames: Match.arrayWith([
      'DEVICE_CERTIFICATE_EXPIRING_CHECK',
      'IOT_POLICY_OVERLY_PERMISSIVE_CHECK',
      'IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK',
    ]),
  });
  account.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'ops@example.org' });
});

test('subscribers are created from the settings, with their filters', () => {
  template.hasResourceProperties('AWS::SNS::Subscription', {
    Endpoint: 'desk@example.org',
    FilterPolicy: { audience: ['site:north'] },
  });
});

test('logs expire, and topics are encrypted', () => {
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
});

test('nobody can delete from the archive for as long as the settings say', () => {
  const locked = templateWith({ retention: { ...production.retention, lockDays: 400 } });
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
