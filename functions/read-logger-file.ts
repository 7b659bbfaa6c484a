import { S3Client } from '@aws-sdk/client-s3';
import type { SQSRecord } from 'aws-lambda';
import { fileToRead } from '../src/model/file-to-read.ts';
import { deviceEvaluator } from '../src/monitoring/evaluate-device.ts';
import { readQueuedFile } from '../src/monitoring/read-queued-file.ts';
import { attachFile } from '../src/monitoring/attach-file.ts';
import { refuseFile } from '../src/monitoring/refuse-file.ts';
import { requestNotificationFromEnv } from '../src/notifications/request-notification.ts';
import { queueBatch } from '../src/runtime/queue-batch.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { objectsIn } from '../src/storage/archive/objects.ts';
import { recordsFromEnv } from '../src/storage/database-from-env.ts';
import { readingAttemptsIn } from '../src/storage/reading-attempts.ts';

const database = recordsFromEnv();
const storage = new S3Client({});
const files = { client: database.client, table: requireEnv('FILES_TABLE') };
const archive = objectsIn(storage, requireEnv('ARCHIVE_BUCKET'));
const { evaluate } = deviceEvaluator(database, requestNotificationFromEnv());
const attachServices = { database, files, archive, evaluate };
const services = {
  files,
  uploads: objectsIn(storage, requireEnv('UPLOADS_BUCKET')),
  archive,
  attempts: readingAttemptsIn(files),
  attach: attachFile.bind(null, attachServices),
  refuse: refuseFile.bind(null, attachServices),
};
const mostReceives = Number(requireEnv('READING_ATTEMPTS'));

/**
 * Reads the files of loggers that people uploaded to shipments, one in each invocation, so that a file that is too much
 * for the function ends no other.
 */
export const handler = queueBatch((records) => new Map(records.map((record) => [record, read(record)])));

async function read({ body, messageId, attributes }: SQSRecord): Promise<void> {
  const isLast = Number(attributes.ApproximateReceiveCount) >= mostReceives;
  // A message of another form is not from Coldwatch; it goes to the dead letters, for people to look at.
  await readQueuedFile(services, fileToRead.parse(JSON.parse(body)), { messageId, isLast });
}
