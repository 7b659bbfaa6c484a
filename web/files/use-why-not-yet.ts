import { useNow } from '../format/use-now.ts';
import { useAttachedFiles } from './attached-files.ts';
import { useUploads } from './use-uploads.ts';
import { whyNotYet } from './why-not-yet.ts';

/** Returns why nothing can be signed yet because of the files of a shipment; null if nothing is in the way. */
export function useWhyNotYet(shipment: string): string | null {
  const { data } = useAttachedFiles(shipment);
  const now = useNow();
  const { uploads } = useUploads(shipment);
  return whyNotYet(data, uploads, now);
}
