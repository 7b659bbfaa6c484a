import { describe, expect, test } from 'vitest';
import { deployed, ireland, ofType, synthesised, synthesisedUnchecked } from '../support/synthesised.ts';

const template = synthesised();
const resource = (type: string, name: string) => {
  const found = ofType(template, type).find(([id]) => id.startsWith(name));
  return deployed(found![1].Properties, ireland) as Record<string, unknown>;
};
const page = 'https://<PageDistribution';

/** What the policy of a role allows: `action resource`, each resource without its hash. */
function rightsOf(role: string): string[] {
  const [, { Properties }] = ofType(template, 'AWS::IAM::Policy').find(([id]) => id.startsWith(role))!;
  const { Statement } = Properties!['PolicyDocument'] as {
    Statement: { Effect: string; Action: string | string[]; Resource: unknown }[];
  };
  return Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource }) =>
    [Action]
      .flat()
      .flatMap((action) =>
        [Resource]
          .flat()
          .map(
            (each) => `${action} ${String(deployed(each, ireland)).replaceAll(/[0-9A-F]{8}(?=[.>])/g, '')}`,
          ),
      ),
  );
}

describe('the bucket of uploads', () => {
  const bucket = resource('AWS::S3::Bucket', 'LoggerFilesUploads');

  test('admits uploads of the page only, and nothing that a page could read', () => {
    const { CorsRules } = bucket['CorsConfiguration'] as { CorsRules: Record<string, string[]>[] };
    expect(CorsRules).toEqual([
      {
        AllowedOrigins: [expect.stringMatching(new RegExp(`^${page}\\w+\\.DomainName>$`))],
        AllowedMethods: ['PUT'],
        AllowedHeaders: ['x-amz-checksum-sha256', 'content-type'],
        MaxAge: 3000,
      },
    ]);
  });

  test('forgets a file after a week, and is closed to the public', () => {
    expect(bucket['LifecycleConfiguration']).toEqual({
      Rules: [
        {
          ExpirationInDays: 7,
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          Status: 'Enabled',
        },
      ],
    });
    expect(bucket['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(JSON.stringify(bucket['BucketEncryption'])).toContain('aws:kms');
  });

  test('has the name that the page may connect to', () => {
    const headers = JSON.stringify(resource('AWS::CloudFront::ResponseHeadersPolicy', 'PageHeaders'));
    const [, sources] = /connect-src ([^;]+);/.exec(headers)!;
    expect(sources!.split(' ')).toContain(
      `https://${String(bucket['BucketName'])}.s3.eu-west-1.amazonaws.com`,
    );
    expect(sources).not.toContain('*');
  });

  test('has another name in every stage, account and region, however long the name of the stage', () => {
    const nameOf = (stackName: string, region = 'ap-southeast-4'): string => {
      const bucketOfStage = ofType(synthesisedUnchecked({ stackName }), 'AWS::S3::Bucket').find(([id]) =>
        id.startsWith('LoggerFilesUploads'),
      );
      return String(
        (deployed(bucketOfStage![1].Properties, { ...ireland, region }) as Record<string, unknown>)[
          'BucketName'
        ],
      );
    };
    const long = 'Coldwatch-of-the-northern-warehouses-no-';
    const names = [
      nameOf('coldwatch'),
      nameOf('coldwatch', 'eu-west-1'),
      nameOf(`${long}1`),
      nameOf(`${long}2`),
    ];
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(name).toMatch(/^[a-z0-9-]{3,63}$/);
      expect(name).toContain('123456789012');
    }
  });
});

describe('the function that reads files', () => {
  test('reads one file at a time, with memory for the largest, and hands on what failed five times', () => {
    expect(resource('AWS::Lambda::Function', 'LoggerFilesReadLoggerFile')).toMatchObject({
      MemorySize: 3008,
      Timeout: 180,
      Environment: { Variables: { READING_ATTEMPTS: '5' } },
    });
    // The function knows the last delivery of a message by that number.
    expect(resource('AWS::SQS::Queue', 'LoggerFilesQueue')).toMatchObject({
      RedrivePolicy: { maxReceiveCount: 5 },
      VisibilityTimeout: 6 * 180,
    });
    const mapping = ofType(template, 'AWS::Lambda::EventSourceMapping')
      .map(([, { Properties }]) => deployed(Properties, ireland) as Record<string, unknown>)
      .find(({ FunctionName }) => String(FunctionName).startsWith('<LoggerFiles'));
    expect(mapping).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 4 },
    });
  });

  test('has rights on nothing but the shipment that it writes, its queue, uploads and archived files', () => {
    const allowed = rightsOf('LoggerFilesReadLoggerFileRole');
    const others = allowed.filter((right) => !/^(logs|sqs:(Receive|Delete|Change|GetQueue))/.test(right));
    expect(others.toSorted()).toEqual([
      'dynamodb:DeleteItem <RecordsFiles.Arn>',
      'dynamodb:GetItem <RecordsDevices.Arn>',
      'dynamodb:GetItem <RecordsFiles.Arn>',
      'dynamodb:GetItem <RecordsInsights.Arn>',
      'dynamodb:GetItem <RecordsProfiles.Arn>',
      'dynamodb:PutItem <RecordsAudit.Arn>',
      'dynamodb:PutItem <RecordsFiles.Arn>',
      'dynamodb:PutItem <RecordsInsights.Arn>',
      'dynamodb:PutItem <RecordsJournal.Arn>',
      'dynamodb:PutItem <RecordsLedger.Arn>',
      'dynamodb:PutItem <RecordsSearch.Arn>',
      'dynamodb:PutItem <RecordsShipments.Arn>',
      'dynamodb:Query <RecordsJournal.Arn>',
      'dynamodb:Query <RecordsLedger.Arn>',
      'dynamodb:UpdateItem <RecordsDevices.Arn>',
      'dynamodb:UpdateItem <RecordsFiles.Arn>',
      'dynamodb:UpdateItem <RecordsJournal.Arn>',
      's3:GetObject <ArchiveBucket.Arn>/files/*',
      's3:GetObject <LoggerFilesUploads.Arn>/*',
      's3:ListBucket <ArchiveBucket.Arn>',
      's3:ListBucket <LoggerFilesUploads.Arn>',
      's3:PutObject <ArchiveBucket.Arn>/files/*',
      's3:PutObject <ArchiveBucket.Arn>/ledger/*',
      'sqs:SendMessage <NotifyQueue.Arn>',
    ]);
  });
});

test('the function that makes links may put what they name and have it read, and see nothing of either', () => {
  const roles = ofType(template, 'AWS::IAM::Policy').map(([id]) => id);
  const others = roles.filter((id) => !id.startsWith('LoggerFiles'));
  const found = others.flatMap((role) =>
    rightsOf(role)
      .filter((right) => /LoggerFiles(Uploads|Queue)/.test(right))
      .map((right) => `${role.replace(/Role.*/, '')} ${right}`),
  );
  expect(found.toSorted()).toEqual([
    // It has files read again that failed, and counts those that wait.
    'ApiSystem sqs:GetQueueAttributes <LoggerFilesQueue.Arn>',
    'ApiSystem sqs:SendMessage <LoggerFilesQueue.Arn>',
    'ApiWrite s3:PutObject <LoggerFilesUploads.Arn>/*',
    'ApiWrite sqs:SendMessage <LoggerFilesQueue.Arn>',
  ]);
});
