import { beforeAll, describe, expect, test } from 'vitest';
import { type Statement, faultsOfPolicies, policiesOf } from '../support/template/iam-policies.ts';
import { type SynthesisedTemplate, everyTemplate, resourcesOf } from '../support/template/synthesised.ts';
import { withoutHashes } from '../support/template/without-hashes.ts';

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
    /**
     * Changes the first statement that matches in a copy, and returns what it is called and the faults reported for it.
     */
    const mutant = async (
      type: string,
      picks: (statement: Statement) => boolean,
      change: (statement: any) => void,
    ): Promise<{ where: string; faults: string[] }> => {
      const copy = structuredClone(templates.get('everything on')!);
      const statements = resourcesOf(copy, type)
        .map(({ properties }) => (properties.PolicyDocument ?? properties.KeyPolicy).Statement as Statement[])
        .find((each) => each.some(picks))!;
      const index = statements.findIndex(picks);
      const { Sid } = statements[index]!;
      change(statements[index]);
      const where = `statement ${index + 1}${Sid === undefined ? '' : ` "${Sid}"`}`;
      return { where, faults: await faultsOfPolicies(copy) };
    };
    const does =
      (action: string) =>
      ({ Action }: Statement): boolean =>
        [Action].flat().includes(action);
    const publishesToTopic = (statement: Statement): boolean =>
      does('sns:Publish')(statement) && JSON.stringify(statement.Resource).includes('AlertsShipments');
    const role = 'AWS::IAM::Policy';

    test.each<
      [
        mistake: string,
        type: string,
        picks: (statement: Statement) => boolean,
        change: (statement: any) => void,
        owner: string,
        fault: string,
      ]
    >([
      [
        'an action that does not exist',
        role,
        publishesToTopic,
        (statement) => (statement.Action = 'sns:Publsh'),
        'role NotifyRole',
        'sns:Publsh is no action',
      ],
      [
        'an action of a service that does not exist',
        role,
        publishesToTopic,
        (statement) => (statement.Action = 'ssn:Publish'),
        'role NotifyRole',
        'ssn:Publish is no action',
      ],
      [
        'a wildcard that matches no action',
        'AWS::KMS::Key',
        does('kms:ReEncrypt*'),
        (statement) => (statement.Action = ['kms:Decrypt', 'kms:Rencrypt*']),
        'SafekeepingKey',
        'kms:Rencrypt* is no action',
      ],
      [
        'a bucket where its objects must be',
        role,
        does('s3:AbortMultipartUpload'),
        (statement) => (statement.Resource = 'arn:aws:s3:::sample'),
        'role ArchiveRole',
        's3:AbortMultipartUpload takes accesspointobject, object; it is given arn:aws:s3:::sample',
      ],
      [
        'an index where a table must be',
        role,
        does('dynamodb:BatchGetItem'),
        (statement) =>
          (statement.Resource = 'arn:aws:dynamodb:us-east-1:123456789012:table/sample/index/watched'),
        'role IngestIngestTelemetryRole',
        'dynamodb:GetItem takes table; it is given arn:aws:dynamodb:us-east-1:123456789012:table/sample/index/watched',
      ],
      [
        'a resource where an action takes none',
        role,
        publishesToTopic,
        (statement) => (statement.Action = 'sns:ListSubscriptions'),
        'role NotifyRole',
        'sns:ListSubscriptions takes no resource, only "*"; it is given arn:aws-us-gov:sns:ap-southeast-1:123456789012:sample-AlertsShipments-ABCDEFGHIJKL',
      ],
      [
        'one resource too many',
        role,
        does('firehose:PutRecord'),
        (statement) =>
          (statement.Resource = [statement.Resource, 'arn:aws:sqs:us-east-1:123456789012:sample']),
        'role IngestIngestTelemetryRole',
        'none of firehose:PutRecord takes arn:aws:sqs:us-east-1:123456789012:sample',
      ],
      [
        'a condition key that does not exist',
        'AWS::KMS::Key',
        ({ Condition }) => Condition?.['StringEquals']?.['kms:ViaService'] !== undefined,
        (statement) => (statement.Condition = { StringEquals: { 'kms:ThroughService': 'sns' } }),
        'SafekeepingKey',
        'kms:ThroughService is no condition key',
      ],
      [
        'a global condition key that does not exist',
        'AWS::S3::BucketPolicy',
        () => true,
        (statement) => (statement.Condition = { Bool: { 'aws:SecureTransports': 'false' } }),
        'SafekeepingAccessLogsPolicy',
        'aws:SecureTransports is no condition key',
      ],
      [
        'a condition key of another service',
        'AWS::SNS::TopicPolicy',
        ({ Sid }) => Sid === 'AlarmsTell',
        (statement) => (statement.Condition = { StringEquals: { 'kms:CallerAccount': '123456789012' } }),
        'AlertsOperationsPolicy',
        'none of sns:Publish knows the condition key kms:CallerAccount',
      ],
      [
        'a condition operator that does not exist',
        'AWS::S3::BucketPolicy',
        () => true,
        (statement) => (statement.Condition = { Boolean: { 'aws:SecureTransport': 'false' } }),
        'SafekeepingAccessLogsPolicy',
        'Boolean is no condition operator',
      ],
      [
        'a statement without an action',
        role,
        () => true,
        (statement) => delete statement.Action,
        'role ArchiveRole',
        'it has no Action; name what it allows or denies',
      ],
    ])('%s', async (_, type, picks, change, owner, fault) => {
      const { where, faults } = await mutant(type, picks, change);
      expect(withoutHashes(faults[0]!)).toBe(`${owner} (${type}), ${where}: ${fault}`);
    });
  });
});
