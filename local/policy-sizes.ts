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

/** One of the policies of a resource. Where several count towards the same limit, their sizes are added up. */
type SizedPolicy = { readonly by: string; readonly limit: PolicyLimit; readonly document: unknown };

/** Returns the policies that a resource of a given type has, or gives to others. */
const holders: Readonly<
  Record<string, (logicalId: string, properties: Record<string, unknown>) => readonly SizedPolicy[]>
> = {
  'AWS::IAM::Role': (by, { AssumeRolePolicyDocument, Policies = [] }) => [
    { by, limit: 'trustPolicyCharacters', document: AssumeRolePolicyDocument },
    ...(Policies as { PolicyDocument: unknown }[]).map(({ PolicyDocument }): SizedPolicy => ({
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
  // Lambda turns each permission into a statement, and all statements of a function into one policy.
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

function each(owners: unknown, limit: PolicyLimit, document: unknown): SizedPolicy[] {
  return (owners as unknown[]).map((owner) => ({ by: JSON.stringify(owner), limit, document }));
}

/**
 * Returns the policies of a template that exceed AWS's size limits, one sentence each. References are resolved to their
 * longest form.
 */
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

/** A role is identified by its logical id and, where a policy is attached to it, by its name. */
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
