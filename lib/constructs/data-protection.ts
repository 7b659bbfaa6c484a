import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Settings } from '../settings.ts';

/** Services that use the key on behalf of callers with access to their resources. */
const through = ['dynamodb', 's3', 'sns'];

/** Encryption, retention and access logging of all stored data. */
export class DataProtection extends Construct {
  readonly key: Key;
  /** What happens to records when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  readonly #retention: Settings['retention'];
  readonly #accessLogs: Bucket;

  constructor(scope: Construct, id: string, { retention }: Pick<Settings, 'retention'>) {
    super(scope, id);
    this.#retention = retention;
    this.removalPolicy = retention.records === 'stay' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = this.#makeKey();
    this.#accessLogs = new Bucket(this, 'AccessLogs', {
      ...closed,
      // S3 delivers server access logs only to buckets with this encryption.
      encryption: BucketEncryption.S3_MANAGED,
      ...outcome(this.removalPolicy),
      lifecycleRules: [{ expiration: Duration.days(retention.logDays) }],
    });
    Validations.of(this.#accessLogs).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'It contains the access logs of the other buckets.',
    });
    acknowledge(this.#accessLogs, {
      S3BucketLoggingEnabled: 'It contains the access logs of the other buckets.',
      S3BucketVersioningEnabled: 'Access logs are written once, by the service, and end with their time.',
      S3DefaultEncryptionKMS: 'The service that delivers access logs does not write with keys of ours.',
    });
  }

  /** Creates a bucket for stored data: encrypted, closed to the public, with an access log. */
  bucket(
    scope: Construct,
    id: string,
    { removalPolicy = this.removalPolicy, ...props }: BucketProps = {},
  ): Bucket {
    return new Bucket(scope, id, {
      ...closed,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      ...outcome(removalPolicy),
      serverAccessLogsBucket: this.#accessLogs,
      serverAccessLogsPrefix: `${scope.node.id.toLowerCase()}/`,
      ...props,
    });
  }

  /** Creates a bucket for records: it is versioned, and objects cannot be deleted before the lock expires. */
  recordBucket(scope: Construct, id: string, props: BucketProps = {}): Bucket {
    const { lockDays } = this.#retention;
    return this.bucket(scope, id, {
      versioned: true,
      ...(lockDays !== null && {
        objectLockEnabled: true,
        objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(lockDays)),
      }),
      ...props,
    });
  }

  /** Creates the log group of a function or gateway. */
  logGroup(scope: Construct, id: string): LogGroup {
    return new LogGroup(scope, id, {
      retention: this.#retention.logDays satisfies RetentionDays as RetentionDays,
      encryptionKey: this.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  #makeKey(): Key {
    const { region, account, urlSuffix } = Stack.of(this);
    const key = new Key(this, 'Key', {
      description: 'Encrypts the data of Coldwatch: records, archive, evidence, logs, notifications',
      enableKeyRotation: true,
      removalPolicy: this.removalPolicy,
      // The shortest waiting period that KMS allows:
      // https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
      ...(this.removalPolicy === RemovalPolicy.DESTROY && { pendingWindow: Duration.days(7) }),
    });
    // Like AWS managed keys: whoever may use a table, bucket or topic may use the key through that service, and only
    // so.
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:CreateGrant',
          'kms:DescribeKey',
        ],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': account,
            'kms:ViaService': through.map((service) => `${service}.${region}.${urlSuffix}`),
          },
        },
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${region}.${urlSuffix}`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': Stack.of(this).formatArn({
              service: 'logs',
              resource: 'log-group',
              resourceName: '*',
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
    // CloudWatch alarms can only publish to an encrypted topic if the key allows it.
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    );
    return key;
  }
}

/** The outcome of a bucket when the stack is deleted: it is retained, or emptied and deleted. */
export function outcome(
  removalPolicy: RemovalPolicy,
): Pick<BucketProps, 'removalPolicy' | 'autoDeleteObjects'> {
  return { removalPolicy, autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY };
}

/** No access from outside the account, and none without TLS. */
export const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
} as const;
