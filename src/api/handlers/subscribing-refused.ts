import {
  FilterPolicyLimitExceededException,
  InvalidParameterException,
  SubscriptionLimitExceededException,
} from '@aws-sdk/client-sns';
import { RequestRefused } from '../http/problem.ts';

/** Converts an SNS error on subscribing an endpoint to a refusal for the caller; null if the fault is ours. */
export function subscribingRefused(error: unknown, endpoint: string): RequestRefused | null {
  if (error instanceof InvalidParameterException)
    return new RequestRefused(
      422,
      `${endpoint} cannot be subscribed like this (${error.message}); if it already has another subscription, remove that first.`,
    );
  // https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
  if (error instanceof FilterPolicyLimitExceededException)
    return new RequestRefused(
      409,
      `${endpoint} is not subscribed: SNS accepts no more subscribers with a single audience. Its limits are 200 per stage and 10 000 per account, unless AWS has raised them. Unsubscribe one, subscribe a mailing list for several people, or request more in Service Quotas.`,
      { type: 'urn:coldwatch:problem:too-many-subscribers' },
    );
  if (error instanceof SubscriptionLimitExceededException)
    return new RequestRefused(
      409,
      `${endpoint} is not subscribed: SNS accepts no more subscribers in this account. Unsubscribe one, or request more in Service Quotas.`,
      { type: 'urn:coldwatch:problem:too-many-subscribers' },
    );
  return null;
}
