import type { NamedDevice } from './logger-file.ts';

/**
 * The device that a JSON file's records belong to, if they name one. `own` has the records of that device with their
 * positions in the file, counted from 1; it is null if the whole file can be read unchanged.
 */
export type DeviceRecords = {
  readonly device: NamedDevice | undefined;
  readonly own: { readonly content: Uint8Array; readonly lines: readonly number[] } | null;
};
