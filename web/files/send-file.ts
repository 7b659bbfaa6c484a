import type { AttachedFile } from '../../src/model/attached-file.ts';
import { Unreachable } from '../api/unreachable.ts';
import { call } from '../api/client.ts';
import { type ChosenFile, takeFile } from '../parts/chosen-file.ts';
import { checkSize } from './check-size.ts';
import { UploadInterrupted, putFile } from './put-file.ts';
import type { Progress } from './upload.ts';

/** How often an upload is tried, and how long to wait before each further attempt, in milliseconds. */
const waitsMs = [1000, 4000];

/**
 * Uploads a file of a logger and has it read. Returns the file as it was listed before, if nothing had to be done.
 *
 * @throws {Refusal} when the file cannot be taken.
 * @throws {UploadInterrupted} when the connection failed several times.
 */
export async function sendFile(
  shipment: string,
  file: File,
  onProgress: (progress: Progress) => void,
): Promise<AttachedFile | null> {
  checkSize(file);
  onProgress({ phase: 'preparing' });
  const chosen = await takeFile(file);
  for (const waitMs of waitsMs)
    try {
      return await attempt(shipment, chosen, onProgress);
    } catch (cause) {
      if (!(cause instanceof UploadInterrupted || cause instanceof Unreachable)) throw cause;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  return attempt(shipment, chosen, onProgress);
}

async function attempt(
  shipment: string,
  { name, bytes, sha256 }: ChosenFile,
  onProgress: (progress: Progress) => void,
): Promise<AttachedFile | null> {
  const { file, upload } = await call('announceFile', {
    path: { shipment },
    body: { name, bytes: bytes.length, sha256 },
  });
  // An earlier attempt, whose answer was lost, may have come so far.
  if (file.state === 'reading') return null;
  if (upload === null && file.state !== 'uploading' && file.state !== 'refused') return file;
  if (upload !== null) {
    onProgress({ phase: 'sending', sha256, share: 0 });
    await putFile(upload, bytes, (share) => onProgress({ phase: 'sending', sha256, share }));
  }
  onProgress({ phase: 'finishing' });
  await call('requestFileReading', { path: { shipment, sha256 }, body: { answers: {} } });
  return null;
}
