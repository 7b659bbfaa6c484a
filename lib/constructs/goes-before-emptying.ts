import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/**
 * Makes a writer be deleted before its bucket is emptied. When the stack is deleted, a custom resource of the CDK
 * empties each bucket that is deleted with it. Anything still writing would fill the bucket again, and CloudFormation
 * does not delete a bucket that contains objects. A bucket that is retained needs no such order.
 *
 * The service that delivers access logs is not part of the stack. Before emptying a bucket the custom resource denies
 * all further writes, and the policy that allows the service to write is deleted before the bucket is.
 */
export function goesBeforeEmptying(writer: IConstruct, bucket: Bucket): void {
  const emptying = bucket.node.tryFindChild('AutoDeleteObjectsCustomResource');
  if (emptying !== undefined) writer.node.addDependency(emptying);
}
