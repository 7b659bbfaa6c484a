import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { settings as production } from '../../config/production.ts';
import type { Settings } from '../../lib/settings.ts';
import { monitoringFunctions } from '../../lib/constructs/monitoring-functions.ts';
import { type Synthesised, type SynthesisedResource, ofType, synthesised } from '../support/synthesised.ts';

const retention = (records: 'stay' | 'go'): Partial<Settings> => ({
  retention: { ...production.retention, records },
  canary: true,
});
let goes: Synthesised;
let stays: Synthesised;
beforeAll(() => {
  goes = synthesised(retention('go'));
  stays = synthesised(retention('stay'));
});

const emptying = 'Custom::S3AutoDeleteObjects';
const text = (value: unknown): string => JSON.stringify(value);
const referencesIn = (value: unknown): string[] => [
  ...[...text(value).matchAll(/"Ref":"(\w+)"/g)].map(([, id]) => id!),
  ...[...text(value).matchAll(/"Fn::GetAtt":\["(\w+)"/g)].map(([, id]) => id!),
];

/** Returns everything that is created before a resource and therefore deleted after it. */
function deletedAfter(template: Synthesised, logicalId: string, known = new Set<string>()): Set<string> {
  const { Properties, DependsOn = [] } = template.Resources[logicalId]!;
  for (const id of [...referencesIn(Properties ?? {}), ...[DependsOn].flat()])
    if (id in template.Resources && !known.has(id)) deletedAfter(template, id, known.add(id));
  return known;
}

/** Returns the resource that empties a bucket, if any. */
function emptierOf(template: Synthesised, bucket: string): string | undefined {
  return ofType(template, emptying).find(([, { Properties }]) =>
    referencesIn(Properties).includes(bucket),
  )?.[0];
}

const isArchived = ({ DeletionPolicy }: SynthesisedResource): boolean =>
  DeletionPolicy !== undefined && DeletionPolicy.startsWith('Retain');

describe('when records are deleted with the stack, everything is', () => {
  test('no resource is retained', () => {
    const left = Object.entries(goes.Resources).filter(([, resource]) => isArchived(resource));
    expect(left.map(([id]) => id)).toEqual([]);
  });

  test('no resource refuses to be deleted', () => {
    for (const [, { Properties }] of [
      ...ofType(goes, 'AWS::DynamoDB::Table'),
      ...ofType(goes, 'AWS::Cognito::UserPool'),
    ])
      expect([undefined, false, 'INACTIVE']).toContain(
        Properties!['DeletionProtectionEnabled'] ?? Properties!['DeletionProtection'],
      );
    for (const [, { Properties }] of ofType(goes, 'AWS::S3::Bucket'))
      expect(Properties).not.toHaveProperty('ObjectLockEnabled');
    for (const [, { Properties }] of ofType(goes, 'AWS::KMS::Key'))
      expect(Properties).toMatchObject({ PendingWindowInDays: 7 });
  });

  test('every function logs to a group that the stack deletes, and is deleted before it', () => {
    const functions = ofType(goes, 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(6);
    for (const [id, { Properties }] of functions) {
      const [group] = referencesIn(Properties!['LoggingConfig'] ?? {});
      expect(goes.Resources[group ?? '']?.Type, id).toBe('AWS::Logs::LogGroup');
    }
  });
});

describe.each(['stay', 'go'] as const)('with the setting records: %s', (records) => {
  const template = (): Synthesised => (records === 'go' ? goes : stays);

  test('exactly the buckets that are deleted are emptied first', () => {
    const buckets = ofType(template(), 'AWS::S3::Bucket');
    expect(buckets).toHaveLength(5);
    for (const [id, resource] of buckets)
      expect(emptierOf(template(), id) !== undefined, id).toBe(!isArchived(resource));
  });

  test('every writer of a bucket is deleted before the bucket is emptied', () => {
    const writers = (bucket: string): string[] =>
      [
        ...ofType(template(), 'AWS::KinesisFirehose::DeliveryStream'),
        ...ofType(template(), 'AWS::Athena::WorkGroup'),
        ...ofType(template(), 'AWS::IAM::Policy'),
      ]
        .filter(([id, { Properties }]) => {
          if (id.startsWith('CustomCDKBucketDeployment')) return false;
          if (!id.includes('Policy')) return referencesIn(Properties).includes(bucket);
          const { Statement } = Properties!['PolicyDocument'] as { Statement: { Action: unknown }[] };
          return Statement.some(
            (each) => text(each.Action).includes('s3:PutObject') && referencesIn(each).includes(bucket),
          );
        })
        .map(([id]) => id);
    const found: string[] = [];
    for (const [bucket] of ofType(template(), 'AWS::S3::Bucket')) {
      const emptier = emptierOf(template(), bucket);
      if (emptier === undefined) continue;
      for (const writer of writers(bucket)) {
        found.push(`${writer} ${bucket}`);
        expect([...deletedAfter(template(), writer)], `${writer} writes into ${bucket}`).toContain(emptier);
      }
    }
    // Archive: the stream, its role, six functions, the monitoring functions and the canary; downloads: api-read and
    // Athena; uploads: api-write, by links.
    expect(found).toHaveLength(records === 'go' ? 12 + monitoringFunctions : 3);
  });

  test('access logs can no longer be delivered when their bucket is deleted', () => {
    const [[logs]] = ofType(template(), 'AWS::S3::Bucket').filter(([id]) => /AccessLogs/.test(id)) as [
      [string, SynthesisedResource],
    ];
    const [[policy, { Properties }]] = ofType(template(), 'AWS::S3::BucketPolicy').filter(([, each]) =>
      referencesIn(each.Properties!['Bucket']).includes(logs),
    ) as [[string, SynthesisedResource]];
    // This policy alone allows the service to write; an ACL would continue to allow it.
    expect(text(Properties)).toContain('logging.s3.amazonaws.com');
    expect(template().Resources[logs]!.Properties).not.toHaveProperty('AccessControl');
    const emptier = emptierOf(template(), logs);
    if (records === 'stay') return expect(emptier).toBeUndefined();
    // First the bucket is emptied, which denies further objects; then the policy is deleted; then the bucket.
    expect([...deletedAfter(template(), emptier!)]).toEqual(expect.arrayContaining([policy, logs]));
    expect([...deletedAfter(template(), policy)]).toContain(logs);
  });

  test('the workgroup is deleted with its history', () => {
    const [[, { Properties }]] = ofType(template(), 'AWS::Athena::WorkGroup') as [
      [string, SynthesisedResource],
    ];
    expect(Properties).toMatchObject({ RecursiveDeleteOption: true });
  });
});

test('when records stay, only tables, archive, access logs, their key and the user pool are retained', () => {
  const stored = Object.values(stays.Resources).filter(isArchived);
  const counts = Object.groupBy(stored, ({ Type }) => Type);
  expect(
    Object.fromEntries(Object.entries(counts).map(([type, resources]) => [type, resources!.length])),
  ).toEqual({
    'AWS::KMS::Key': 1,
    'AWS::S3::Bucket': 2,
    'AWS::DynamoDB::Table': 14,
    'AWS::Cognito::UserPool': 1,
  });
});

test('the page on taking a stage down names everything that is retained, and readme and runbook link to it', () => {
  const page = readFileSync('docs/taking-down.md', 'utf8');
  const named = [...page.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name!);
  for (const [id, resource] of Object.entries(stays.Resources))
    if (isArchived(resource))
      expect(
        named.filter((name) => id.startsWith(name)),
        id,
      ).toHaveLength(1);
  // The page needs a command that lists them all: DescribeStackResources returns only the first hundred.
  expect(Object.keys(stays.Resources).length).toBeGreaterThan(100);
  expect(page).toContain('list-stack-resources --stack-name STACK > STACK.json');
  // Messages waiting for the archive are deleted with the stack and exist unchanged nowhere else.
  expect(ofType(stays, 'AWS::SQS::Queue').map(([id]) => id)).toContainEqual(
    expect.stringMatching(/^IngestUnarchived/),
  );
  expect(named).toContain('IngestUnarchived');
  expect(page).toContain('STACK-thing');
  expect(page).toContain('STACK-gateway');
  expect(ofType(stays, 'AWS::IoT::Policy').map(([, { Properties }]) => Properties?.['PolicyName'])).toEqual([
    'coldwatch-thing',
    'coldwatch-gateway',
  ]);
  expect(readFileSync('README.md', 'utf8')).toContain('(docs/taking-down.md)');
  expect(readFileSync('docs/runbook.md', 'utf8')).toContain('(taking-down.md)');
});
