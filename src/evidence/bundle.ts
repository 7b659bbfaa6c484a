import { strToU8 } from 'fflate';
import type { ArchivedMessage } from '../storage/archive/archived-message.ts';
import { sha256 } from '../model/digest.ts';
import type { StoredSignature } from '../model/signing.ts';
import { type Attachment, type Entry, attachmentsRecorded, receiptsRecorded } from '../shipments/ledger.ts';
import { readmissionsRecorded } from '../shipments/readmissions.ts';
import { profilesUsed } from '../shipments/profiles-used.ts';
import { filesRecorded } from '../shipments/files.ts';
import type { Reading } from '../model/reading.ts';
import type { Frozen } from './freeze.ts';
import { type EarlierLegs, legsIn, legsText } from './frozen-legs.ts';
import { textOf } from './text-of.ts';
import { type BundleFiles, manifestName, pack } from './pack.ts';
import { rawOf } from './raw.ts';
import {
  type TextFiles,
  fileNames,
  evaluateFiles,
  verdictText,
  written,
  writtenReadings,
} from './recompute.ts';

/** Everything that a bundle is made of, from journal, ledger and archive. */
export type Evidence = {
  readonly entries: readonly Entry[];
  /** Time of the evaluation, in epoch milliseconds. */
  readonly asOf: number;
  /** The text of a profile version, unchanged. */
  readonly profileText: (profile: Attachment['profile']) => string;
  readonly readingsOf: (attachment: Attachment) => readonly Reading[];
  /** The archived raw messages of the devices. */
  readonly archived: readonly ArchivedMessage[];
  /** The bytes of the files that came to the shipment, by SHA-256; absent where none came. */
  readonly fileBytes?: { readonly [sha256: string]: Uint8Array };
  /** The identity provider's client that is used only for signing, as named by whoever makes the bundle. */
  readonly signingClient: string;
  /** The evidence and signature of each signed decision, in ledger order. */
  readonly signed: readonly SignedEvidence[];
  /** The signature of each re-admission, in ledger order; absent where there is none. */
  readonly readmissions?: readonly StoredSignature[];
  /** The earlier legs of the products that have allowances; absent where none is known. */
  readonly earlierLegs?: EarlierLegs;
  /** The report as PDF; null for a bundle without a report. */
  readonly report: Uint8Array | null;
};

/** A signature and the evidence that it vouches for. */
export type SignedEvidence = { readonly frozen: Frozen; readonly signature: StoredSignature };
export const reportName = 'report.pdf';
/** The schema of a bundle, and of one with several products, legs or rejected lots, which earlier versions do not know. */
export const bundleSchemas = ['coldwatch/bundle/4', 'coldwatch/bundle/5'] as const;

/**
 * Makes an evidence bundle: a ZIP of ledger, profiles, raw payloads, loggers' files as they came, readings, verdict,
 * signatures with their evidence, and the report, with a manifest of their hashes. The same evidence gives the same
 * bytes, and nothing else may be in it.
 */
export function makeBundle(evidence: Evidence): Uint8Array {
  const { report } = evidence;
  const files: BundleFiles = {
    ...Object.fromEntries(
      Object.entries(evidenceTexts(evidence)).map(([name, text]) => [name, strToU8(text)]),
    ),
    ...givenFiles(evidence),
    ...(report !== null && { [reportName]: report }),
  };
  const { entries, asOf, signingClient } = evidence;
  const manifest = manifestOf({ shipment: entries[0]!.shipment, asOf, signingClient }, files);
  return pack({ ...files, [manifestName]: strToU8(manifest) });
}

/**
 * The files that came to the shipment.
 *
 * @throws {Error} when the bytes of one are missing.
 */
function givenFiles({ entries, fileBytes = {} }: Evidence): BundleFiles {
  return Object.fromEntries(
    filesRecorded(entries).map(({ sha256: hash, name }) => {
      const bytes = fileBytes[hash];
      if (bytes === undefined) throw new Error(`the bytes of ${name} are missing: ${hash}`);
      return [fileNames.file(hash), bytes];
    }),
  );
}

