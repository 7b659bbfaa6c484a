import { FirehoseClient, PutRecordCommand } from '@aws-sdk/client-firehose';
import type { ArchivedMessage } from './archived-message.ts';
import { requireEnv } from '../../runtime/require-env.ts';
import { count, logger } from '../../runtime/observability.ts';
import { queueSender } from '../../runtime/queue-sender.ts';

/** Archives messages as they were received. Resolves once they are stored safely. */
type Archive = (messages: readonly ArchivedMessage[]) => Promise<void>;

/** A record of the stream can be at most 1,000 KiB. */
const largestRecord = 1_000 * 1024;
/** A body about many devices has a line of the same size for each; all of them at once would fill the memory. */
const waitingAtOnce = 20;
/** A stream that does not respond must not use up the time for processing the messages. */
const answersWithin = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};

/** Writes to the archive's stream: one record per batch, or as few as the size limit allows. */
export function archiveFromEnv(): Archive {
  const client = new FirehoseClient(answersWithin);
  const stream = requireEnv('ARCHIVE_STREAM');
  return async (messages) => {
    for (const Data of recordsOf(messages))
      await client.send(new PutRecordCommand({ DeliveryStreamName: stream, Record: { Data } }));
  };
}

/**
 * Writes to the archive's stream, or, where the stream is unavailable, to the queue of messages waiting for it.
 * Rejects where neither accepts them; the messages are then delivered again.
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
      for (let first = 0; first < messages.length; first += waitingAtOnce)
        await Promise.all(
          messages.slice(first, first + waitingAtOnce).map((message) => wait(JSON.stringify(message))),
        );
    }
  };
}

/**
 * Messages as NDJSON, in as few records as the size limit allows. One record at a time is in memory, because a body
 * about many devices has a line for each.
 */
export function* recordsOf(messages: readonly ArchivedMessage[]): Generator<Uint8Array> {
  let lines: Buffer[] = [];
  let bytes = 0;
  for (const message of messages) {
    const line = Buffer.from(`${JSON.stringify(message)}\n`);
    if (lines.length > 0 && bytes + line.length > largestRecord) {
      yield Buffer.concat(lines);
      [lines, bytes] = [[], 0];
    }
    lines.push(line);
    bytes += line.length;
  }
  if (lines.length > 0) yield Buffer.concat(lines);
}
