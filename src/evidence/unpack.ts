import { unzipSync } from 'fflate';
import { NotConsistent, attempt } from './not-consistent.ts';
import { type BundleFiles, manifestName, namesAsPacked, pack } from './pack.ts';
import { textOf } from './text-of.ts';

/** Limits for unpacking. A shipment of several years has a few hundred megabytes. */
const largestBytes = 512 * 1024 * 1024;
const mostFiles = 1000;
const largestManifestBytes = 1024 * 1024;
const safeName = /^(?:[A-Za-z0-9][A-Za-z0-9._@-]*\/){0,3}[A-Za-z0-9][A-Za-z0-9._@-]*$/;

/**
 * Unpacks a bundle in memory; nothing is written to disk. Anything that `pack` does not write is refused: broken
 * archives, compressed files, unsafe names, and any byte that differs when the same files are packed again. No other
 * tool can therefore extract something else from it.
 *
 * @throws {NotConsistent} when the bundle is refused.
 */
export async function unpack(zip: Uint8Array): Promise<BundleFiles> {
  if (zip.length > largestBytes)
    throw new NotConsistent(`it is larger than ${largestBytes / 1024 / 1024} MB`);
  const names = new Set<string>();
  const files = await attempt('it is not a complete ZIP', () =>
    unzipSync(zip, {
      filter({ name, compression }) {
        if (!safeName.test(name)) throw new NotConsistent(`a file is called ${JSON.stringify(name)}`);
        if (names.has(name)) throw new NotConsistent(`${name} is in it twice`);
        names.add(name);
        if (names.size > mostFiles) throw new NotConsistent(`it contains more than ${mostFiles} files`);
        if (compression !== 0)
          throw new NotConsistent(`${name} is compressed: files in a bundle are stored uncompressed`);
        return true;
      },
    }),
  );
  const packed = pack(files);
  const place = firstDifferentByte(packed, zip);
  if (place !== null)
    throw new NotConsistent(
      `its bytes are not those of its files packed again, first at byte ${place}, ${partAt(files, place)}`,
    );
  return files;
}

/**
 * Reads the manifest of a file that may be a bundle of another version, however it was packed; null if there is none.
 */
export function manifestIn(zip: Uint8Array): unknown {
  try {
    const files = unzipSync(zip, {
      filter: ({ name, originalSize }) => name === manifestName && originalSize <= largestManifestBytes,
    });
    return JSON.parse(textOf(files[manifestName]!));
  } catch {
    return null;
  }
}

/** The place of the first byte in which two contents differ; null if they are equal. */
export function firstDifferentByte(expected: Uint8Array, found: Uint8Array): number | null {
  // A loop, because a bundle may have hundreds of megabytes.
  const both = Math.min(expected.length, found.length);
  for (let place = 0; place < both; place++) if (expected[place] !== found[place]) return place;
  return expected.length === found.length ? null : both;
}

const localHeaderBytes = 30;

/** Describes for people which part of the packed files a byte belongs to. */
function partAt(files: BundleFiles, place: number): string {
  let begins = 0;
  for (const name of namesAsPacked(files)) {
    const contentBegins = begins + localHeaderBytes + new TextEncoder().encode(name).length;
    if (place < contentBegins) return `in the header of ${name}`;
    begins = contentBegins + files[name]!.length;
    if (place < begins) return `in ${name}`;
  }
  return 'after the last file';
}
