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

/** Services that encrypt with the key for whoever may use them. */
const through = ['dynamodb', 's3', 'sns'];

/** How what is kept is encrypted, for how long it stays, and where reading it leaves a trace. */
export class DataProtection extends Construct {
  readonly key: Key;
  /** What becomes of records when the stack goes. */
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
      // Server access logs can be delivered to buckets with this encryption only.
      encryption: BucketEncryption.S3_MANAGED,
      ...outcome(this.removalPolicy),
      lifecycleRules: [{ expiration: Duration.days(retention.logDays) }],
    });
    Validations.of(this.#accessLogs).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'It holds the access logs of the other buckets.',
    });
    acknowledge(this.#accessLogs, {
      S3BucketLoggingEnabled: 'It holds the access logs of the other buckets.',
      S3BucketVersioningEnabled: 'Access logs are written once, by the service, and end with their time.',
      S3DefaultEncryptionKMS: 'The service that delivers access logs does not write with keys of ours.',
    });
  }

  /** A bucket of what is kept: encrypted, closed to the public, with an access log. */
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

  /** The same for records: versions stay, and nobody deletes one before its time. */
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

  /** Where a function or a gateway writes its log. */
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
      description: 'Encrypts what Coldwatch keeps: records, archive, evidence, logs, notifications',
      enableKeyRotation: true,
      removalPolicy: this.removalPolicy,
      // As soon as KMS deletes a key: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
      ...(this.removalPolicy === RemovalPolicy.DESTROY && { pendingWindow: Duration.days(7) }),
    });
    // As the keys that AWS manages: who may use a table, bucket or topic may use the key through it, and not else.
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
    // CloudWatch alarms can publish to an encrypted topic only with a key that lets them.
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

/** What becomes of a bucket when the stack goes: it stays as it is, or is emptied and deleted. */
export function outcome(
  removalPolicy: RemovalPolicy,
): Pick<BucketProps, 'removalPolicy' | 'autoDeleteObjects'> {
  return { removalPolicy, autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY };
}

/** Nobody outside of the account, and nobody without TLS. */
export const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
} as const;
