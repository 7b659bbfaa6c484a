import { type CfnResource, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DataProtection } from './data-protection.ts';

/** What the CDK calls the provider that empties buckets. */
const emptying = 'Custom::S3AutoDeleteObjectsCustomResourceProvider';

/**
 * The function that empties buckets would make a log group of its own, which no stack deletes; it logs into one of ours,
 * which ends and goes like the others.
 */
export function logEmptying(scope: Construct, dataProtection: DataProtection): void {
  const provider = Stack.of(scope).node.findChild(emptying);
  const { logGroupName } = dataProtection.logGroup(scope, 'EmptyingLogs');
  (provider.node.findChild('Handler') as CfnResource).addPropertyOverride('LoggingConfig', {
    LogGroup: logGroupName,
  });
}
