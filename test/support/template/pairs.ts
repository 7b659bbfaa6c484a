import { type SynthesisedTemplate, resourcesOf } from './synthesised.ts';

/** The id of AWS's managed policy that disables CloudFront caching. */
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
/**
 * Errors that CloudFront caches for ten seconds whatever the policy of the path
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html).
 */
const cachedErrors = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

type Target = {
  readonly Arn: unknown;
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number };
};

/**
 * Returns what lacks its counterpart in a template, one sentence each: half a pair deploys, but does not do what it
 * seems to.
 */
export function faultsOfPairs(template: SynthesisedTemplate): string[] {
  return [
    ...schedulesThatRepeat(template),
    ...queuesThatHandOverTwice(template),
    ...deadLettersThatNobodyHears(template),
    ...errorsThatAreCached(template),
    ...topicsThatServicesCannotUse(template),
    ...queuesThatSchedulesCannotUse(template),
  ];
}

/** EventBridge and Lambda each have a retry setting; changing one leaves the other. */
function schedulesThatRepeat(template: SynthesisedTemplate): string[] {
  const functions = new Set(resourcesOf(template, 'AWS::Lambda::Function').map(({ logicalId }) => logicalId));
  const invoking = resourcesOf(template, 'AWS::Lambda::EventInvokeConfig').map(
    ({ properties }) => properties,
  );
  return resourcesOf(template, 'AWS::Events::Rule').flatMap(({ logicalId, properties }) =>
    (properties.Targets as Target[]).flatMap(({ Arn, RetryPolicy }) => {
      const target = referredTo(Arn);
      const faults =
        RetryPolicy?.MaximumRetryAttempts === 0 ? [] : [`${logicalId} is repeated by EventBridge`];
      if (target === undefined || !functions.has(target)) return faults;
      const own = invoking.find(({ FunctionName }) => referredTo(FunctionName) === target);
      if (own?.MaximumRetryAttempts !== 0)
        faults.push(`${target}, which ${logicalId} starts, is repeated by Lambda`);
      if (own?.MaximumEventAgeInSeconds !== 60)
        faults.push(`${target}, which ${logicalId} starts, is started by an event of more than a minute ago`);
      return faults;
    }),
  );
}

/**
 * Six function timeouts and the batching window
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
 */
function queuesThatHandOverTwice(template: SynthesisedTemplate): string[] {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').flatMap(({ logicalId, properties }) => {
    const queue = template.Resources[referredTo(properties.EventSourceArn)!]!.Properties!;
    const called = template.Resources[referredTo(properties.FunctionName)!]!.Properties!;
    const needed = 6 * Number(called['Timeout']) + Number(properties.MaximumBatchingWindowInSeconds ?? 0);
    const seconds = Number(queue['VisibilityTimeout'] ?? 30);
    return seconds >= needed
      ? []
      : [`${logicalId} has a queue that hides a message for ${seconds} s, not for ${needed} s`];
  });
}

function deadLettersThatNobodyHears(template: SynthesisedTemplate): string[] {
  const watched = new Set(
    resourcesOf(template, 'AWS::CloudWatch::Alarm').flatMap(({ properties }) =>
      ((properties.Dimensions ?? []) as { Value: unknown }[]).map(({ Value }) => referredTo(Value)),
    ),
  );
  const ends = [
    ...resourcesOf(template, 'AWS::SQS::Queue').map(
      ({ properties }) => properties.RedrivePolicy?.deadLetterTargetArn as unknown,
    ),
    ...resourcesOf(template, 'AWS::IoT::TopicRule').map(
      ({ properties }) => properties.TopicRulePayload.ErrorAction?.Sqs?.QueueUrl as unknown,
    ),
  ].flatMap((each) => referredTo(each) ?? []);
  return [...new Set(ends)].flatMap((end) =>
    watched.has(end) ? [] : [`${end} takes what failed, and no alarm is on it`],
  );
}

function errorsThatAreCached(template: SynthesisedTemplate): string[] {
  return resourcesOf(template, 'AWS::CloudFront::Distribution').flatMap(({ logicalId, properties }) => {
    const { CacheBehaviors = [], CustomErrorResponses = [] } = properties.DistributionConfig as {
      CacheBehaviors?: { CachePolicyId: string }[];
      CustomErrorResponses?: { ErrorCode: number; ErrorCachingMinTTL?: number }[];
    };
    if (!CacheBehaviors.some(({ CachePolicyId }) => CachePolicyId === cachingDisabled)) return [];
    const uncached = CustomErrorResponses.filter(({ ErrorCachingMinTTL }) => ErrorCachingMinTTL === 0);
    return cachedErrors
      .filter((code) => !uncached.some(({ ErrorCode }) => ErrorCode === code))
      .map((code) => `${logicalId} caches nothing of a path, but its errors ${code}`);
  });
}

type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal: { readonly Service?: unknown } | string;
};

/** A service that may publish to an encrypted topic must also be allowed to use its key. */
function topicsThatServicesCannotUse(template: SynthesisedTemplate): string[] {
  return resourcesOf(template, 'AWS::SNS::TopicPolicy').flatMap(({ properties }) => {
    const topic = referredTo(properties.Topics[0])!;
    const key = referredTo(template.Resources[topic]!.Properties!['KmsMasterKeyId']);
    if (key === undefined) return [`${topic} is not encrypted by a key of our own`];
    const keyPolicy = template.Resources[key]!.Properties!['KeyPolicy'] as { Statement: Statement[] };
    const users = new Set(keyPolicy.Statement.filter(mayEncrypt).flatMap(servicesOf));
    return (properties.PolicyDocument.Statement as Statement[])
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(servicesOf)
      .filter((service) => !users.has(service))
      .map((service) => `${service} may publish to ${topic}, and not use its key`);
  });
}

function mayEncrypt({ Effect, Action }: Statement): boolean {
  const actions = new Set([Action].flat());
  return Effect === 'Allow' && actions.has('kms:Decrypt') && actions.has('kms:GenerateDataKey*');
}

function servicesOf({ Principal }: Statement): string[] {
  if (typeof Principal === 'string' || Principal.Service === undefined) return [];
  return [Principal.Service].flat().map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
}

function queuesThatSchedulesCannotUse(template: SynthesisedTemplate): string[] {
  const open = new Set(
    resourcesOf(template, 'AWS::SQS::QueuePolicy').flatMap(({ properties }) =>
      (properties.PolicyDocument.Statement as Statement[])
        .filter(
          (each) =>
            each.Effect === 'Allow' &&
            [each.Action].flat().includes('sqs:SendMessage') &&
            servicesOf(each).includes('events.amazonaws.com'),
        )
        .map(() => referredTo(properties.Queues[0])),
    ),
  );
  return resourcesOf(template, 'AWS::Events::Rule').flatMap(({ logicalId, properties }) =>
    (properties.Targets as Target[])
      .flatMap(({ Arn }) => referredTo(Arn) ?? [])
      .filter((target) => template.Resources[target]?.Type === 'AWS::SQS::Queue' && !open.has(target))
      .map((target) => `${logicalId} sends to ${target}, which does not take it`),
  );
}

/** Returns the logical id of the resource that a value refers to. */
function referredTo(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return Ref ?? attribute?.[0];
}
