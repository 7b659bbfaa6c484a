import { unzipSync } from 'fflate';
import type { BundleFiles } from './bundle.ts';
import { NotConsistent, attempt } from './not-consistent.ts';

/** Bounds of what is unpacked: a shipment of years has some hundred megabytes. */
const largestBytes = 512 * 1024 * 1024;
const mostFiles = 1000;
const safeName = /^(?:[A-Za-z0-9][A-Za-z0-9._@-]*\/){0,3}[A-Za-z0-9][A-Za-z0-9._@-]*$/;

/** Unpacks a bundle in memory; nothing is written. Refused are broken archives, bombs, and names that lead elsewhere. */
export async function unpack(zip: Uint8Array): Promise<BundleFiles> {
  let bytes = 0;
  const names = new Set<string>();
  return attempt('it is no whole ZIP', () =>
    unzipSync(zip, {
      filter({ name, originalSize }) {
        if (!safeName.test(name)) throw new NotConsistent(`a file is called ${JSON.stringify(name)}`);
        if (names.has(name)) throw new NotConsistent(`${name} is in it twice`);
        names.add(name);
        bytes += originalSize;
        if (bytes > largestBytes || names.size > mostFiles)
          throw new NotConsistent(
            `it unpacks to more than ${largestBytes / 1024 / 1024} MB or ${mostFiles} files`,
          );
        return true;
      },
    }),
  );
}
