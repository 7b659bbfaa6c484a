import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';
import type { ArchivedMessage } from './archived-message.ts';
import { requireEnv } from '../../runtime/require-env.ts';
import { count, logger } from '../../runtime/observability.ts';
import { queueSender } from '../../runtime/queue-sender.ts';

/** Stores messages as they were received. Resolves when they are safe. */
export type Archive = (messages: readonly ArchivedMessage[]) => Promise<void>;

/** A record of the stream holds at most 1 000 KiB. */
const largestRecord = 1_000 * 1024;
/** A stream that does not answer must not use up the time of who processes messages beside it. */
const answersWithin = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};

/** The archive's stream: one record for a batch, or as few as its size allows. */
export function archiveFromEnv(): Archive {
  const client = new FirehoseClient(answersWithin);
  const stream = requireEnv('ARCHIVE_STREAM');
  return async (messages) => {
    for (const Data of recordsOf(messages))
      await client.send(new PutRecordCommand({ DeliveryStreamName: stream, Record: { Data } }));
  };
}

/**
 * The same, and where the stream is away, the queue of messages that wait for it. Rejects where neither takes them: they
 * are then delivered again.
 */
export function archiveOrQueueFromEnv(): Archive {
  const archive = archiveFromEnv();
  const wait = queueSender(requireEnv('UNARCHIVED_QUEUE_URL'));
  return async (messages) => {
    try {
      await archive(messages);
    } catch (error) {
      count('UnarchivedMessages', messages.length);
      logger.warn('messages could not be archived; they wait in a queue', {
        messages: messages.length,
        error: error as Error,
      });
      await Promise.all(messages.map((message) => wait(JSON.stringify(message))));
    }
  };
}

/** Messages as NDJSON, in as few records as hold them. */
export function recordsOf(messages: readonly ArchivedMessage[]): Uint8Array[] {
  const records: string[] = [];
  for (const message of messages) {
    const line = `${JSON.stringify(message)}\n`;
    const last = records.length - 1;
    if (last >= 0 && Buffer.byteLength(records[last]!) + Buffer.byteLength(line) <= largestRecord)
      records[last] += line;
    else records.push(line);
  }
  return records.map((record) => Buffer.from(record));
}
