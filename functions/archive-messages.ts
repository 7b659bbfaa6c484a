import type { SQSRecord } from 'aws-lambda';
import { type ArchivedMessage, archivedMessageSchema } from '../src/storage/archive/archived-message.ts';
import { archiveFromEnv } from '../src/storage/archive/archive-stream.ts';
import { logger } from '../src/runtime/observability.ts';
import { queueBatch } from '../src/runtime/queue-batch.ts';

const archive = archiveFromEnv();

/**
 * Archives messages that could not be archived when they were received. They have been processed already; in this queue
 * they wait until the archive is available again.
 */
export const handler = queueBatch((records) => {
  const outcomes = new Map<SQSRecord, Promise<void>>();
  const readable = records.flatMap((record) => {
    const message = readMessage(record);
    // It stays in the queue for people to inspect, and does not fail the others.
    if (message === null)
      outcomes.set(record, Promise.reject(new Error('it is not a message for the archive')));
    return message === null ? [] : [{ record, message }];
  });
  const archived = archive(readable.map(({ message }) => message)).catch((error: unknown) => {
    logger.error('the archive is still unavailable; the messages stay in their queue', {
      messages: readable.length,
      error: error as Error,
    });
    throw error;
  });
  for (const { record } of readable) outcomes.set(record, archived);
  return outcomes;
});

function readMessage({ body, messageId }: SQSRecord): ArchivedMessage | null {
  try {
    return archivedMessageSchema.parse(JSON.parse(body));
  } catch (error) {
    logger.error('a queued message is not a message for the archive', { messageId, error: error as Error });
    return null;
  }
}
