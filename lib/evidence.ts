import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import type { Settings } from './settings.ts';

const evidenceFolders = ['evidence', 'signatures'];
const downloadFolders = ['bundles', 'reports'];

/** What was signed and by what, kept for good; and files made on demand, which can be made again. */
export class Evidence extends Construct {
  readonly #evidence: Bucket;
  readonly #downloads: Bucket;

  constructor(scope: Construct, id: string, { retainRecords, archiveLockDays }: Settings) {
    super(scope, id);
    const removalPolicy = retainRecords ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.#evidence = this.#bucket('Signed', {
      versioned: true,
      removalPolicy,
      ...(archiveLockDays !== null && {
        objectLockEnabled: true,
        objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(archiveLockDays)),
      }),
    });
    this.#downloads = this.#bucket('Downloads', {
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [{ expiration: Duration.days(1) }],
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

  #bucket(id: string, props: BucketProps): Bucket {
    const bucket = new Bucket(this, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      ...props,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'Only the functions of the API write and read here; they log each request.',
    });
    return bucket;
  }
}
