import { type TemplateParts, deployedForm } from './deployed-form.ts';
import { serviceLimits } from './service-limits.ts';

type PolicyLimit =
  | 'rolePolicyCharacters'
  | 'trustPolicyCharacters'
  | 'thingPolicyCharacters'
  | 'queuePolicyBytes'
  | 'topicPolicyBytes'
  | 'bucketPolicyBytes'
  | 'keyPolicyBytes'
  | 'functionPolicyBytes';

/** A part of what a resource may hold of policies: each size is that of all of them together. */
type Held = { readonly by: string; readonly limit: PolicyLimit; readonly document: unknown };

/** Which policies a resource of a type holds, or gives to others. */
const holders: Readonly<
  Record<string, (logicalId: string, properties: Record<string, unknown>) => readonly Held[]>
> = {
  'AWS::IAM::Role': (by, { AssumeRolePolicyDocument, Policies = [] }) => [
    { by, limit: 'trustPolicyCharacters', document: AssumeRolePolicyDocument },
    ...(Policies as { PolicyDocument: unknown }[]).map(({ PolicyDocument }): Held => ({
      by,
      limit: 'rolePolicyCharacters',
      document: PolicyDocument,
    })),
  ],
  'AWS::IAM::Policy': (_, { Roles = [], PolicyDocument }) =>
    each(Roles, 'rolePolicyCharacters', PolicyDocument),
  'AWS::IoT::Policy': (by, { PolicyDocument }) => [
    { by, limit: 'thingPolicyCharacters', document: PolicyDocument },
  ],
  'AWS::SQS::QueuePolicy': (_, { Queues, PolicyDocument }) =>
    each(Queues, 'queuePolicyBytes', PolicyDocument),
  'AWS::SNS::TopicPolicy': (_, { Topics, PolicyDocument }) =>
    each(Topics, 'topicPolicyBytes', PolicyDocument),
  'AWS::S3::BucketPolicy': (_, { Bucket, PolicyDocument }) =>
    each([Bucket], 'bucketPolicyBytes', PolicyDocument),
  'AWS::KMS::Key': (by, { KeyPolicy }) => [{ by, limit: 'keyPolicyBytes', document: KeyPolicy }],
  // Lambda makes a statement of each permission, and one policy of all of a function.
  'AWS::Lambda::Permission': (logicalId, { FunctionName, Principal, Action, SourceArn, SourceAccount }) =>
    each([FunctionName], 'functionPolicyBytes', {
      Sid: logicalId.padEnd(100, '-'),
      Effect: 'Allow',
      Principal: { Service: Principal },
      Action,
      Resource: FunctionName,
      Condition: {
        StringEquals: { 'AWS:SourceAccount': SourceAccount },
        ArnLike: { 'AWS:SourceArn': SourceArn },
      },
    }),
};

function each(owners: unknown, limit: PolicyLimit, document: unknown): Held[] {
  return (owners as unknown[]).map((owner) => ({ by: JSON.stringify(owner), limit, document }));
}

/** Which policies of a template are larger than AWS takes, a sentence each. References are followed to their longest. */
export function policiesTooLarge(template: TemplateParts): string[] {
  const sizes = new Map<string, { by: string; limit: PolicyLimit; size: number }>();
  for (const [logicalId, { type, properties }] of Object.entries(template.parts)) {
    const deployed = deployedForm(template, properties) as Record<string, unknown>;
    for (const { by, limit, document } of holders[type]?.(logicalId, deployed) ?? []) {
      const name = nameOf(template, by);
      const key = `${limit} ${name}`;
      const size = (sizes.get(key)?.size ?? 0) + sizeOf(document, limit);
      sizes.set(key, { by: name, limit, size });
    }
  }
  return [...sizes.values()].flatMap(({ by, limit, size }) =>
    size > serviceLimits[limit].limit
      ? [`the policies of ${by} have ${size} ${unitOf(limit)}; AWS takes ${serviceLimits[limit].limit}`]
      : [],
  );
}

/** A role is known by its own logical id and, where a policy is attached to it, by its name. */
function nameOf(template: TemplateParts, by: string): string {
  return Object.hasOwn(template.parts, by) ? JSON.stringify(deployedForm(template, { Ref: by })) : by;
}

function sizeOf(document: unknown, limit: PolicyLimit): number {
  const text = JSON.stringify(document) ?? '';
  return unitOf(limit) === 'characters' ? text.replaceAll(/\s/g, '').length : Buffer.byteLength(text);
}

function unitOf(limit: PolicyLimit): 'characters' | 'bytes' {
  return limit.endsWith('Characters') ? 'characters' : 'bytes';
}
