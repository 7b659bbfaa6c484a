import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOfTemplate } from '../support/template/resource-schemas.ts';
import {
  type SynthesisedTemplate,
  everyTemplate,
  everythingOn,
  resourcesOf,
  synthesised,
} from '../support/template/synthesised.ts';
import { withoutHashes } from '../support/template/without-hashes.ts';

describe('the schemas of CloudFormation', () => {
  test('accept every stage, the account, the local run and a stage with every option', async () => {
    const templates = await everyTemplate();
    expect([...templates.keys()]).toEqual(expect.arrayContaining(['production', 'staging', 'account']));
    for (const [name, template] of templates) expect([name, ...faultsOfTemplate(template)]).toEqual([name]);
  }, 120_000);

  describe('detect a planted mistake:', () => {
    let sound: SynthesisedTemplate;
    beforeAll(() => {
      sound = synthesised(everythingOn);
    }, 120_000);

    /** Changes one resource of a type in a copy, and returns the faults reported for it. */
    const mutant = (type: string, change: (resource: any) => void): string[] => {
      const copy = structuredClone(sound);
      change(resourcesOf(copy, type)[0]!.resource);
      return faultsOfTemplate(copy);
    };

    test.each<[mistake: string, type: string, change: (resource: any) => void, sentence: string]>([
      [
        'a misspelt property',
        'AWS::SQS::Queue',
        ({ Properties }) => (Properties.VisibilityTimout = 180),
        'DeliveriesDeadLetters (AWS::SQS::Queue) has no property VisibilityTimout; it has ContentBasedDeduplication, DeduplicationScope, DelaySeconds, FifoQueue, FifoThroughputLimit, KmsDataKeyReusePeriodSeconds, KmsMasterKeyId, MaximumMessageSize, MessageRetentionPeriod, QueueName, ReceiveMessageWaitTimeSeconds, RedriveAllowPolicy, RedrivePolicy, SqsManagedSseEnabled, Tags, VisibilityTimeout',
      ],
      [
        'a misspelt property inside another',
        'AWS::IoT::TopicRule',
        ({ Properties }) => (Properties.TopicRulePayload.ErrorActions = []),
        'IngestRuletemperatureRule (AWS::IoT::TopicRule).TopicRulePayload has no property ErrorActions; it has Actions, AwsIotSqlVersion, Description, ErrorAction, RuleDisabled, Sql',
      ],
      [
        'a misspelt property inside a list',
        'AWS::IoT::TopicRule',
        ({ Properties }) => (Properties.TopicRulePayload.Actions[0].Sqs.QueueURL = 'x'),
        'IngestRuletemperatureRule (AWS::IoT::TopicRule).TopicRulePayload.Actions[0].Sqs has no property QueueURL; it has QueueUrl, RoleArn, UseBase64',
      ],
      [
        'text where a number must be',
        'AWS::SQS::Queue',
        ({ Properties }) => (Properties.MessageRetentionPeriod = '1209600'),
        'DeliveriesDeadLetters (AWS::SQS::Queue).MessageRetentionPeriod is "1209600"; it must be a whole number',
      ],
      [
        'half of what must be whole',
        'AWS::Lambda::Function',
        ({ Properties }) => (Properties.Timeout = 2.5),
        'CustomS3AutoDeleteObjectsCustomResourceProviderHandler (AWS::Lambda::Function).Timeout is 2.5; it must be a whole number',
      ],
      [
        'a name where a number must be',
        'AWS::Lambda::Function',
        ({ Properties }) => (Properties.MemorySize = { Ref: 'AWS::StackName' }),
        'CustomS3AutoDeleteObjectsCustomResourceProviderHandler (AWS::Lambda::Function).MemorySize is {"Ref":"AWS::StackName"}; it must be a whole number',
      ],
      [
        'one where a list must be',
        'AWS::Lambda::Function',
        ({ Properties }) => (Properties.Architectures = 'arm64'),
        'CustomS3AutoDeleteObjectsCustomResourceProviderHandler (AWS::Lambda::Function).Architectures is "arm64"; it must be a list',
      ],
      [
        'a required property that is missing',
        'AWS::Lambda::Function',
        ({ Properties }) => delete Properties.Role,
        'CustomS3AutoDeleteObjectsCustomResourceProviderHandler (AWS::Lambda::Function) lacks Role, which is required',
      ],
      [
        'an unknown attribute',
        'AWS::Lambda::EventSourceMapping',
        ({ Properties }) => (Properties.EventSourceArn['Fn::GetAtt'][1] = 'ARN'),
        'DeliveriesDeliverFunctionSqsEventSourceColdwatcheverythingonDeliveriesQueue (AWS::Lambda::EventSourceMapping) asks for ARN of DeliveriesQueue; a AWS::SQS::Queue has Arn, QueueName, QueueUrl',
      ],
      [
        'an unknown attribute inside a text',
        'AWS::CloudWatch::Dashboard',
        ({ Properties }) => (Properties.DashboardName = { 'Fn::Sub': '${PageDistributionFBB4E0B8.Domain}' }),
        'DashboardPage (AWS::CloudWatch::Dashboard) asks for Domain of PageDistribution; a AWS::CloudFront::Distribution has DomainName, Id',
      ],
      [
        'a reference to nothing',
        'AWS::SNS::Subscription',
        ({ Properties }) => (Properties.TopicArn = { Ref: 'NoSuchTopic' }),
        'AlertsSubscriberemaildeskexampleorg (AWS::SNS::Subscription) refers to NoSuchTopic, which is not in the template',
      ],
      [
        'a dependency on nothing',
        'AWS::SNS::Subscription',
        (resource) => (resource.DependsOn = ['NoSuchTopic']),
        'AlertsSubscriberemaildeskexampleorg (AWS::SNS::Subscription) depends on NoSuchTopic, which is not in the template',
      ],
      [
        'an unknown type',
        'AWS::SNS::Subscription',
        (resource) => (resource.Type = 'AWS::SNS::Subscribtion'),
        'AlertsSubscriberemaildeskexampleorg (AWS::SNS::Subscribtion) is of a type that CloudFormation does not know',
      ],
      [
        'a misplaced attribute',
        'AWS::DynamoDB::Table',
        (resource) => (resource.DeletionPolicies = 'Retain'),
        'RecordsDevices (AWS::DynamoDB::Table) says DeletionPolicies, which no resource has',
      ],
    ])('%s', (_, type, change, sentence) => {
      const faults = mutant(type, change);
      expect(faults.map(withoutHashes)).toEqual([sentence]);
    });
  });
});
