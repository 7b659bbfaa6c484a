import { openGivenFile, readGivenFile } from '../logger-files/read-given-file.ts';
import { readerVersion } from '../logger-files/reader-version.ts';
import type { Reading } from '../model/reading.ts';
import { recordedReadings } from '../shipments/file-facts.ts';
import { filesRecorded } from '../shipments/files.ts';
import type { Entry } from '../shipments/ledger.ts';
import { archivedFile } from '../storage/archive/files.ts';
import type { Objects } from '../storage/archive/objects.ts';
import { NotRestorable } from '../storage/restore.ts';

/**
 * The readings of the files that were attached to a shipment, by device: the archived bytes are read again, by the
 * answers that the ledger has.
 *
 * @throws {NotRestorable} when a file is missing from the archive, or this release reads it in another way.
 */
export async function readingsOfFiles(
  archive: Pick<Objects, 'get'>,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, readonly Reading[]>> {
  const readings = new Map<string, readonly Reading[]>();
  for (const { sha256, name, device, attached } of filesRecorded(entries)) {
    if (attached === null) continue;
    const { answers, since, reader } = attached;
    try {
      const opened = await openGivenFile(await archivedFile(archive, sha256));
      readings.set(device, recordedReadings(readGivenFile(opened, answers).readings, since));
    } catch (cause) {
      const versions =
        reader.version === readerVersion
          ? ''
          : `; it was read by version ${reader.version} of the readers, and this release has version ${readerVersion}`;
      throw new NotRestorable(
        `${name} of shipment ${entries[0]!.shipment} cannot be read again: ${(cause as Error).message}${versions}`,
        { cause },
      );
    }
  }
  return readings;
}
