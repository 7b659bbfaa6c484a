import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { type Bucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { uploadHeaders } from '../../src/model/upload.ts';
import { acknowledge } from './acknowledge.ts';
import type { Alerts } from './alerts.ts';
import type { Archive } from './archive.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import type { DataProtection } from './data-protection.ts';
import { retryingActions } from './retrying-actions.ts';
import type { Notifications } from './notifications.ts';
import type { Tables } from './tables.ts';
import { uploadsBucketName } from './uploads-bucket.ts';

/**
 * A workbook of 20 MB is read as a whole, and its XML may have 256 MB. More than this is not available to a new
 * account: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
const megabytes = 3008;
/** Reading a file is given up after two minutes; the rest is for recording up to two million readings. */
const timeout = Duration.seconds(180);
/** A file whose reading ended the function is refused at the next attempt; the rest is for outages. */
const attempts = 5;
/** A workbook in memory is large, so that files are read one at a time, in few functions at once. */
const atOnce = 4;

type LoggerFilesProps = {
  readonly tables: Tables;
  readonly archive: Archive;
  readonly alerts: Alerts;
  readonly notify: Notifications;
  /** The origin of the page, the only one that browsers may upload from. */
  readonly page: string;
  readonly dataProtection: DataProtection;
};

/**
 * Files of loggers at a shipment: the bucket that people upload to by a link, the queue of files to read, and the
 * function that reads them.
 */
export class LoggerFiles extends Construct {
  /** Messages whose processing failed five times. */
  readonly deadLetters: Queue;
  readonly function: ColdwatchFunction;
  readonly #queue: Queue;
  readonly #bucket: Bucket;

  constructor(scope: Construct, id: string, props: LoggerFilesProps) {
    super(scope, id);
    const { tables, archive, alerts, notify, page, dataProtection } = props;
    this.#bucket = this.#uploads(page, dataProtection);
    const encrypted = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', encrypted);
    this.#queue = new Queue(this, 'Queue', {
      ...encrypted,
      // AWS recommends six times the function timeout, so that a throttled message is not delivered twice.
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: attempts },
    });
    const reader = new ColdwatchFunction(this, 'ReadLoggerFile', {
      file: 'read-logger-file',
      timeout,
      memoryMegabytes: megabytes,
      dataProtection,
    });
    reader.function.addEventSource(
      new SqsEventSource(this.#queue, {
        batchSize: 1,
        maxConcurrency: atOnce,
        reportBatchItemFailures: true,
      }),
    );
    reader.function.addEnvironment('READING_ATTEMPTS', String(attempts));
    reader.useFolders('UPLOADS_BUCKET', this.#bucket, [''], ['s3:GetObject']);
    // Without it S3 answers 403 for an object that is not there:
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    reader.allow([this.#bucket.bucketArn], ['s3:ListBucket']);
    tables.grantAttachingFiles(reader);
    archive.grantArchiving(reader, ['ledger', 'files']);
    archive.grantReadingFiles(reader);
    notify.grantRequesting(reader);
    this.function = reader;
    alerts.alarmAboveZero(
      'unread-files',
      this.deadLetters.metricApproximateNumberOfMessagesVisible(),
      'Files at shipments could not be read and recorded in five attempts; they wait in their dead-letter queue.',
    );
    alerts.alarmAboveZero(
      'read-logger-file-errors',
      reader.function.metricErrors(),
      'read-logger-file ended with an error, perhaps by a file that needs too much; it is tried again.',
    );
  }

  /** Creates the bucket of uploads, to which browsers may put what a link names, from the page only. */
  #uploads(page: string, dataProtection: DataProtection): Bucket {
    const bucket = dataProtection.bucket(this, 'Uploads', {
      bucketName: uploadsBucketName(this),
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [
        { expiration: Duration.days(7), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      cors: [
        {
          allowedOrigins: [page],
          allowedMethods: [HttpMethods.PUT],
          allowedHeaders: Object.values(uploadHeaders),
          maxAge: 3000,
        },
      ],
    });
    acknowledge(bucket, {
      S3BucketVersioningEnabled:
        'A file is named by its bytes, and goes to the archive, which is versioned and locked, before it is read.',
    });
    return bucket;
  }

  /** Lets a function look at files that could not be read, and have them read again. */
  grantRetrying(retrying: ColdwatchFunction): void {
    retrying.use(
      'FILES_QUEUE_URL',
      this.#queue.queueUrl,
      [this.#queue.queueArn],
      ['sqs:SendMessage', 'sqs:GetQueueAttributes'],
    );
    const { queueUrl, queueArn } = this.deadLetters;
    retrying.use('FILES_DEAD_LETTERS_URL', queueUrl, [queueArn], retryingActions);
  }

  /** Lets a function make links by which people upload files, and have the files read. */
  grantReceiving(receiver: ColdwatchFunction): void {
    receiver.useFolders('UPLOADS_BUCKET', this.#bucket, [''], ['s3:PutObject']);
    receiver.use('FILES_QUEUE_URL', this.#queue.queueUrl, [this.#queue.queueArn], ['sqs:SendMessage']);
  }
}
