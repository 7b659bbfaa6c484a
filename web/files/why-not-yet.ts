import type { AttachedFile } from '../../src/model/attached-file.ts';
import { texts } from '../texts.ts';
import { useAttachedFiles } from './attached-files.ts';
import { type Upload, isOnItsWay } from './uploads.ts';
import { useUploads } from './use-uploads.ts';

const { waits } = texts.files;

/** Returns why nothing can be signed yet because of the files of a shipment; null if nothing is in the way. */
export function useWhyNotYet(shipment: string): string | null {
  const { data } = useAttachedFiles(shipment);
  const { uploads } = useUploads(shipment);
  return whyNotYet(data, uploads);
}

/** The sentence for these files and uploads. A list that is not known yet is in the way too. */
export function whyNotYet(
  files: readonly Pick<AttachedFile, 'name' | 'state'>[] | undefined,
  uploads: readonly Upload[],
): string | null {
  if (files === undefined) return waits.unknown;
  const sending = uploads.filter(isOnItsWay);
  const reading = files.filter(({ state }) => state === 'reading').length;
  if (sending.length > 0) return waits.uploading(sending.length + reading);
  if (reading > 0) return waits.reading(reading);
  const asking = files.find(({ state }) => state === 'asks');
  if (asking !== undefined) return waits.asks(asking.name);
  const unfinished = files.find(({ state }) => state === 'uploading');
  return unfinished === undefined ? null : waits.unfinished(unfinished.name);
}
