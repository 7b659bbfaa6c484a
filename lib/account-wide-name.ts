import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * A name for a resource that is unique in an account across all regions, such as a CloudFront policy or a CloudWatch
 * dashboard. The name contains the region, so that a stage can be deployed in two regions of one account. It has at
 * most 56 characters plus the part.
 */
export function accountWideName(scope: Construct, part?: string): string {
  const { stackName, region } = Stack.of(scope);
  return [stackName, region, ...(part === undefined ? [] : [part])].join('-');
}
