import { type Zippable, zipSync } from 'fflate';
/** What a bundle lists its files in; it stands first. */
export const manifestName = 'manifest.json';

/**
 * Packs the files of a bundle: a ZIP of version 2.0, the manifest first, the others by name; every file stored as it is,
 * dated 1980-01-01 00:00, without flags, attributes, extra fields or comments. No choice is left to who packs, so that
 * the same files give the same bytes in any language, and a bundle that is not these bytes holds something else beside.
 */
export function pack(files: BundleFiles): Uint8Array {
  const zippable: Zippable = Object.fromEntries(namesAsPacked(files).map((name) => [name, files[name]!]));
  // The date is written in local time: the first hour of 1980 is the same text in every zone.
  return zipSync(zippable, { level: 0, mtime: new Date(1980, 0, 1) });
}

/** The names of files in the order in which they are packed. */
export function namesAsPacked(files: BundleFiles): string[] {
  const names = Object.keys(files).sort();
  return [...names.filter((name) => name === manifestName), ...names.filter((name) => name !== manifestName)];
}

/** What a bundle holds beside its manifest, by name. */
export type BundleFiles = { readonly [name: string]: Uint8Array };
