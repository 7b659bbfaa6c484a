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
      `${endpoint} cannot be subscribed so (${error.message}); where it is subscribed otherwise already, unsubscribe that first.`,
    );
  // https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
  if (error instanceof FilterPolicyLimitExceededException)
    return new RequestRefused(
      409,
      `${endpoint} is not subscribed: SNS takes no more subscribers who hear of one audience only. It takes 200 for a stage and 10 000 for an account, unless AWS has raised that. Unsubscribe one, subscribe a mailing list for several people, or ask AWS for more in Service Quotas.`,
      { type: 'urn:coldwatch:problem:too-many-subscribers' },
    );
  if (error instanceof SubscriptionLimitExceededException)
    return new RequestRefused(
      409,
      `${endpoint} is not subscribed: SNS takes no more subscribers in this account. Unsubscribe one, or ask AWS for more in Service Quotas.`,
      { type: 'urn:coldwatch:problem:too-many-subscribers' },
    );
  return null;
}
