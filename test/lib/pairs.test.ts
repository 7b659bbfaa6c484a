import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOfPairs } from '../support/template/pairs.ts';
import { type SynthesisedTemplate, everyTemplate, resourcesOf } from '../support/template/synthesised.ts';
import { withoutHashes } from '../support/template/without-hashes.ts';

let templates: ReadonlyMap<string, SynthesisedTemplate>;
beforeAll(async () => {
  templates = await everyTemplate();
}, 120_000);

describe('resources that belong together', () => {
  test('are complete in every stage, the account, the local run and a stage with every option', () => {
    for (const [name, template] of templates) expect([name, ...faultsOfPairs(template)]).toEqual([name]);
  });

  test.each<
    [
      half: string,
      type: string,
      isMeant: (id: string) => boolean,
      change: (all: any) => void,
      sentence: string,
    ]
  >([
    [
      'a schedule that EventBridge repeats',
      'AWS::Events::Rule',
      (id) => id.startsWith('Canary'),
      ({ Properties }) => delete Properties.Targets[0].RetryPolicy,
      'CanaryEveryFiveMinutes is repeated by EventBridge',
    ],
    [
      'a scheduled function that Lambda repeats',
      'AWS::Lambda::EventInvokeConfig',
      (id) => id.startsWith('WatchWatch2'),
      ({ Properties }) => (Properties.MaximumRetryAttempts = 2),
      'WatchWatch2Function, which WatchEveryMinute2 starts, is repeated by Lambda',
    ],
    [
      'a scheduled function that is started late',
      'AWS::Lambda::EventInvokeConfig',
      (id) => id.startsWith('WatchWatch0'),
      ({ Properties }) => delete Properties.MaximumEventAgeInSeconds,
      'WatchWatch0Function, which WatchEveryMinute0 starts, is started by an event of more than a minute ago',
    ],
    [
      'a queue that hides messages for less than its function takes',
      'AWS::SQS::Queue',
      (id) => id.startsWith('IngestQueue'),
      ({ Properties }) => (Properties.VisibilityTimeout = 150),
      'IngestIngestTelemetryFunctionSqsEventSourceColdwatcheverythingonIngestQueue has a queue that hides a message for 150 s, not for 155 s',
    ],
    [
      'dead letters without an alarm',
      'AWS::CloudWatch::Alarm',
      (id) => id.startsWith('Alertsdeadletters'),
      ({ Properties }) => delete Properties.Dimensions,
      'IngestDeadLetters takes what failed, and no alarm is on it',
    ],
    [
      'messages that the rules reject without an alarm',
      'AWS::CloudWatch::Alarm',
      (id) => id.startsWith('Alertsrejected'),
      ({ Properties }) => delete Properties.Dimensions,
      'IngestRejected takes what failed, and no alarm is on it',
    ],
    [
      'an error that is cached of a path that is not',
      'AWS::CloudFront::Distribution',
      () => true,
      ({ Properties }) => Properties.DistributionConfig.CustomErrorResponses.pop(),
      'PageDistribution caches nothing of a path, but its errors 504',
    ],
    [
      'a topic whose key its service may not use',
      'AWS::KMS::Key',
      () => true,
      ({ Properties }) =>
        (Properties.KeyPolicy.Statement = Properties.KeyPolicy.Statement.filter(
          ({ Principal }: any) => Principal.Service !== 'cloudwatch.amazonaws.com',
        )),
      'cloudwatch.amazonaws.com may publish to AlertsOperations, and not use its key',
    ],
    [
      'a queue that a schedule may not send to',
      'AWS::SQS::QueuePolicy',
      (id) => id.startsWith('NotifyQueue'),
      ({ Properties }) => Properties.PolicyDocument.Statement.pop(),
      'NotifyEveryMinute sends to NotifyQueue, which does not take it',
    ],
  ])('an incomplete pair is detected: %s', (_, type, isMeant, change, sentence) => {
    const copy = structuredClone(templates.get('everything on')!);
    const { resource } = resourcesOf(copy, type).find(({ logicalId }) => isMeant(logicalId))!;
    change(resource);
    const faults = faultsOfPairs(copy);
    expect(faults.map(withoutHashes)).toEqual([sentence]);
  });
});
