import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import { acknowledge } from './acknowledge.ts';
import type { Safekeeping } from './safekeeping.ts';

const evidenceFolders = ['evidence', 'signatures'];
const downloadFolders = ['bundles', 'reports'];

/** What was signed and by what, kept for good; and files made on demand, which can be made again. */
export class Evidence extends Construct {
  readonly #evidence: Bucket;
  readonly #downloads: Bucket;

  constructor(scope: Construct, id: string, safekeeping: Safekeeping) {
    super(scope, id);
    this.#evidence = safekeeping.recordBucket(this, 'Signed');
    this.#downloads = safekeeping.bucket(this, 'Downloads', {
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [{ expiration: Duration.days(1) }],
    });
    acknowledge(this.#downloads, {
      S3BucketVersioningEnabled: 'What is downloaded is made of records on demand, and can be made again.',
    });
  }

  /** Lets a function freeze evidence and keep signatures; what is kept cannot be removed this way. */
  grantSigning(signer: ColdwatchFunction): void {
    this.#use(signer, 'EVIDENCE_BUCKET', this.#evidence, evidenceFolders, ['s3:PutObject']);
  }

  /** Lets a function read what was signed, and make files of it that people load by a link. */
  grantShowing(shower: ColdwatchFunction): void {
    this.#use(shower, 'EVIDENCE_BUCKET', this.#evidence, evidenceFolders, ['s3:GetObject']);
    this.#use(shower, 'DOWNLOADS_BUCKET', this.#downloads, downloadFolders, ['s3:GetObject', 's3:PutObject']);
  }

  #use(user: ColdwatchFunction, name: string, bucket: Bucket, folders: string[], actions: string[]): void {
    user.use(
      name,
      bucket.bucketName,
      folders.map((folder) => bucket.arnForObjects(`${folder}/*`)),
      actions,
    );
    const logicalId = Stack.of(this).resolve((bucket.node.defaultChild as CfnBucket).logicalId) as string;
    for (const folder of folders)
      user.acknowledge(
        `AwsSolutions::AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/${folder}/*]`,
        'Objects are named by their content; the folder is the right.',
      );
  }
}
