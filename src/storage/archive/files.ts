import { recordName } from './archived-record.ts';
import type { Objects } from './objects.ts';

/** Archives the bytes of a file under their SHA-256. Archiving them again makes no difference. */
export async function archiveFile(
  archive: Pick<Objects, 'put'>,
  sha256: string,
  bytes: Uint8Array,
): Promise<void> {
  await archive.put(recordName.file(sha256), bytes, 'application/octet-stream');
}

/**
 * The archived bytes of a file.
 *
 * @throws {Error} when the archive does not have it.
 */
export async function archivedFile(archive: Pick<Objects, 'get'>, sha256: string): Promise<Uint8Array> {
  const bytes = await archive.get(recordName.file(sha256));
  if (bytes === null) throw new Error(`${recordName.file(sha256)} is missing from the archive`);
  return bytes;
}
