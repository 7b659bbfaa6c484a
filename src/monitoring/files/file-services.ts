import type { FileReadingAnswers } from '../../model/attached-file.ts';
import type { Objects } from '../../storage/archive/objects.ts';
import type { FilesTable } from '../../storage/attached-files.ts';
import type { Database } from '../../storage/tables.ts';
import type { DeviceEvaluator } from '../evaluate-device.ts';

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
