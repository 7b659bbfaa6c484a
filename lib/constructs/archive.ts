import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { archivePrefix } from '../../src/storage/archive/archived-message.ts';
import { recordFolders } from '../../src/storage/archive/archived-record.ts';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import { goesBeforeEmptying } from './goes-before-emptying.ts';
import type { DataProtection } from './data-protection.ts';
import type { Settings } from '../settings.ts';

/**
 * Everything that cannot be recreated: every message as it was received, in compressed lines by day, written by a
 * stream that bills per record; and ledger entries, profiles, signatures and their evidence, one object each.
 */
export class Archive extends Construct {
  readonly #stream: CfnDeliveryStream;
  readonly #bucket: Bucket;

  constructor(
    scope: Construct,
    id: string,
    { retention }: Pick<Settings, 'retention'>,
    dataProtection: DataProtection,
  ) {
    super(scope, id);
    const { messageDays } = retention;
    const bucket = dataProtection.recordBucket(this, 'Bucket', {
      ...(messageDays !== null && {
        lifecycleRules: [
          {
            prefix: archivePrefix,
            expiration: Duration.days(messageDays),
            noncurrentVersionExpiration: Duration.days(1),
          },
        ],
      }),
    });
    this.#bucket = bucket;
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:AbortMultipartUpload', 's3:PutObject'],
        resources: [bucket.arnForObjects(`${archivePrefix}*`), bucket.arnForObjects('failed/*')],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        resources: [bucket.bucketArn],
      }),
    );
    const objects = Stack.of(this).resolve((bucket.node.defaultChild as CfnBucket).logicalId) as string;
    for (const folder of [archivePrefix, 'failed/'])
      Validations.of(role).acknowledge({
        id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${objects}.Arn>/${folder}*]`,
        reason: 'The stream makes the names of objects; the folders are ours alone.',
      });
    this.#stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        compressionFormat: 'GZIP',
        prefix: `${archivePrefix}!{timestamp:yyyy/MM/dd}/`,
        errorOutputPrefix: 'failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
        bufferingHints: { intervalInSeconds: 300, sizeInMBs: 64 },
      },
    });
    this.#stream.node.addDependency(role);
    goesBeforeEmptying(this.#stream, bucket);
    goesBeforeEmptying(role, bucket);
  }

  /** The S3 URL of a folder. */
  addressOf(folder: string): string {
    return this.#bucket.s3UrlForObject(folder);
  }

  /**
   * The age in seconds of the oldest message that the stream has not yet stored in the bucket. The stream retries for a
   * day and then drops the message: https://docs.aws.amazon.com/firehose/latest/dev/troubleshooting.html
   */
  ageOfOldest(): Metric {
    return new Metric({
      namespace: 'AWS/Firehose',
      metricName: 'DeliveryToS3.DataFreshness',
      dimensionsMap: { DeliveryStreamName: this.#stream.ref },
      statistic: Stats.MAXIMUM,
      period: Duration.minutes(5),
    });
  }

  /** Lets a function read received messages and files, and signed evidence. */
  grantReading(reader: ColdwatchFunction): void {
    const { evidence, signatures, files } = recordFolders;
    reader.useFolders(
      'ARCHIVE_BUCKET',
      this.#bucket,
      [archivePrefix, evidence, signatures, files],
      ['s3:GetObject'],
    );
    reader.allow([this.#bucket.bucketArn], ['s3:ListBucket']);
  }

  /** Lets a function read the evidence behind signatures, and nothing else. */
  grantReadingEvidence(reader: ColdwatchFunction): void {
    reader.useFolders('ARCHIVE_BUCKET', this.#bucket, [recordFolders.evidence], ['s3:GetObject']);
  }

  /** Lets a function read the files of loggers, and nothing else. */
  grantReadingFiles(reader: ColdwatchFunction): void {
    reader.useFolders('ARCHIVE_BUCKET', this.#bucket, [recordFolders.files], ['s3:GetObject']);
    // Without it S3 answers 403 for an object that is not there.
    reader.allow([this.#bucket.bucketArn], ['s3:ListBucket']);
  }

  /** Lets a function archive the records it writes; the grant allows neither reading nor deleting. */
  grantArchiving(archiver: ColdwatchFunction, records: readonly (keyof typeof recordFolders)[]): void {
    archiver.useFolders(
      'ARCHIVE_BUCKET',
      this.#bucket,
      records.map((name) => recordFolders[name]),
      ['s3:PutObject'],
    );
  }

  /** Lets a function add to the archive; the grant allows neither reading nor deleting. */
  grantAdding(adder: ColdwatchFunction): void {
    adder.use('ARCHIVE_STREAM', this.#stream.ref, [this.#stream.attrArn], ['firehose:PutRecord']);
  }
}
