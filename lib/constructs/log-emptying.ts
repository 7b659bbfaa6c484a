import { type CfnResource, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DataProtection } from './data-protection.ts';

/** The CDK's name for the provider that empties buckets. */
const emptying = 'Custom::S3AutoDeleteObjectsCustomResourceProvider';

/**
 * Gives the bucket-emptying function a log group of the stack. By default it creates its own, which no stack deletes;
 * this one expires and is deleted like the others.
 */
export function logEmptying(scope: Construct, dataProtection: DataProtection): void {
  const provider = Stack.of(scope).node.findChild(emptying);
  const { logGroupName } = dataProtection.logGroup(scope, 'EmptyingLogs');
  (provider.node.findChild('Handler') as CfnResource).addPropertyOverride('LoggingConfig', {
    LogGroup: logGroupName,
  });
}
