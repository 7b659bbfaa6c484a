import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { buildPage } from '../build-page.ts';
import { type DataProtection, closed, outcome } from './data-protection.ts';

/** Creates the bucket of the page's files. */
export function pageBucket(scope: Construct): Bucket {
  const bucket = new Bucket(scope, 'Files', {
    ...closed,
    encryption: BucketEncryption.S3_MANAGED,
    ...outcome(RemovalPolicy.DESTROY),
  });
  acknowledge(bucket, {
    S3BucketLoggingEnabled: 'It contains the page, which is public; only the distribution reads it.',
    S3BucketVersioningEnabled: 'The page can be built again from the sources.',
    S3DefaultEncryptionKMS: 'It contains the page, which is public.',
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions::AwsSolutions-S1',
    reason: 'It contains the page, which is public; only the distribution reads it.',
  });
  return bucket;
}

/**
 * Deploys the page's files. Files are named by their content and cached; the document that names them is requested each
 * time.
 */
export function deployFiles(scope: Construct, bucket: Bucket, dataProtection: DataProtection): void {
  const files = {
    sources: [Source.asset(buildPage())],
    destinationBucket: bucket,
    logGroup: dataProtection.logGroup(scope, 'DeploymentLogs'),
  };
  const assets = new BucketDeployment(scope, 'Assets', {
    ...files,
    exclude: ['*'],
    include: ['assets/*'],
    cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
    // A browser with the previous release open still requests its files.
    prune: false,
  });
  const document = new BucketDeployment(scope, 'Document', {
    ...files,
    exclude: ['assets/*'],
    cacheControl: [CacheControl.noCache()],
    prune: false,
  });
  document.node.addDependency(assets);
  acknowledgeDeployment(bucket);
}

/** Acknowledges findings about the CDK's function that copies files into a bucket: it only runs during deployments. */
function acknowledgeDeployment(bucket: Bucket): void {
  const provider = Stack.of(bucket).node.children.find(({ node }) =>
    node.id.startsWith('Custom::CDKBucketDeployment'),
  )!;
  const reason =
    'The CDK’s own provider copies the page into its bucket while the stack is deployed; its rights and runtime are of the library.';
  const bucketArn = `<${Stack.of(bucket).resolve((bucket.node.defaultChild as CfnBucket).logicalId) as string}.Arn>`;
  for (const finding of [
    'L1',
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    ...['GetBucket*', 'GetObject*', 'List*', 'Abort*', 'DeleteObject*'].map(
      (action) => `IAM5[Action::s3:${action}]`,
    ),
    'IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]',
    `IAM5[Resource::${bucketArn}/*]`,
  ])
    Validations.of(provider).acknowledge({ id: `AwsSolutions::AwsSolutions-${finding}`, reason });
}
