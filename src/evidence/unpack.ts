import { unzipSync } from 'fflate';
import { NotConsistent, attempt } from './not-consistent.ts';
import { type BundleFiles, manifestName, namesAsPacked, pack } from './pack.ts';

/** Bounds of what is unpacked: a shipment of years has some hundred megabytes. */
const largestBytes = 512 * 1024 * 1024;
const mostFiles = 1000;
const largestManifestBytes = 1024 * 1024;
const safeName = /^(?:[A-Za-z0-9][A-Za-z0-9._@-]*\/){0,3}[A-Za-z0-9][A-Za-z0-9._@-]*$/;

/**
 * Unpacks a bundle in memory; nothing is written. Refused is whatever `pack` does not write: broken archives, compressed
 * files, names that lead elsewhere, and every byte that is not what packing the same files again gives, so that no other
 * tool can find something else in it.
 */
export async function unpack(zip: Uint8Array): Promise<BundleFiles> {
  if (zip.length > largestBytes)
    throw new NotConsistent(`it is larger than ${largestBytes / 1024 / 1024} MB`);
  const names = new Set<string>();
  const files = await attempt('it is no whole ZIP', () =>
    unzipSync(zip, {
      filter({ name, compression }) {
        if (!safeName.test(name)) throw new NotConsistent(`a file is called ${JSON.stringify(name)}`);
        if (names.has(name)) throw new NotConsistent(`${name} is in it twice`);
        names.add(name);
        if (names.size > mostFiles) throw new NotConsistent(`it holds more than ${mostFiles} files`);
        if (compression !== 0)
          throw new NotConsistent(`${name} is compressed: what a bundle holds is stored as it is`);
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

/** The manifest of what may be a bundle of another version, however that packed it; null where there is none to be read. */
export function manifestIn(zip: Uint8Array): unknown {
  try {
    const files = unzipSync(zip, {
      filter: ({ name, originalSize }) => name === manifestName && originalSize <= largestManifestBytes,
    });
    return JSON.parse(Buffer.from(files[manifestName]!).toString('utf8'));
  } catch {
    return null;
  }
}

function firstDifferentByte(expected: Uint8Array, found: Uint8Array): number | null {
  if (Buffer.from(expected.buffer, expected.byteOffset, expected.length).equals(found)) return null;
  const place = expected.findIndex((byte, index) => byte !== found[index]);
  return place < 0 ? expected.length : place;
}

const localHeaderBytes = 30;

/** What stands at a byte of the packed files, in words. */
function partAt(files: BundleFiles, place: number): string {
  let begins = 0;
  for (const name of namesAsPacked(files)) {
    const contentBegins = begins + localHeaderBytes + Buffer.byteLength(name);
    if (place < contentBegins) return `in the header of ${name}`;
    begins = contentBegins + files[name]!.length;
    if (place < begins) return `in ${name}`;
  }
  return 'behind the last file';
}
