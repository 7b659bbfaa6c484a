import { type Zippable, zipSync } from 'fflate';
/** The file that lists all others; it is always first in the ZIP. */
export const manifestName = 'manifest.json';

/**
 * Packs the files of a bundle as a ZIP of version 2.0: manifest first, the others sorted by name; every file is stored
 * uncompressed and dated 1980-01-01 00:00, without flags, attributes, extra fields or comments. The packer has no
 * choices, so the same files give the same bytes in any language, and a bundle with other bytes contains something
 * else.
 */
export function pack(files: BundleFiles): Uint8Array {
  const zippable: Zippable = Object.fromEntries(namesAsPacked(files).map((name) => [name, files[name]!]));
  // The ZIP date is in local time; this constructor gives the same date in every zone.
  return zipSync(zippable, { level: 0, mtime: new Date(1980, 0, 1) });
}

/** The names of files in packing order. */
export function namesAsPacked(files: BundleFiles): string[] {
  const names = Object.keys(files).sort();
  return [...names.filter((name) => name === manifestName), ...names.filter((name) => name !== manifestName)];
}

/** The files of a bundle by name. */
export type BundleFiles = { readonly [name: string]: Uint8Array };
