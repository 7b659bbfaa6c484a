import { strToU8 } from 'fflate';
import type { ArchivedMessage } from '../storage/archive/archived-message.ts';
import { sha256 } from '../model/digest.ts';
import type { StoredSignature } from '../model/signing.ts';
import { type Attachment, type Entry, attachmentsRecorded, receiptsRecorded } from '../shipments/ledger.ts';
import type { Reading } from '../model/reading.ts';
import type { Frozen } from './freeze.ts';
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

/** All that a bundle is made of, as journal, ledger and archive have it. */
export type Evidence = {
  readonly entries: readonly Entry[];
  /** Moment of judging, epoch milliseconds. */
  readonly asOf: number;
  /** A profile version as it was written. */
  readonly profileText: (profile: Attachment['profile']) => string;
  readonly readingsOf: (attachment: Attachment) => readonly Reading[];
  /** What the archive has of a device, as it came. */
  readonly archived: readonly ArchivedMessage[];
  /** The identity provider's client that only signs: who made the bundle says which it is. */
  readonly signingClient: string;
  /** What each signed decision of the ledger vouches for, in its order. */
  readonly signed: readonly SignedEvidence[];
  /** The report as PDF; null: without one. */
  readonly report: Uint8Array | null;
};

/** What a signature vouches for, and the signature. */
export type SignedEvidence = { readonly frozen: Frozen; readonly signature: StoredSignature };
export const reportName = 'report.pdf';
export const bundleSchema = 'coldwatch/bundle/3';

/**
 * An evidence bundle: a ZIP of ledger, profiles, raw payloads, readings, verdict, signatures with what they vouch for,
 * and the report, with a manifest of their hashes. The same evidence gives the same bytes, and nothing else may stand in it.
 */
export function makeBundle(evidence: Evidence): Uint8Array {
  const { report } = evidence;
  const files: BundleFiles = {
    ...Object.fromEntries(
      Object.entries(evidenceTexts(evidence)).map(([name, text]) => [name, strToU8(text)]),
    ),
    ...(report !== null && { [reportName]: report }),
  };
  const { entries, asOf, signingClient } = evidence;
  const manifest = manifestOf({ shipment: entries[0]!.shipment, asOf, signingClient }, files);
  return pack({ ...files, [manifestName]: strToU8(manifest) });
}

/** Of what a bundle is, as of when (epoch milliseconds), and the client that signs. */
export type BundleHeader = Pick<Evidence, 'asOf' | 'signingClient'> & { readonly shipment: string };

/** The manifest's text: what is bundled, and the SHA-256 of each file beside it. */
export function manifestOf({ shipment, asOf, signingClient }: BundleHeader, files: BundleFiles): string {
  const names = Object.keys(files).sort();
  return written({
    schema: bundleSchema,
    shipment,
    asOf: new Date(asOf).toISOString(),
    signingClient,
    files: Object.fromEntries(names.map((name) => [name, sha256(files[name]!)])),
  });
}

/** The files of a bundle but manifest and report, by name. */
export function evidenceTexts({
  entries,
  asOf,
  profileText,
  readingsOf,
  archived,
  signed,
}: Omit<Evidence, 'report' | 'signingClient'>): TextFiles {
  const texts: Record<string, string> = { [fileNames.ledger]: written(entries) };
  for (const [index, attachment] of attachmentsRecorded(entries).entries()) {
    // As all JSON of a bundle: of the same profile there is one text.
    texts[fileNames.profile(attachment.profile)] = written(JSON.parse(profileText(attachment.profile)));
    texts[fileNames.readings(index)] = writtenReadings(readingsOf(attachment));
    texts[fileNames.raw(index)] = rawOf(attachment, readingsOf(attachment), archived);
  }
  texts[fileNames.verdict] = verdictText(evaluateFiles(entries, texts, asOf));
  for (const [index, { fact }] of receiptsRecorded(entries).entries()) {
    const folder = fileNames.signed(index);
    const { frozen, signature } = signed[index]!;
    texts[`${folder}/evidence.json`] = written(frozen.document);
    texts[`${folder}/signature.json`] = written(shown(signature, fact.signature.tokenExpiresAt, asOf));
    texts[`${folder}/${fileNames.verdict}`] = frozen.files[fileNames.verdict]!;
    // What stands in the bundle already, with the same content, is not repeated: profiles, most readings.
    const known = new Set(Object.values(texts));
    for (const [name, text] of Object.entries(frozen.files))
      if (!known.has(text) && !name.startsWith('profiles/')) texts[`${folder}/${name}`] = text;
  }
  return texts;
}

/** A signature as it may be shown: its token only once it can be used for nothing else. */
export function shown(signature: StoredSignature, tokenExpiresAt: number, asOf: number): StoredSignature {
  return asOf > tokenExpiresAt
    ? signature
    : { ...signature, token: null, withheldUntil: new Date(tokenExpiresAt).toISOString() };
}
