import * as z from 'zod/mini';

/** One line of the archive: a message as it was received, before any processing. */
export const archivedMessageSchema = z.object({
  /** Epoch milliseconds. */
  receivedAt: z.number(),
  thing: z.string(),
  topic: z.string(),
  /** The bytes in base64. */
  payload: z.string(),
});
export type ArchivedMessage = z.infer<typeof archivedMessageSchema>;

/** Folder of the archive that contains the messages, by day of receipt in UTC. */
export const archivePrefix = 'telemetry/';
