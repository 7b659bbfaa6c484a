import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * How the host begins at which people of a deployment sign in. A prefix has small letters only and at most 63 characters;
 * it is followed by the region, so that it need not hold it:
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
 */
export function signInPrefix(scope: Construct): string {
  const { stackName, account } = Stack.of(scope);
  return `${stackName.toLowerCase()}-${account}`;
}
