import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct, type IConstruct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import { goesBeforeEmptying } from './goes-before-emptying.ts';
import type { DataProtection } from './data-protection.ts';

/**
 * Files that are generated on demand and downloaded by link: bundles and reports. They can be generated again, and
 * expire after a day.
 */
export class ExportBucket extends Construct {
  readonly #bucket: Bucket;

  constructor(scope: Construct, id: string, dataProtection: DataProtection) {
    super(scope, id);
    this.#bucket = dataProtection.bucket(this, 'Bucket', {
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [{ expiration: Duration.days(1) }],
    });
    acknowledge(this.#bucket, {
      S3BucketVersioningEnabled: 'What is downloaded is made of records on demand, and can be made again.',
    });
  }

  /** The S3 URL of a folder. */
  addressOf(folder: string): string {
    return this.#bucket.s3UrlForObject(folder);
  }

  /** Makes a writer be deleted before the bucket is emptied with the stack. */
  goesBeforeEmptying(writer: IConstruct): void {
    goesBeforeEmptying(writer, this.#bucket);
  }

  /** By which files are encrypted. */
  get keyArn(): string {
    return this.#bucket.encryptionKey!.keyArn;
  }

  /** Lets a function make files, and links by which people load them. */
  grantMaking(maker: ColdwatchFunction): void {
    maker.useFolders(
      'DOWNLOADS_BUCKET',
      this.#bucket,
      ['bundles/', 'reports/'],
      ['s3:GetObject', 's3:PutObject'],
    );
  }
}
