import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * The first part of the sign-in host of a deployment. A prefix consists of lower-case letters, digits and hyphens, at
 * most 63 characters. The region follows it in the host name, so that the prefix need not contain it:
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
 */
export function signInPrefix(scope: Construct): string {
  const { stackName, account } = Stack.of(scope);
  return `${stackName.toLowerCase()}-${account}`;
}
