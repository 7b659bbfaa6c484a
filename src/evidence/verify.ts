import { type Entry, attachmentsRecorded, receiptsRecorded } from '../shipments/ledger.ts';
import type { Reading } from '../model/reading.ts';
import { type BundleHeader, reportName } from './bundle.ts';
import { NotConsistent, attempt, firstDifference } from './not-consistent.ts';
import { evidenceWithin } from './evidence-within.ts';
import { type BundleFiles, manifestName } from './pack.ts';
import { type RawComparison, compareRaw } from './raw.ts';
import {
  type TextFiles,
  fileNames,
  evaluateFiles,
  verdictText,
  written,
  writtenReadings,
} from './recompute.ts';
import { makeReport } from './report/report.ts';
import { manifestIn, unpack } from './unpack.ts';
import { checkReceipts, toleranceMs } from './verify-receipts.ts';
import { type VerifiedSignature, verifySignature } from './verify-signature.ts';
import { checkLedger } from './verify-ledger.ts';
import { checkManifest, refuseOtherSchema } from './verify-manifest.ts';

/** What a bundle that holds together says. */
export type Verified = {
  readonly shipment: string;
  readonly asOf: string;
  /** What ledger, profiles and readings of the bundle amount to; no signature vouches for it. */
  readonly recommendation: string;
  /** Head of the ledger: entries that came later may be missing. */
  readonly lastEntry: { readonly sequence: number; readonly hash: string };
  /** How readings and raw payloads fit together, over all attachments. */
  readonly raw: RawComparison;
  readonly files: number;
  /** The client that signatures must be made for: that of the manifest unless others were asked for. */
  readonly client: string;
  readonly signatures: readonly VerifiedSignature[];
  /** Whether the report is what this release draws from the evidence, to the byte. */
  readonly report: 'none' | 'reproduced' | 'differs';
};

/**
 * Checks a bundle with nothing but itself: its bytes are those of its files packed again, every file is listed and has
 * its hash, JSON is written as it is written here, the ledger's chain holds, the verdict comes out of ledger, profiles and
 * readings byte for byte, and each signature vouches for its evidence, which is still in the record. With `trust`, the RFC
 * 7638 thumbprint of a key, every signature must be made with that key. Each must be made for one of `clients`, by
 * default the one that the manifest names. Throws `NotConsistent`.
 */
export async function verifyBundle(
  zip: Uint8Array,
  trust: string | null = null,
  clients: readonly string[] = [],
): Promise<Verified> {
  // Whatever stands in a bundle that nobody here made, it is the bundle that is wrong.
  return attempt('it cannot be read', () => verify(zip, trust, clients));
}

async function verify(zip: Uint8Array, trust: string | null, clients: readonly string[]): Promise<Verified> {
  refuseOtherSchema(manifestIn(zip));
  const bytes = await unpack(zip);
  const { shipment, asOf, signingClient } = await checkManifest(bytes);
  const files = textsOf(bytes);
  const entries = await checkLedger(files, shipment);
  const attachments = attachmentsRecorded(entries);
  const receipts = receiptsRecorded(entries);
  checkNames(files, bytes, entries);
  checkTexts(files, entries);
  if (entries.some(({ recordedAt }) => recordedAt > asOf + toleranceMs))
    throw new NotConsistent(`${manifestName} names a time before the last entry of the ledger`);
  const verdict = await attempt('the verdict cannot be recomputed', () =>
    verdictText(evaluateFiles(entries, files, asOf)),
  );
  if (verdict !== files[fileNames.verdict])
    throw new NotConsistent(
      `${fileNames.verdict} is not what ledger, profiles and readings amount to${firstDifference(verdict, files[fileNames.verdict]!)}`,
    );
  checkReceipts(entries);
  const asked = { trust, clients: clients.length > 0 ? clients : [signingClient], asOf };
  const signatures: VerifiedSignature[] = [];
  for (const [index, receipt] of receipts.entries())
    signatures.push(await verifySignature(entries, receipt, files, fileNames.signed(index), asked));
  if (trust !== null && signatures.length === 0)
    throw new NotConsistent('it holds no signature, so that no key can vouch for it');
  const compared = await attempt('the raw payloads cannot be read', () =>
    attachments.map((attachment, index) =>
      compareRaw(
        attachment,
        JSON.parse(files[fileNames.readings(index)]!) as Reading[],
        files[fileNames.raw(index)]!,
      ),
    ),
  );
  const { sequence, hash } = entries.at(-1)!;
  return {
    shipment,
    asOf: new Date(asOf).toISOString(),
    recommendation: (JSON.parse(verdict) as { recommendation: string }).recommendation,
    lastEntry: { sequence, hash },
    raw: summed(compared),
    files: Object.keys(bytes).length,
    client: asked.clients.join(', '),
    signatures,
    report: await checkReport(bytes, files, entries, { shipment, asOf, signingClient }),
  };
}

async function checkReport(
  bytes: BundleFiles,
  files: TextFiles,
  entries: readonly Entry[],
  lastEntry: BundleHeader,
): Promise<Verified['report']> {
  const report = bytes[reportName];
  if (report === undefined) return 'none';
  const drawn = await attempt('the report cannot be drawn', () =>
    makeReport(evidenceWithin(files, entries, lastEntry)),
  );
  return Buffer.from(drawn).equals(Buffer.from(report)) ? 'reproduced' : 'differs';
}

/** What was found of each attachment, of all together. */
function summed(each: readonly RawComparison[]): RawComparison {
  const sum = (of: keyof RawComparison): number => each.reduce((total, findings) => total + findings[of], 0);
  return {
    readings: sum('readings'),
    backed: sum('backed'),
    unrecorded: sum('unrecorded'),
    foreign: sum('foreign'),
    shifted: sum('shifted'),
  };
}

/** Throws where the JSON of a file is written otherwise than we write it: a key twice, other spaces, another order. */
function checkTexts(files: TextFiles, entries: readonly Entry[]): void {
  const check = (name: string, rewritten: (text: string) => string): void => {
    const text = files[name]!;
    let again: string;
    try {
      again = rewritten(text);
    } catch (cause) {
      throw new NotConsistent(`${name} cannot be read: ${(cause as Error).message}`, { cause });
    }
    if (again !== text)
      throw new NotConsistent(
        `${name} is not written as its content is written${firstDifference(again, text)}`,
      );
  };
  check(fileNames.ledger, (text) => written(JSON.parse(text)));
  for (const [index, { profile }] of attachmentsRecorded(entries).entries()) {
    check(fileNames.profile(profile), (text) => written(JSON.parse(text)));
    check(fileNames.readings(index), (text) => writtenReadings(JSON.parse(text) as Reading[]));
  }
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
