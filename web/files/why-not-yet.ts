import type { AttachedFile } from '../../src/model/attached-file.ts';
import { uploadSeconds } from '../../src/model/upload.ts';
import { filesTexts } from '../texts/files.ts';
import { type Upload, isOnItsWay } from './upload.ts';

const { waits } = filesTexts.files;

/**
 * Returns why nothing can be signed yet, because of these files and uploads; null if nothing is in the way. A list that
 * is not known yet is in the way too.
 */
export function whyNotYet(
  files: readonly Pick<AttachedFile, 'name' | 'state' | 'sha256' | 'receivedAt'>[] | undefined,
  uploads: readonly Upload[],
  now: number,
): string | null {
  if (files === undefined) return waits.unknown;
  const sending = uploads.filter(isOnItsWay);
  const reading = files.filter(
    ({ state, sha256 }) => state === 'reading' && !sending.some((upload) => upload.sha256 === sha256),
  ).length;
  if (sending.length > 0) return waits.uploading(sending.length + reading);
  if (reading > 0) return waits.reading(reading);
  const asking = files.find(({ state }) => state === 'asks');
  if (asking !== undefined) return waits.asks(asking.name);
  const unfinished = files.find((file) => file.state === 'uploading' && !isAbandoned(file, now));
  return unfinished === undefined ? null : waits.unfinished(unfinished.name);
}

/** Whether an upload can no longer be finished: its link has expired, so only choosing the file again continues it. */
export function isAbandoned({ receivedAt }: Pick<AttachedFile, 'receivedAt'>, now: number): boolean {
  return now - Date.parse(receivedAt) > uploadSeconds * 1000;
}