/** The shipment of a bundle, the time of its evaluation (epoch milliseconds), and the client that signs. */
export type BundleHeader = Pick<Evidence, 'asOf' | 'signingClient'> & { readonly shipment: string };

/** The text of the manifest: the bundle's header, and the SHA-256 of every other file. */
export function manifestOf({ shipment, asOf, signingClient }: BundleHeader, files: BundleFiles): string {
  const names = Object.keys(files).sort();
  return written({
    schema: hasProducts(files) || hasRejectedLots(files) ? bundleSchemas[1] : bundleSchemas[0],
    shipment,
    asOf: new Date(asOf).toISOString(),
    signingClient,
    files: Object.fromEntries(names.map((name) => [name, sha256(files[name]!)])),
  });
}

/** Whether a bundle says something of several products, or of legs. */
function hasProducts(files: BundleFiles): boolean {
  const verdict = files[fileNames.verdict];
  if (fileNames.legs in files || verdict === undefined) return fileNames.legs in files;
  return (JSON.parse(textOf(verdict)) as { readonly products?: unknown } | null)?.products !== undefined;
}

/**
 * Whether a decision in the ledger of a bundle rejects some lots and not all. Quotes inside a text are escaped, so that
 * only the name of a field matches.
 */
function hasRejectedLots(files: BundleFiles): boolean {
  const ledger = files[fileNames.ledger];
  return ledger !== undefined && textOf(ledger).includes('"rejected":');
}

/** The files of a bundle by name, except manifest and report. */
export function evidenceTexts({
  entries,
  asOf,
  profileText,
  readingsOf,
  archived,
  signed,
  readmissions = [],
  earlierLegs = {},
}: Omit<Evidence, 'report' | 'signingClient' | 'fileBytes'>): TextFiles {
  const texts: Record<string, string> = { [fileNames.ledger]: written(entries) };
  // Normalized like all JSON of a bundle, so the same profile always has the same text.
  for (const profile of profilesUsed(entries))
    texts[fileNames.profile(profile)] = written(JSON.parse(profileText(profile)));
  for (const [index, attachment] of attachmentsRecorded(entries).entries()) {
    texts[fileNames.readings(index)] = writtenReadings(readingsOf(attachment));
    texts[fileNames.raw(index)] = rawOf(attachment, readingsOf(attachment), archived);
  }
  texts[fileNames.verdict] = verdictText(evaluateFiles(entries, texts, asOf));
  const legs = legsIn(entries, texts, asOf, earlierLegs);
  if (legs.length > 0) texts[fileNames.legs] = legsText(legs);
  for (const [index, { fact }] of receiptsRecorded(entries).entries()) {
    const folder = fileNames.signed(index);
    const { frozen, signature } = signed[index]!;
    texts[`${folder}/evidence.json`] = written(frozen.document);
    texts[`${folder}/signature.json`] = written(shown(signature, fact.signature.tokenExpiresAt, asOf));
    texts[`${folder}/${fileNames.verdict}`] = frozen.files[fileNames.verdict]!;
    // Files that are already in the bundle with the same content are not repeated: profiles, most readings.
    const known = new Set(Object.values(texts));
    for (const [name, text] of Object.entries(frozen.files))
      if (!known.has(text) && !name.startsWith('profiles/')) texts[`${folder}/${name}`] = text;
  }
  for (const [index, { fact }] of readmissionsRecorded(entries).entries())
    texts[fileNames.readmission(index)] = written(
      shown(readmissions[index]!, fact.signature.tokenExpiresAt, asOf),
    );
  return texts;
}

/**
 * A signature without its token as long as the token could be used for something else. Times are epoch milliseconds.
 */
export function shown(signature: StoredSignature, tokenExpiresAt: number, asOf: number): StoredSignature {
  return asOf > tokenExpiresAt
    ? signature
    : { ...signature, token: null, withheldUntil: new Date(tokenExpiresAt).toISOString() };
}
