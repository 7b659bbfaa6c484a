import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkTemplate } from '../../local/check-template.ts';
import type { TemplateParts } from '../../local/deployed-form.ts';
import { namesNotTaken } from '../../local/name-faults.ts';
import { policiesTooLarge } from '../../local/policy-sizes.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { serviceNames } from '../../local/service-names.ts';
import { smallTemplate } from '../support/small-template.ts';
import { synthesised } from '../support/synthesised.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-stack-limits-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Parts = TemplateParts['parts'];
const faultsOf = (parts: Parts): string[] => policiesTooLarge({ stackName: 's', parts });
/** Returns a document of this length, not counting white space. */
const document = (length: number): object => ({ x: 'x'.repeat(length - '{"x":""}'.length) });
const ref = (logicalId: string): object => ({ Ref: logicalId });

describe('the policies of a stack', () => {
  test.each<[name: keyof typeof serviceLimits, owner: string, partsOf: (size: number) => Parts]>([
    [
      'rolePolicyCharacters',
      '"s-Role-ABCDEFGHIJKL"',
      // All policies of a role together.
      (size) => ({
        Role: { type: 'AWS::IAM::Role', properties: { Policies: [{ PolicyDocument: document(4000) }] } },
        A: { type: 'AWS::IAM::Policy', properties: { Roles: [ref('Role')], PolicyDocument: document(4000) } },
        B: {
          type: 'AWS::IAM::Policy',
          properties: { Roles: [ref('Role')], PolicyDocument: document(size - 8000) },
        },
      }),
    ],
    [
      'trustPolicyCharacters',
      '"s-Role-ABCDEFGHIJKL"',
      (size) => ({
        Role: { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: document(size) } },
      }),
    ],
    [
      'thingPolicyCharacters',
      '"s-P-ABCDEFGHIJKL"',
      (size) => ({ P: { type: 'AWS::IoT::Policy', properties: { PolicyDocument: document(size) } } }),
    ],
    [
      'queuePolicyBytes',
      '"q"',
      (size) => ({
        P: { type: 'AWS::SQS::QueuePolicy', properties: { Queues: ['q'], PolicyDocument: document(size) } },
      }),
    ],
    [
      'topicPolicyBytes',
      '"t"',
      (size) => ({
        P: { type: 'AWS::SNS::TopicPolicy', properties: { Topics: ['t'], PolicyDocument: document(size) } },
      }),
    ],
    [
      'bucketPolicyBytes',
      '"b"',
      (size) => ({
        P: { type: 'AWS::S3::BucketPolicy', properties: { Bucket: 'b', PolicyDocument: document(size) } },
      }),
    ],
    [
      'keyPolicyBytes',
      '"01234567-89ab-cdef-0123-456789abcdef"',
      (size) => ({ K: { type: 'AWS::KMS::Key', properties: { KeyPolicy: document(size) } } }),
    ],
  ])('are limited by %s', (name, owner, partsOf) => {
    const limit = Number(serviceLimits[name].limit);
    expect(faultsOf(partsOf(limit))).toEqual([]);
    expect(faultsOf(partsOf(limit + 1))).toEqual([
      `the policies of ${owner} have ${limit + 1} ${name.endsWith('Bytes') ? 'bytes' : 'characters'}; AWS takes ${limit}`,
    ]);
  });

  test('are measured without white space where AWS does so', () => {
    const { limit } = serviceLimits.thingPolicyCharacters;
    const spaced = { x: ' '.repeat(500) + 'x'.repeat(limit - '{"x":""}'.length) };
    expect(faultsOf({ P: { type: 'AWS::IoT::Policy', properties: { PolicyDocument: spaced } } })).toEqual([]);
  });

  test('that let routes call a function count as one policy of the function', () => {
    const permissions = (count: number): Parts =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `Permission${index}`,
          {
            type: 'AWS::Lambda::Permission',
            properties: {
              FunctionName: 'function',
              Principal: 'apigateway.amazonaws.com',
              Action: 'lambda:InvokeFunction',
              SourceArn: 'x'.repeat(600),
            },
          },
        ]),
      );
    expect(faultsOf(permissions(20))).toEqual([]);
    expect(faultsOf(permissions(30))).toHaveLength(1);
  });
});

test.each(Object.entries(serviceNames))(
  "names of %s are accepted up to AWS's maximum length",
  (type, rules) => {
    for (const { property, pattern, atMost } of rules) {
      const named = (name: string): string[] => {
        const properties = property.reduceRight<unknown>((value, key) => ({ [key]: value }), name);
        return namesNotTaken({
          stackName: 's',
          parts: { Named: { type, properties: properties as Record<string, unknown> } },
        });
      };
      const longest = nameOfLength(atMost, pattern);
      expect(named(longest)).toEqual([]);
      expect(named(nameOfLength(atMost + 1, pattern))[0]).toContain('which AWS does not take');
    }
  },
);

/** Returns a name of this length that a pattern allows. */
function nameOfLength(length: number, pattern: RegExp): string {
  const beginning = pattern.test('alias/xxx') && !pattern.test('xxx') ? 'alias/' : '';
  return beginning + 'x'.repeat(length - beginning.length);
}

test('a stage with the longest allowed names can be deployed', () => {
  const stackName = `S${'tage-'.repeat(8)}`;
  const { Resources } = synthesised({ stackName, topicRoot: 'x'.repeat(64) });
  const parts = Object.fromEntries(
    Object.entries(Resources).map(([id, { Type, Properties = {} }]) => [
      id,
      { type: Type, properties: Properties },
    ]),
  );
  expect([policiesTooLarge({ stackName, parts }), namesNotTaken({ stackName, parts })]).toEqual([[], []]);
});

test('a stack that AWS would refuse does not start', () => {
  const policy = (length: number) => ({
    Policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyName: 'x'.repeat(length), PolicyDocument: {} } },
  });
  expect(() => checkTemplate(smallTemplate(folder, policy(128)))).not.toThrow();
  expect(() => checkTemplate(smallTemplate(folder, policy(129)))).toThrow(
    new Error(
      `AWS would refuse this stack: Policy is called ${'x'.repeat(129)}, which AWS does not take as PolicyName: ${serviceNames['AWS::IoT::Policy']![0]!.source}`,
    ),
  );
});
