import { Refusal } from './refusal.ts';
import { hexOfSha256 } from './sha-256.ts';

/** A file that a person chose: its name, its bytes, and their SHA-256. */
export type ChosenFile = {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
};

/**
 * Reads a file into memory.
 *
 * @throws {Refusal} when the browser cannot read it.
 */
export async function takeFile(file: File): Promise<ChosenFile> {
  const bytes = new Uint8Array(await contentOf(file));
  return { name: file.name, bytes, sha256: await hexOfSha256(bytes) };
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
