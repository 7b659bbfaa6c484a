import { strFromU8, unzipSync } from 'fflate';
import { sha256OfJson } from '../contract/digest.ts';
import { type Entry, attachmentsRecorded } from '../domain/ledger.ts';
import {
  type BundleFiles,
  bundleNames,
  bundleSchema,
  manifestName,
  manifestOf,
  verdictText,
} from './bundle.ts';

/** The bundle is not what it says it is; the message names the first thing that is wrong. */
export class NotConsistent extends Error {}

/** What a bundle that holds together says. */
export type Verified = {
  readonly shipment: string;
  readonly asOf: string;
  readonly recommendation: string;
  readonly entries: number;
  readonly readings: number;
  readonly files: number;
};

/** Bounds of what is unpacked: a shipment of years has some ten megabytes. */
const largestBytes = 256 * 1024 * 1024;
const mostFiles = 1000;
const safeName = /^(?:[A-Za-z0-9][A-Za-z0-9._@-]*\/)?[A-Za-z0-9][A-Za-z0-9._@-]*$/;

/**
 * Checks a bundle with nothing but itself: every file is listed and has its hash, the ledger's chain holds, and the
 * verdict comes out of ledger, profiles and readings byte for byte. Throws `NotConsistent`.
 */
export function verifyBundle(zip: Uint8Array): Verified {
  const files = unpack(zip);
  const { shipment, asOf } = checkManifest(files);
  const entries = checkLedger(files, shipment);
  const attachments = attachmentsRecorded(entries);
  const expected = new Set([
    manifestName,
    bundleNames.ledger,
    bundleNames.verdict,
    ...attachments.map(({ profile }) => bundleNames.profile(profile)),
    ...attachments.map((_, index) => bundleNames.readings(index)),
  ]);
  for (const name of expected) if (!(name in files)) throw new NotConsistent(`${name} is missing`);
  for (const name of Object.keys(files))
    if (!expected.has(name)) throw new NotConsistent(`${name} belongs to nothing in the ledger`);
  const verdict = attempt('the verdict cannot be recomputed', () =>
    verdictText(entries, files, Date.parse(asOf)),
  );
  if (verdict !== files[bundleNames.verdict])
    throw new NotConsistent(
      `${bundleNames.verdict} is not what ledger, profiles and readings amount to${firstDifference(verdict, files[bundleNames.verdict]!)}`,
    );
  return {
    shipment,
    asOf,
    recommendation: (JSON.parse(verdict) as { recommendation: string }).recommendation,
    entries: entries.length,
    readings: attachments.reduce(
      (sum, _, index) => sum + (JSON.parse(files[bundleNames.readings(index)]!) as unknown[]).length,
      0,
    ),
    files: Object.keys(files).length,
  };
}

function unpack(zip: Uint8Array): BundleFiles {
  let bytes = 0;
  const names = new Set<string>();
  const files = attempt('it is no whole ZIP', () =>
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
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => {
      const text = strFromU8(content);
      // What is not UTF-8 would be read as something else.
      if (text.includes('\uFFFD')) throw new NotConsistent(`${name} is not text`);
      return [name, text];
    }),
  );
}

function checkManifest(files: BundleFiles): { shipment: string; asOf: string } {
  const text = files[manifestName];
  if (text === undefined) throw new NotConsistent(`${manifestName} is missing`);
  const manifest = attempt(`${manifestName} is not JSON`, () => JSON.parse(text) as Record<string, unknown>);
  if (manifest['schema'] !== bundleSchema)
    throw new NotConsistent(
      `${manifestName} is not of ${bundleSchema}, but of ${String(manifest['schema'])}`,
    );
  const { shipment, asOf } = manifest as { shipment: string; asOf: string };
  const listed = (manifest['files'] ?? {}) as Record<string, string>;
  const names = Object.keys(files)
    .filter((name) => name !== manifestName)
    .sort();
  const found = attempt(`${manifestName} names no time`, () =>
    manifestOf(shipment, Date.parse(asOf), files, names),
  );
  const hashes = (JSON.parse(found) as { files: Record<string, string> }).files;
  for (const name of Object.keys(listed))
    if (!(name in hashes)) throw new NotConsistent(`${name} is in the manifest and not in the bundle`);
  for (const name of names) {
    if (!(name in listed)) throw new NotConsistent(`${name} is in the bundle and not in the manifest`);
    if (listed[name] !== hashes[name]) throw new NotConsistent(`${name} was changed: its hash is another`);
  }
  if (found !== text) throw new NotConsistent(`${manifestName} was changed`);
  return { shipment, asOf };
}

function checkLedger(files: BundleFiles, shipment: string): readonly Entry[] {
  const entries = attempt(
    `${bundleNames.ledger} cannot be read`,
    () => JSON.parse(files[bundleNames.ledger] ?? '') as Entry[],
  );
  if (!Array.isArray(entries) || entries.length === 0)
    throw new NotConsistent(`${bundleNames.ledger} has no entry`);
  let previous: string | null = null;
  for (const [index, entry] of entries.entries()) {
    const { hash, ...rest } = entry;
    const which = `entry ${index + 1} of the ledger`;
    if (rest.shipment !== shipment) throw new NotConsistent(`${which} is of another shipment`);
    if (rest.sequence !== index + 1) throw new NotConsistent(`${which} has the number ${rest.sequence}`);
    if (rest.previous !== previous) throw new NotConsistent(`${which} does not follow the one before`);
    if (sha256OfJson(rest) !== hash) throw new NotConsistent(`${which} was changed: its hash is another`);
    previous = hash;
  }
  return entries;
}

function attempt<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof NotConsistent) throw cause;
    throw new NotConsistent(`${what}: ${(cause as Error).message}`, { cause });
  }
}

function firstDifference(expected: string, found: string): string {
  const lines = found.split('\n');
  const index = expected.split('\n').findIndex((line, number) => line !== lines[number]);
  return index < 0 ? '' : `, first in line ${index + 1}`;
}
