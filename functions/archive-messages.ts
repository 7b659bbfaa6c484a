import { archivedMessageSchema } from '../contract/archived-message.ts';
import { archiveOfEnvironment } from './steps/archive.ts';
import { logger } from './steps/observe.ts';
import { queueBatch } from './steps/queue-batch.ts';

const archive = archiveOfEnvironment();

/**
 * Archives messages that could not be archived when they came. They were processed then; here they wait until the
 * archive is back.
 */
export const handler = queueBatch((records) => {
  const archived = archive(records.map(({ body }) => archivedMessageSchema.parse(JSON.parse(body)))).catch(
    (error: unknown) => {
      logger.error('the archive is still away; the messages stay in their queue', {
        messages: records.length,
        error: error as Error,
      });
      throw error;
    },
  );
  return new Map(records.map((record) => [record, archived]));
});
