import type { AttachedFile } from '../model/attached-file.ts';
import { sha256 } from '../model/digest.ts';
import type { FileToRead } from '../model/file-to-read.ts';
import { uploadKey } from '../model/upload.ts';
import { logger } from '../runtime/observability.ts';
import { recordName } from '../storage/archive/archived-record.ts';
import type { Objects } from '../storage/archive/objects.ts';
import { type FilesTable, readFile, updateFile, uploadingFile } from '../storage/attached-files.ts';
import type { ReadingAttempts } from '../storage/reading-attempts.ts';
import type { GivenFile } from './attach-file.ts';

/** What reading the files of the queue needs. */
export type QueuedFileServices = {
  readonly files: FilesTable;
  readonly uploads: Pick<Objects, 'get'>;
  readonly archive: Pick<Objects, 'get'>;
  readonly attempts: ReadingAttempts;
  /** Reads, archives and attaches a file; may be repeated. */
  readonly attach: (file: GivenFile) => Promise<unknown>;
  /** Records that a file is refused, and resolves to false if it is attached already; may be repeated. */
  readonly refuse: (file: Omit<GivenFile, 'bytes' | 'answers'>, reason: string) => Promise<boolean>;
};

/** The delivery of a message: its id, and whether it goes to the dead letters if it fails again. */
export type Delivery = { readonly messageId: string; readonly isLast: boolean };

const tooMuch = 'reading it takes too long or too much memory: export a shorter time, or CSV';
const notRecorded =
  'it could not be recorded, and operations have been notified: have it read again once they have answered';

/**
 * Reads a file of the queue. Rejects if the message is to be delivered again. A file of a kind that ends the function,
 * because it takes too long or needs too much memory, is refused when its message comes again; a file that cannot be
 * recorded says so once its message goes to the dead letters. No other file waits for it.
 */
export async function readQueuedFile(
  services: QueuedFileServices,
  message: FileToRead,
  { messageId, isLast }: Delivery,
): Promise<void> {
  const { attempts, refuse, attach } = services;
  const { answers, bytes: _, ...file } = message;
  // What ends the function is the reading, unless the file has been read and attached already.
  const hasEnded = (await attempts.begin(messageId)) > 0;
  if (hasEnded && (await refuse(file, tooMuch))) {
    logger.error('a file ended the function that read it; it is refused', { ...file });
    return attempts.end(messageId);
  }
  try {
    const found = await bytesOf(services, message);
    if (typeof found !== 'string') await attach({ ...file, answers, bytes: found });
    else await askForUpload(services.files, message, found);
  } catch (error) {
    logger.error('a file failed; it is tried again', { ...file, isLast, error: error as Error });
    if (isLast) await refuse(file, notRecorded);
    throw error;
  } finally {
    // Whatever can be reported is no crash.
    await attempts.end(messageId);
  }
}

/** The bytes of an uploaded file, or of one that was read before; else what is wrong with the upload. */
async function bytesOf(
  { uploads, archive }: QueuedFileServices,
  { shipment, sha256: expected, bytes }: FileToRead,
): Promise<Uint8Array | string> {
  const found =
    (await uploads.get(uploadKey(shipment, expected))) ?? (await archive.get(recordName.file(expected)));
  if (found === null) return 'it has not arrived; upload it again';
  // The link admits no others; who else can write to the bucket is not for us to know.
  if (found.length !== bytes) return `${found.length} bytes arrived, not ${bytes}; upload it again`;
  return sha256(found) === expected
    ? found
    : 'what arrived has another SHA-256 than was announced; upload it again';
}

/** Notes that the bytes of a file are not here, so that the next announcement of it answers with a link. */
async function askForUpload(files: FilesTable, message: FileToRead, reason: string): Promise<void> {
  const { shipment, sha256: name } = message;
  const known: AttachedFile | null = await readFile(files, shipment, name);
  const file = { ...uploadingFile({ ...message, receivedAt: Date.now() }), answers: message.answers };
  await updateFile(files, shipment, {
    ...file,
    receivedAt: known?.receivedAt ?? file.receivedAt,
    by: known?.by ?? file.by,
    reason,
  });
}
