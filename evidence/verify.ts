import { sha256OfJson } from '../contract/digest.ts';
import { type Entry, attachmentsRecorded, receiptsRecorded } from '../domain/ledger.ts';
import { type Reading, isMeasured } from '../domain/reading.ts';
import { type BundleFiles, bundleSchema, manifestName, manifestOf, reportName } from './bundle.ts';
import { NotConsistent, attempt, firstDifference } from './not-consistent.ts';
import { evidenceWithin } from './evidence-within.ts';
import { countBacked } from './raw.ts';
import { type TextFiles, fileNames, judgeFiles, verdictText } from './recompute.ts';
import { makeReport } from './report/report.ts';
import { unpack } from './unpack.ts';
import { checkReceipts, toleranceMs } from './verify-receipts.ts';
import { type VerifiedSignature, verifySignature } from './verify-signature.ts';

/** Which version made bundles of schemas that are judged otherwise now. */
const madeBy: { readonly [schema: string]: string } = { 'coldwatch/bundle/1': 'Coldwatch 0.1.0' };

/** What a bundle that holds together says. */
export type Verified = {
  readonly shipment: string;
  readonly asOf: string;
  /** What ledger, profiles and readings of the bundle amount to; no signature vouches for it. */
  readonly recommendation: string;
  /** Head of the ledger: entries that came later may be missing. */
  readonly head: { readonly sequence: number; readonly hash: string };
  readonly readings: number;
  /** Readings that are found in the raw payloads of the bundle. */
  readonly backed: number;
  readonly files: number;
  readonly signatures: readonly VerifiedSignature[];
  /** Whether the report is what this release draws from the evidence, to the byte. */
  readonly report: 'none' | 'reproduced' | 'differs';
};

/**
 * Checks a bundle with nothing but itself: every file is listed and has its hash, the ledger's chain holds, the
 * verdict comes out of ledger, profiles and readings byte for byte, and each signature vouches for its evidence, which
 * is still in the record. With `trust`, the RFC 7638 thumbprint of a key, every signature must be made with that key.
 * Throws `NotConsistent`.
 */
export async function verifyBundle(
  zip: Uint8Array,
  trust: string | null = null,
  client: string | null = null,
): Promise<Verified> {
  // Whatever stands in a bundle that nobody here made, it is the bundle that is wrong.
  return attempt('it cannot be read', () => verify(zip, trust, client));
}

async function verify(zip: Uint8Array, trust: string | null, client: string | null): Promise<Verified> {
  const bytes = await unpack(zip);
  const { shipment, asOf } = await checkManifest(bytes);
  const files = textsOf(bytes);
  const entries = await checkLedger(files, shipment);
  const attachments = attachmentsRecorded(entries);
  const receipts = receiptsRecorded(entries);
  checkNames(files, bytes, entries);
  if (entries.some(({ recordedAt }) => recordedAt > Date.parse(asOf) + toleranceMs))
    throw new NotConsistent(`${manifestName} names a time before the last entry of the ledger`);
  const verdict = await attempt('the verdict cannot be recomputed', () =>
    verdictText(judgeFiles(entries, files, Date.parse(asOf))),
  );
  if (verdict !== files[fileNames.verdict])
    throw new NotConsistent(
      `${fileNames.verdict} is not what ledger, profiles and readings amount to${firstDifference(verdict, files[fileNames.verdict]!)}`,
    );
  checkReceipts(entries);
  const asked = { trust, client, asOf: Date.parse(asOf) };
  const signatures: VerifiedSignature[] = [];
  for (const [index, receipt] of receipts.entries())
    signatures.push(await verifySignature(entries, receipt, files, fileNames.signed(index), asked));
  if (trust !== null && signatures.length === 0)
    throw new NotConsistent('it holds no signature, so that no key can vouch for it');
  const counted = await attempt('the raw payloads cannot be read', () =>
    attachments.map((_, index) => {
      const readings = JSON.parse(files[fileNames.readings(index)]!) as Reading[];
      // What we found out about the device's messages is no reading of the device.
      const measured = readings.filter(({ channel }) => isMeasured(channel));
      return { readings: measured.length, backed: countBacked(measured, files[fileNames.raw(index)]!) };
    }),
  );
  const { sequence, hash } = entries.at(-1)!;
  return {
    shipment,
    asOf,
    recommendation: (JSON.parse(verdict) as { recommendation: string }).recommendation,
    head: { sequence, hash },
    readings: counted.reduce((sum, each) => sum + each.readings, 0),
    backed: counted.reduce((sum, each) => sum + each.backed, 0),
    files: Object.keys(bytes).length,
    signatures,
    report: await checkReport(bytes, files, entries, Date.parse(asOf)),
  };
}

