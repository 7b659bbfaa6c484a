import { sha256 } from '../model/digest.ts';
import type { Reading } from '../model/reading.ts';
import { filesRecorded } from '../shipments/files.ts';
import { type Entry, attachmentsRecorded } from '../shipments/ledger.ts';
import { NotConsistent } from './not-consistent.ts';
import type { BundleFiles } from './pack.ts';
import { fileNames } from './recompute.ts';

/**
 * Checks that the files that came to a shipment are the bytes that the ledger names. Nothing reads them: what reads
 * files of loggers runs only where they can do no harm.
 *
 * @throws {NotConsistent} when one of them is not.
 */
export function checkGivenFileBytes(entries: readonly Entry[], files: BundleFiles): void {
  for (const file of filesRecorded(entries)) {
    const bytes = files[fileNames.file(file.sha256)]!;
    if (sha256(bytes) !== file.sha256)
      throw new NotConsistent(`${fileNames.file(file.sha256)} is not ${file.name}: its hash differs`);
    if (bytes.length !== file.bytes)
      throw new NotConsistent(`${file.name} does not have the ${file.bytes} bytes that the ledger names`);
  }
}

/**
 * Reads the files of a bundle again, and compares them with the readings of each attachment by its index. Returns the
 * number of readings by device, for each file that is in the record.
 */
export type ReadFiles = (
  entries: readonly Entry[],
  files: BundleFiles,
  recordOf: (index: number) => readonly Reading[],
) => Promise<ReadonlyMap<string, number>>;

/** The number of readings by device, for each file that is in the record, as the record has them. */
export function recordedCounts(
  entries: readonly Entry[],
  recordOf: (index: number) => readonly Reading[],
): ReadonlyMap<string, number> {
  const attachments = attachmentsRecorded(entries);
  return new Map(
    filesRecorded(entries).flatMap(({ device, attached }) => {
      const index = attachments.findIndex((each) => each.device === device);
      return attached === null || index < 0 ? [] : [[device, recordOf(index).length] as const];
    }),
  );
}
