import * as z from 'zod/mini';
import { fileReadingAnswers, fileSha256, mostFileBytes } from './attached-file.ts';

/** A message on the queue of files: a file that a person uploaded, and wants read. Only the API writes them. */
export const fileToRead = z.strictObject({
  shipment: z.string(),
  sha256: fileSha256,
  name: z.string(),
  bytes: z.int().check(z.gte(1), z.lte(mostFileBytes)),
  /** Everything that was answered so far. */
  answers: fileReadingAnswers,
  /** Who asked for the reading. */
  by: z.string(),
});
export type FileToRead = z.output<typeof fileToRead>;
