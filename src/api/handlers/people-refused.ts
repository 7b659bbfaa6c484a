import {
  AliasExistsException,
  CodeDeliveryFailureException,
  InvalidParameterException,
  LimitExceededException,
  TooManyRequestsException,
  UnsupportedUserStateException,
} from '@aws-sdk/client-cognito-identity-provider';
import { RequestRefused } from '../http/problem.ts';

/** Converts an error of the identity provider to a refusal for the caller; null if the fault is ours. */
export function peopleRefused(error: unknown): RequestRefused | null {
  if (error instanceof TooManyRequestsException)
    return new RequestRefused(
      429,
      'The identity provider has too many requests at the moment. Try again in a minute.',
    );
  if (error instanceof AliasExistsException)
    return new RequestRefused(
      409,
      'Somebody else has this mail address. Find them in the list of people, or give another address.',
    );
  if (error instanceof UnsupportedUserStateException)
    return new RequestRefused(409, 'They have signed in before, so there is no invitation to send again.');
  if (error instanceof CodeDeliveryFailureException || error instanceof LimitExceededException)
    return new RequestRefused(
      409,
      'The invitation could not be sent by mail: the address does not take it, or the identity provider has sent as many mails as it may today (50, unless a sender of your own is configured). Check the address, or send the invitation again tomorrow.',
    );
  if (error instanceof InvalidParameterException)
    return new RequestRefused(422, `The identity provider does not accept this: ${error.message}`);
  return null;
}

/** Does work with the identity provider; what it refuses is refused to the caller in words. */
export async function orPeopleRefused<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw peopleRefused(error) ?? error;
  }
}
