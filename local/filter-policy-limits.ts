import type { LocalSubscription } from './subscriptions.ts';
import { serviceLimits } from './service-limits.ts';
import type { Properties } from './template.ts';

type Refused = { readonly status: number; readonly code: string; readonly message: string };

/** Returns SNS's refusal of one more filter policy; null where SNS accepts it. */
export function refusalOfFilterPolicy(
  topicArn: string,
  policy: Properties | null,
  subscriptions: readonly LocalSubscription[],
): Refused | null {
  if (policy === null) return null;
  const keys = serviceLimits.filterPolicyKeys.limit;
  const values = Object.values(policy).map((each) => (Array.isArray(each) ? each.length : 1));
  const wrong = [
    ...(values.length > keys ? [`Filter policy can not have more than ${keys} keys`] : []),
    ...(values.reduce((product, each) => product * each, 1) > serviceLimits.filterPolicyCombinations.limit
      ? ['Filter policy is too complex']
      : []),
    ...(Buffer.byteLength(JSON.stringify(policy)) > serviceLimits.filterPolicyBytes.limit
      ? ['Filter policy is too large']
      : []),
  ];
  if (wrong.length > 0)
    return { status: 400, code: 'InvalidParameter', message: `Invalid parameter: FilterPolicy: ${wrong[0]}` };
  const filtered = subscriptions.filter(({ filterPolicy }) => filterPolicy !== null);
  const ofTopic = filtered.filter((each) => each.topicArn === topicArn);
  if (
    ofTopic.length >= serviceLimits.filterPoliciesOfTopic.limit ||
    filtered.length >= serviceLimits.filterPoliciesOfAccount.limit
  )
    return { status: 403, code: 'FilterPolicyLimitExceeded', message: 'Filter policy limit exceeded' };
  return null;
}
