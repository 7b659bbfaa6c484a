import { useMemo } from 'react';
import { useAttachedFiles } from './attached-files.ts';

/** What people call sensors and files. */
export type Names = {
  /** A sensor's name; for a file, the serial number of its logger, else the name of the file. */
  readonly sensor: (device: string) => string;
  /** A file's name by its SHA-256. */
  readonly file: (sha256: string) => string;
  /** Whether a sensor's readings came with a file. */
  readonly isFile: (device: string) => boolean;
};

/** The names where nothing is known of files. */
export const plainNames: Names = {
  sensor: (device) => device,
  file: (sha256) => sha256.slice(0, 8),
  isFile: () => false,
};

/** Returns what people call the sensors and files of a shipment. */
export function useNames(shipment: string): Names {
  const { data: files } = useAttachedFiles(shipment);
  return useMemo(() => {
    if (files === undefined) return plainNames;
    const sensors = new Map(
      files.flatMap(({ device, serial, name }) =>
        device === null ? [] : [[device, serial ?? name] as const],
      ),
    );
    const names = new Map(files.map(({ sha256, name }) => [sha256, name]));
    return {
      sensor: (device) => sensors.get(device) ?? device,
      file: (sha256) => names.get(sha256) ?? plainNames.file(sha256),
      isFile: (device) => sensors.has(device),
    };
  }, [files]);
}
