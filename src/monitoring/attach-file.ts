import type { FileReadingAnswers } from '../model/attached-file.ts';
import type { Objects } from '../storage/archive/objects.ts';
import type { FilesTable, StoredFile } from '../storage/attached-files.ts';
import type { Database } from '../storage/tables.ts';
import type { DeviceEvaluator } from './evaluate-device.ts';

/** What attaching a file needs. */
export type FileServices = {
  readonly database: Database;
  readonly files: FilesTable;
  /** The archive bucket, to which the bytes go before anything else, as `files/<sha256>`. */
  readonly archive: Pick<Objects, 'put' | 'get'>;
  readonly evaluate: DeviceEvaluator['evaluate'];
};

/** A file whose bytes are in hand; `sha256` is their hash, and `by` the person who dropped it. */
export type GivenFile = {
  readonly shipment: string;
  readonly sha256: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly answers: FileReadingAnswers;
  readonly by: string;
};

/**
 * Reads a file and attaches it to its shipment as a sensor of the goods, asks what it leaves open, or refuses it.
 * Returns the file as people see it. Repeating the call, also after a crash at any point, makes no difference.
 */
export declare function attachFile(services: FileServices, file: GivenFile): Promise<StoredFile>;

/** Sets a file aside with a reason. Returns the file as people see it. Repeating the call makes no difference. */
export declare function setFileAside(
  services: Pick<FileServices, 'database' | 'files' | 'evaluate'>,
  file: { readonly shipment: string; readonly sha256: string; readonly reason: string; readonly by: string },
): Promise<StoredFile>;
