import * as z from 'zod/mini';
import type { ReadOnly } from '../../model/read-only.ts';
import { sourceMappingSchema } from '../../model/source-mapping.ts';

/** One line of the archive: a message as it was received, before any processing. */
export const archivedMessageSchema = z.object({
  /** Epoch milliseconds. */
  receivedAt: z.number(),
  thing: z.string(),
  topic: z.string(),
  /** The bytes in base64. */
  payload: z.string(),
  /**
   * Only in a line about a device of a body that a source sent: the source, the name that the body has for the device
   * (null: nothing of it is of a registered device), and the mapping by which it was decoded.
   */
  from: z.optional(
    z.strictObject({
      source: z.string(),
      named: z.nullable(z.string()),
      mapping: z.nullable(sourceMappingSchema),
    }),
  ),
});
export type ArchivedMessage = ReadOnly<z.infer<typeof archivedMessageSchema>>;

/** Folder of the archive that contains the messages, by day of receipt in UTC. */
export const archivePrefix = 'telemetry/';