async function checkReport(
  bytes: BundleFiles,
  files: TextFiles,
  entries: readonly Entry[],
  asOf: number,
): Promise<Verified['report']> {
  const report = bytes[reportName];
  if (report === undefined) return 'none';
  const drawn = await attempt('the report cannot be drawn', () =>
    makeReport(evidenceWithin(files, entries, asOf)),
  );
  return Buffer.from(drawn).equals(Buffer.from(report)) ? 'reproduced' : 'differs';
}

/** Every file belongs to something in the ledger, and nothing of it is missing. */
function checkNames(files: TextFiles, bytes: BundleFiles, entries: readonly Entry[]): void {
  const attachments = attachmentsRecorded(entries);
  const expected = new Set([
    manifestName,
    fileNames.ledger,
    fileNames.verdict,
    ...attachments.map(({ profile }) => fileNames.profile(profile)),
    ...attachments.flatMap((_, index) => [fileNames.readings(index), fileNames.raw(index)]),
  ]);
  const known = new Set([reportName]);
  for (const [index] of receiptsRecorded(entries).entries()) {
    const folder = fileNames.signed(index);
    for (const name of ['evidence.json', 'signature.json', fileNames.verdict])
      expected.add(`${folder}/${name}`);
    const evidence = JSON.parse(files[`${folder}/evidence.json`] ?? '{}') as { readings?: unknown[] };
    // Readings that stand in the bundle already are not repeated.
    (evidence.readings ?? []).forEach((_, reading) => known.add(`${folder}/${fileNames.readings(reading)}`));
  }
  for (const name of expected) if (!(name in bytes)) throw new NotConsistent(`${name} is missing`);
  for (const name of Object.keys(bytes))
    if (!expected.has(name) && !known.has(name))
      throw new NotConsistent(`${name} belongs to nothing in the ledger`);
}

function textsOf(files: BundleFiles): TextFiles {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return Object.fromEntries(
    Object.entries(files)
      .filter(([name]) => name !== reportName)
      .map(([name, content]) => {
        try {
          return [name, utf8.decode(content)];
        } catch {
          throw new NotConsistent(`${name} is not text`);
        }
      }),
  );
}

async function checkManifest(files: BundleFiles): Promise<{ shipment: string; asOf: string }> {
  const content = files[manifestName];
  if (content === undefined) throw new NotConsistent(`${manifestName} is missing`);
  const text = Buffer.from(content).toString('utf8');
  const manifest = await attempt(
    `${manifestName} is not JSON`,
    () => JSON.parse(text) as Record<string, unknown>,
  );
  const made = madeBy[String(manifest['schema'])];
  if (made !== undefined)
    throw new NotConsistent(
      `it is of ${String(manifest['schema'])}, which ${made} made: verify it with that version`,
    );
  if (manifest['schema'] !== bundleSchema)
    throw new NotConsistent(
      `${manifestName} is not of ${bundleSchema}, but of ${String(manifest['schema'])}`,
    );
  const { shipment, asOf } = manifest as { shipment: string; asOf: string };
  const listed = (manifest['files'] ?? {}) as Record<string, string>;
  const names = Object.keys(files)
    .filter((name) => name !== manifestName)
    .sort();
  const found = await attempt(`${manifestName} names no time`, () =>
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

async function checkLedger(files: TextFiles, shipment: string): Promise<readonly Entry[]> {
  const entries = await attempt(
    `${fileNames.ledger} cannot be read`,
    () => JSON.parse(files[fileNames.ledger] ?? '') as Entry[],
  );
  if (!Array.isArray(entries) || entries.length === 0)
    throw new NotConsistent(`${fileNames.ledger} has no entry`);
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
