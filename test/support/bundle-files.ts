import { sha256 } from '../../src/model/digest.ts';
import { storedFiles, zipOfFiles } from './zip.ts';

/** Returns the files of a bundle by name. */
export function filesIn(bundle: Uint8Array): Record<string, Uint8Array> {
  return Object.fromEntries(storedFiles(bundle).map(({ name, content }) => [name, content]));
}

/**
 * Returns a bundle with changed files and a matching manifest; `deviceItem` overrides what the manifest says of the
 * bundle.
 */
export function refitted(
  bundle: Uint8Array,
  change: (files: Record<string, Uint8Array>) => void,
  deviceItem: object = {},
): Uint8Array {
  const files = filesIn(bundle);
  const { 'manifest.json': manifest, ...others } = files;
  change(others);
  const names = Object.keys(others).sort();
  const written = {
    ...(JSON.parse(Buffer.from(manifest!).toString()) as object),
    ...deviceItem,
    files: Object.fromEntries(names.map((name) => [name, sha256(others[name]!)])),
  };
  return zipOfFiles({ ...others, 'manifest.json': Buffer.from(`${JSON.stringify(written, null, 1)}\n`) });
}

/** Returns a bundle with the text of one file changed. */
export function withText(bundle: Uint8Array, name: string, change: (text: string) => string): Uint8Array {
  return refitted(bundle, (files) => {
    files[name] = Buffer.from(change(Buffer.from(files[name]!).toString()));
  });
}

/** Returns the complete message of the error that a call throws; "nothing" where it throws none. */
export async function failureOf(made: () => unknown): Promise<string> {
  try {
    await made();
    return 'nothing';
  } catch (error) {
    return `${(error as Error).constructor.name}: ${(error as Error).message}`;
  }
}
