import * as z from 'zod/mini';

/** One line of the archive: a message as it was received, before anything else happened to it. */
export const archivedMessageSchema = z.object({
  /** Epoch milliseconds. */
  receivedAt: z.number(),
  thing: z.string(),
  topic: z.string(),
  /** Base64 of the bytes. */
  payload: z.string(),
});
export type ArchivedMessage = z.infer<typeof archivedMessageSchema>;

/** Folder of the archive that holds the messages, by day of receipt in UTC. */
export const archivePrefix = 'telemetry/';
