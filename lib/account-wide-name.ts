import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * A name for what an account has once for all of its regions, as CloudFront's policies and CloudWatch's dashboards. It
 * holds the region, so that a stage can be deployed in two regions of one account. At most 56 characters and the part.
 */
export function accountWideName(scope: Construct, part?: string): string {
  const { stackName, region } = Stack.of(scope);
  return [stackName, region, ...(part === undefined ? [] : [part])].join('-');
}
