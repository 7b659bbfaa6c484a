import type { ArchiveRecord } from './tables.ts';
import { requireEnv } from '../runtime/require-env.ts';
import { count, logger } from '../runtime/observability.ts';

/**
 * Keeps records in the archive, a second time and where nobody deletes them. What cannot be kept now is counted, and
 * kept by the next who meets it.
 */
export function archiveRecordFromEnv(): ArchiveRecord {
  const bucket = requireEnv('ARCHIVE_BUCKET');
  let put: Promise<(name: string, content: string) => Promise<void>> | undefined;
  return async (name, content) => {
    try {
      // Most instances never record anything: the client is loaded with the first record, not at the cold start.
      put ??= loadPut(bucket);
      await (
        await put
      )(name, content);
      return true;
    } catch (error) {
      count('UnkeptRecords');
      logger.error('a record could not be kept in the archive', { name, error: error as Error });
      return false;
    }
  };
}

async function loadPut(bucket: string) {
  const [{ S3Client }, { objectsIn }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('./archive/objects.ts'),
  ]);
  const archive = objectsIn(new S3Client({}), bucket);
  return (name: string, content: string) => archive.put(name, content, 'application/json');
}
