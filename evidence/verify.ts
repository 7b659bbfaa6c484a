import { sha256OfJson } from '../contract/digest.ts';
import { type Entry, attachmentsRecorded, receiptsRecorded } from '../domain/ledger.ts';
import type { Reading } from '../domain/reading.ts';
import { type BundleFiles, type BundleHead, bundleSchema, manifestOf, reportName } from './bundle.ts';
import { NotConsistent, attempt, firstDifference } from './not-consistent.ts';
import { evidenceWithin } from './evidence-within.ts';
import { manifestName } from './pack.ts';
import { type RawFindings, compareRaw } from './raw.ts';
import { type TextFiles, fileNames, judgeFiles, verdictText, written, writtenReadings } from './recompute.ts';
import { makeReport } from './report/report.ts';
import { manifestIn, unpack } from './unpack.ts';
import { checkReceipts, toleranceMs } from './verify-receipts.ts';
import { type VerifiedSignature, verifySignature } from './verify-signature.ts';
import { pathParameters } from '../contract/api/path-parameters.ts';

/** Which version made, and verifies, bundles of the schemas before. */
const madeBy: { readonly [schema: string]: string } = {
  'coldwatch/bundle/1': 'Coldwatch 0.1.0',
  'coldwatch/bundle/2': 'Coldwatch 0.2.0',
};

/** What a bundle that holds together says. */
export type Verified = {
  readonly shipment: string;
  readonly asOf: string;
  /** What ledger, profiles and readings of the bundle amount to; no signature vouches for it. */
  readonly recommendation: string;
  /** Head of the ledger: entries that came later may be missing. */
  readonly head: { readonly sequence: number; readonly hash: string };
  /** How readings and raw payloads fit together, over all attachments. */
  readonly raw: RawFindings;
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
    verdictText(judgeFiles(entries, files, asOf)),
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
    head: { sequence, hash },
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
  head: BundleHead,
): Promise<Verified['report']> {
  const report = bytes[reportName];
  if (report === undefined) return 'none';
  const drawn = await attempt('the report cannot be drawn', () =>
    makeReport(evidenceWithin(files, entries, head)),
  );
  return Buffer.from(drawn).equals(Buffer.from(report)) ? 'reproduced' : 'differs';
}

/** What was found of each attachment, of all together. */
function summed(each: readonly RawFindings[]): RawFindings {
  const sum = (of: keyof RawFindings): number => each.reduce((total, findings) => total + findings[of], 0);
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

/** Throws where a manifest is not of the schema that is verified here, naming the version that does. */
function refuseOtherSchema(manifest: unknown): void {
  const schema = (manifest as { schema?: unknown } | null)?.schema;
  if (typeof schema !== 'string' || schema === bundleSchema) return;
  const made = Object.hasOwn(madeBy, schema) ? madeBy[schema] : undefined;
  throw new NotConsistent(
    made === undefined
      ? `${manifestName} is not of ${bundleSchema}, but of ${schema}`
      : `it is of ${schema}, which ${made} made: verify it with that version`,
  );
}

async function checkManifest(files: BundleFiles): Promise<BundleHead> {
  const content = files[manifestName];
  if (content === undefined) throw new NotConsistent(`${manifestName} is missing`);
  const text = Buffer.from(content).toString('utf8');
  const manifest = await attempt(
    `${manifestName} is not JSON`,
    () => JSON.parse(text) as Record<string, unknown>,
  );
  refuseOtherSchema(manifest);
  const { shipment, signingClient } = manifest as { shipment: string; signingClient: string };
  if (typeof signingClient !== 'string') throw new NotConsistent(`${manifestName} names no signing client`);
  const head = { shipment, signingClient, asOf: Date.parse(String(manifest['asOf'])) };
  const listed = (manifest['files'] ?? {}) as Record<string, string>;
  const { [manifestName]: _, ...others } = files;
  const found = await attempt(`${manifestName} names no time`, () => manifestOf(head, others));
  const hashes = (JSON.parse(found) as { files: Record<string, string> }).files;
  for (const name of Object.keys(listed))
    if (!(name in hashes)) throw new NotConsistent(`${name} is in the manifest and not in the bundle`);
  for (const name of Object.keys(others)) {
    if (!(name in listed)) throw new NotConsistent(`${name} is in the bundle and not in the manifest`);
    if (listed[name] !== hashes[name]) throw new NotConsistent(`${name} was changed: its hash is another`);
  }
  if (found !== text) throw new NotConsistent(`${manifestName} was changed`);
  return head;
}

async function checkLedger(files: TextFiles, shipment: string): Promise<readonly Entry[]> {
  const entries = await attempt(
    `${fileNames.ledger} cannot be read`,
    () => JSON.parse(files[fileNames.ledger] ?? '') as Entry[],
  );
  if (!Array.isArray(entries) || entries.length === 0)
    throw new NotConsistent(`${fileNames.ledger} has no entry`);
  if (!pathParameters['shipment']!.test(shipment))
    throw new NotConsistent('it names no shipment by an id that there can be');
  let previous: string | null = null;
  let latest = -Infinity;
  for (const [index, entry] of entries.entries()) {
    const { hash, ...rest } = entry;
    const which = `entry ${index + 1} of the ledger`;
    if (rest.shipment !== shipment) throw new NotConsistent(`${which} is of another shipment`);
    if (rest.sequence !== index + 1) throw new NotConsistent(`${which} has the number ${rest.sequence}`);
    if (!Number.isSafeInteger(rest.recordedAt)) throw new NotConsistent(`${which} has no time`);
    if (rest.recordedAt < latest - toleranceMs)
      throw new NotConsistent(`${which} was entered before the one that it follows`);
    latest = Math.max(latest, rest.recordedAt);
    if (index > 0 && rest.fact.kind === 'shipment-created')
      throw new NotConsistent(`${which} plans the shipment a second time`);
    if (rest.previous !== previous) throw new NotConsistent(`${which} does not follow the one before`);
    if (sha256OfJson(rest) !== hash) throw new NotConsistent(`${which} was changed: its hash is another`);
    previous = hash;
  }
  return entries;
}
