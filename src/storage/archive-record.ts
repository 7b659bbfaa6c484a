import type { ArchiveRecord } from './tables.ts';
import { requireEnv } from '../runtime/require-env.ts';
import { count, logger } from '../runtime/observability.ts';

/**
 * Writes records to the archive as well, where nobody deletes them. A record that cannot be written now is counted,
 * and written by whoever processes it next.
 */
export function archiveRecordFromEnv(): ArchiveRecord {
  const bucket = requireEnv('ARCHIVE_BUCKET');
  let put: Promise<(name: string, content: string) => Promise<void>> | undefined;
  return async (name, content) => {
    try {
      // Most instances never write a record, so the client is loaded with the first record and not at the cold start.
      put ??= loadPut(bucket);
      await (
        await put
      )(name, content);
      return true;
    } catch (error) {
      count('UnarchivedRecords');
      logger.error('a record could not be written to the archive', { name, error: error as Error });
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
