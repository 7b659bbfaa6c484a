import { Refusal } from './refusal.ts';
import { hexOfSha256 } from './sha-256.ts';

/** A file that a person chose: its name, its bytes, and their SHA-256. */
export type ChosenFile = { readonly name: string; readonly bytes: Uint8Array; readonly sha256: string };

/**
 * Reads files into memory.
 *
 * @throws {Refusal} when the browser cannot read one.
 */
export async function takeFiles(files: Iterable<File>): Promise<ChosenFile[]> {
  return Promise.all(
    [...files].map(async (file) => {
      const bytes = new Uint8Array(await contentOf(file));
      return { name: file.name, bytes, sha256: await hexOfSha256(bytes) };
    }),
  );
}

async function contentOf(file: File): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch (cause) {
    // A folder, or a file that was moved or changed since it was chosen.
    throw new Refusal(
      `${file.name} cannot be read. Choose files, not folders; if the file was moved or changed, choose it again.`,
      { cause },
    );
  }
}

/**
 * Whether a file is an evidence bundle: a ZIP that begins with the manifest. Its first entry has a fixed header of 30
 * bytes, then its name. A workbook is a ZIP too, and begins otherwise.
 */
export function isBundle({ bytes }: ChosenFile): boolean {
  const begin = new TextDecoder('latin1').decode(bytes.subarray(0, 43));
  return begin.startsWith('PK\u0003\u0004') && begin.slice(30) === 'manifest.json';
}

/** Adds files in the order of their hashes, which is that of a verdict; a file that is there already is not repeated. */
export function withFiles(known: readonly ChosenFile[], more: readonly ChosenFile[]): readonly ChosenFile[] {
  const all = new Map([...known, ...more].map((file) => [file.sha256, file]));
  return [...all.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}
