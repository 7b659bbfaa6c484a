import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/**
 * When the stack goes, a bucket that goes with it is emptied by a custom resource of the CDK. What still writes then would
 * fill it again, and CloudFormation deletes no bucket that holds something: so the writer goes first. A bucket that stays
 * has nothing to wait for.
 *
 * The service that delivers access logs is no part of the stack. Before the custom resource empties a bucket it denies
 * every further object, and the policy that lets the service write is deleted before the bucket is.
 */
export function goesBeforeEmptying(writer: IConstruct, bucket: Bucket): void {
  const emptying = bucket.node.tryFindChild('AutoDeleteObjectsCustomResource');
  if (emptying !== undefined) writer.node.addDependency(emptying);
}
