import { expect, test } from 'vitest';
import { settings as production } from '../../config/production.ts';
import { recordFolders } from '../../src/storage/archive/archived-record.ts';
import { deployed, ireland, ofType, synthesised } from '../support/synthesised.ts';

type Statement = {
  readonly Effect: string;
  readonly Principal: string | { readonly AWS?: string | readonly string[]; readonly Service?: string };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** Returns whether a value is the account of `deployed` or a resource of the stack. */
const isOurs = (value: string): boolean => /:?\b123456789012\b|^<.+>$/.test(value);
const template = synthesised({ canary: true });

test.each(['AWS::KMS::Key', 'AWS::S3::BucketPolicy', 'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'])(
  'a policy of %s only allows access from this account or from its resources',
  (type) => {
    const allowed = ofType(template, type).flatMap(([id, { Properties = {} }]) => {
      const document = Properties['PolicyDocument'] ?? Properties['KeyPolicy'];
      const { Statement } = deployed(document, ireland) as { Statement: Statement[] };
      return Statement.filter(({ Effect }) => Effect === 'Allow').map((each) => ({ id, ...each }));
    });
    expect(allowed.length).toBeGreaterThan(0);
    const strangers = allowed.filter(({ Principal, Condition = {} }) => {
      const requester = typeof Principal === 'string' ? [Principal] : [Principal.AWS ?? '*'].flat();
      const where = Object.values(Condition).flatMap((each) => Object.values(each).flat());
      return !requester.every(isOurs) && !where.some(isOurs);
    });
    expect(strangers).toEqual([]);
  },
);

test.each([
  ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'Bucket'],
  ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'],
  ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'],
])('every %s refuses requests without TLS', (type, policyType, subject) => {
  const refusing = ofType(template, policyType).flatMap(([, { Properties = {} }]) => {
    const { Statement } = Properties['PolicyDocument'] as { Statement: Statement[] };
    const isRefused = Statement.some(
      ({ Effect, Condition }) =>
        Effect === 'Deny' && Condition?.['Bool']?.['aws:SecureTransport'] === 'false',
    );
    return isRefused ? [JSON.stringify(Properties[subject])] : [];
  });
  for (const [id] of ofType(template, type))
    expect(
      refusing.filter((each) => each.includes(`"${id}"`)),
      id,
    ).toHaveLength(1);
});

test('when archived messages expire, nothing else in the archive does', () => {
  const ending = synthesised({ retention: { ...production.retention, messageDays: 400 } });
  const [rules] = ofType(ending, 'AWS::S3::Bucket')
    .filter(([id]) => id.startsWith('Archive'))
    .map(([, { Properties = {} }]) => Properties['LifecycleConfiguration']);
  const { Rules } = rules as { Rules: { Prefix?: string; ExpirationInDays: number }[] };
  expect(Rules.map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays])).toEqual([
    ['telemetry/', 400],
  ]);
  for (const folder of Object.values(recordFolders)) expect(folder.startsWith('telemetry/')).toBe(false);
});
