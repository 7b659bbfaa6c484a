import { beforeAll, describe, expect, test } from 'vitest';
import { type Statement, faultsOfPolicies, policiesOf } from '../support/template/iam-policies.ts';
import { type SynthesisedTemplate, everyTemplate, resourcesOf } from '../support/template/synthesised.ts';

let templates: ReadonlyMap<string, SynthesisedTemplate>;
beforeAll(async () => {
  templates = await everyTemplate();
}, 120_000);

describe('the published IAM actions, resources and condition keys', () => {
  test('agree with every policy of every stage, the account, the local run and a stage with every option', async () => {
    for (const [name, template] of templates)
      expect([name, ...(await faultsOfPolicies(template))]).toEqual([name]);
  });

  test('are checked for roles, trust policies, keys, buckets, queues and topics', () => {
    const owners = policiesOf(templates.get('everything on')!).map(({ owner }) => /\((.+)\)/.exec(owner)![1]);
    expect(new Set(owners)).toEqual(
      new Set([
        'AWS::IAM::Policy',
        'AWS::IAM::Role',
        'AWS::KMS::Key',
        'AWS::S3::BucketPolicy',
        'AWS::SNS::TopicPolicy',
        'AWS::SQS::QueuePolicy',
      ]),
    );
  });

  describe('a planted mistake is detected:', () => {
    /** Changes the first statement that matches in a copy, and returns the faults reported for it. */
    const mutant = (
      type: string,
      picks: (statement: Statement) => boolean,
      change: (statement: any) => void,
    ): Promise<string[]> => {
      const copy = structuredClone(templates.get('everything on')!);
      const statements = resourcesOf(copy, type).flatMap(
        ({ properties }) => (properties.PolicyDocument ?? properties.KeyPolicy).Statement as Statement[],
      );
      change(statements.find(picks)!);
      return faultsOfPolicies(copy);
    };
    const does =
      (action: string) =>
      ({ Action }: Statement): boolean =>
        [Action].flat().includes(action);
    const role = 'AWS::IAM::Policy';

    test.each<[string, string, (statement: Statement) => boolean, (statement: any) => void, RegExp]>([
      [
        'an action that does not exist',
        role,
        does('sns:Publish'),
        (statement) => (statement.Action = 'sns:Publsh'),
        /^role Notify\w+ \(AWS::IAM::Policy\), statement \d+: sns:Publsh is no action$/,
      ],
      [
        'an action of a service that does not exist',
        role,
        does('sns:Publish'),
        (statement) => (statement.Action = 'ssn:Publish'),
        /: ssn:Publish is no action$/,
      ],
      [
        'a wildcard that matches no action',
        'AWS::KMS::Key',
        does('kms:ReEncrypt*'),
        (statement) => (statement.Action = ['kms:Decrypt', 'kms:Rencrypt*']),
        /^Safekeeping\w+ \(AWS::KMS::Key\), statement 2: kms:Rencrypt\* is no action$/,
      ],
      [
        'a bucket where its objects must be',
        role,
        does('s3:AbortMultipartUpload'),
        (statement) => (statement.Resource = 'arn:aws:s3:::sample'),
        /^role Archive\w+ \(AWS::IAM::Policy\), statement 1: s3:AbortMultipartUpload takes .*object.*; it is given arn:aws:s3:::sample$/,
      ],
      [
        'an index where a table must be',
        role,
        does('dynamodb:BatchGetItem'),
        (statement) =>
          (statement.Resource = 'arn:aws:dynamodb:us-east-1:123456789012:table/sample/index/watched'),
        /dynamodb:BatchGetItem takes table; it is given .*\/index\/watched$/,
      ],
      [
        'a resource where an action takes none',
        role,
        does('sns:Publish'),
        (statement) => (statement.Action = 'sns:ListSubscriptions'),
        /: sns:ListSubscriptions takes no resource, only "\*"; it is given arn:.*:sns:/,
      ],
      [
        'one resource too many',
        role,
        does('firehose:PutRecord'),
        (statement) =>
          (statement.Resource = [statement.Resource, 'arn:aws:sqs:us-east-1:123456789012:sample']),
        /none of firehose:PutRecord takes arn:aws:sqs:us-east-1:123456789012:sample$/,
      ],
      [
        'a condition key that does not exist',
        'AWS::KMS::Key',
        ({ Condition }) => Condition?.['StringEquals']?.['kms:ViaService'] !== undefined,
        (statement) => (statement.Condition = { StringEquals: { 'kms:ThroughService': 'sns' } }),
        /statement 2: kms:ThroughService is no condition key$/,
      ],
      [
        'a global condition key that does not exist',
        'AWS::S3::BucketPolicy',
        () => true,
        (statement) => (statement.Condition = { Bool: { 'aws:SecureTransports': 'false' } }),
        /: aws:SecureTransports is no condition key$/,
      ],
      [
        'a condition key of another service',
        'AWS::SNS::TopicPolicy',
        ({ Sid }) => Sid === 'AlarmsTell',
        (statement) => (statement.Condition = { StringEquals: { 'kms:CallerAccount': '123456789012' } }),
        /^AlertsOperations\w+ \(AWS::SNS::TopicPolicy\), statement \d+ "AlarmsTell": none of sns:Publish knows the condition key kms:CallerAccount$/,
      ],
      [
        'a condition operator that does not exist',
        'AWS::S3::BucketPolicy',
        () => true,
        (statement) => (statement.Condition = { Boolean: { 'aws:SecureTransport': 'false' } }),
        /: Boolean is no condition operator$/,
      ],
      [
        'a statement without an action',
        role,
        () => true,
        (statement) => delete statement.Action,
        /: it has no Action; name what it allows or denies$/,
      ],
    ])('%s', async (_, type, picks, change, sentence) => {
      const faults = await mutant(type, picks, change);
      expect(faults.length).toBeGreaterThanOrEqual(1);
      expect(faults[0]).toMatch(sentence);
    });
  });
});
