import type { LocalSubscription } from './subscriptions.ts';
import type { Properties } from './template.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html, as an account begins with them. */
export const filterPolicyLimits = {
  perTopic: 200,
  perAccount: 10_000,
  keys: 5,
  /** The number of values of each key, multiplied. */
  combinations: 150,
  bytes: 256 * 1024,
} as const;

type Refused = { readonly status: number; readonly code: string; readonly message: string };

/** What SNS says to one more filter policy; null where it takes it. */
export function refusalOfFilterPolicy(
  topicArn: string,
  policy: Properties | null,
  subscriptions: readonly LocalSubscription[],
): Refused | null {
  if (policy === null) return null;
  const values = Object.values(policy).map((each) => (Array.isArray(each) ? each.length : 1));
  const wrong = [
    ...(values.length > filterPolicyLimits.keys ? ['Filter policy can not have more than 5 keys'] : []),
    ...(values.reduce((product, each) => product * each, 1) > filterPolicyLimits.combinations
      ? ['Filter policy is too complex']
      : []),
    ...(Buffer.byteLength(JSON.stringify(policy)) > filterPolicyLimits.bytes
      ? ['Filter policy is too large']
      : []),
  ];
  if (wrong.length > 0)
    return { status: 400, code: 'InvalidParameter', message: `Invalid parameter: FilterPolicy: ${wrong[0]}` };
  const filtered = subscriptions.filter(({ filterPolicy }) => filterPolicy !== null);
  const ofTopic = filtered.filter((each) => each.topicArn === topicArn);
  if (ofTopic.length >= filterPolicyLimits.perTopic || filtered.length >= filterPolicyLimits.perAccount)
    return { status: 403, code: 'FilterPolicyLimitExceeded', message: 'Filter policy limit exceeded' };
  return null;
}
