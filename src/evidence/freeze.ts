import { sha256, sha256OfJson } from '../model/digest.ts';
import { type Attachment, type Entry, attachmentsRecorded } from '../shipments/ledger.ts';
import { type RecordedFile, filesRecorded } from '../shipments/files.ts';
import type { FileAttached } from '../shipments/file-event.ts';
import { hasFiles } from '../shipments/receipt/file-checks.ts';
import type { Reading } from '../model/reading.ts';
import { type CheckedReceipt, checkReceipt } from '../shipments/receipt/receipt.ts';
import { type TextFiles, fileNames, evaluateFiles, verdictText, writtenReadings } from './recompute.ts';
import { type EarlierLegs, earlierLegsIn, legsIn, legsText } from './frozen-legs.ts';
import { profilesUsed } from '../shipments/profiles-used.ts';
import type { Approval, LegsOfProduct } from '../shipments/receipt/receipt-record.ts';

/** What a signature vouches for. Every hash is a SHA-256. */
export type EvidenceDocument = {
  /** The second form is that of a receipt with several products, or with allowances. */
  readonly schema: 'coldwatch/evidence/2' | 'coldwatch/evidence/3';
  readonly shipment: string;
  /** Time of the evaluation, ISO 8601. */
  readonly asOf: string;
  /** The last entry of the ledger. */
  readonly ledger: { readonly sequence: number; readonly hash: string };
  readonly profiles: { readonly [name: string]: Approval & { readonly sha256: string } };
  /** The hash of each attachment's readings, in ledger order. */
  readonly readings: readonly string[];
  readonly verdict: string;
  /** The hash of what the legs of each product used; absent where no product has allowances. */
  readonly legs?: string;
  readonly scanned: string | null;
  /** The files that came to the shipment, in that order; absent where none came. */
  readonly files?: readonly FrozenFile[];
} & CheckedReceipt;

/** A file as a signature vouches for it: what it is, what became of it, and how it was read. */
export type FrozenFile = Pick<RecordedFile, 'sha256' | 'name' | 'state' | 'reason'> & {
  readonly device: string | null;
  readonly serial: string | null;
  readonly reader: FileAttached['reader'] | null;
  readonly answers: FileAttached['answers'] | null;
};

/** Everything that a decision is based on. */
export type Basis = {
  readonly entries: readonly Entry[];
  /** Time of the evaluation, in epoch milliseconds. */
  readonly asOf: number;
  /** The text of a profile version, unchanged. */
  readonly profileText: (profile: Attachment['profile']) => string;
  readonly approvalOf: (profile: Attachment['profile']) => Approval;
  readonly readingsOf: (attachment: Attachment) => readonly Reading[];
  readonly scanned: string | null;
  /** The earlier legs of the products that have allowances; absent where none is known. */
  readonly earlierLegs?: EarlierLegs;
};

/** The evidence at the time a challenge was issued: the document that is signed, and the files that it names. */
export type Frozen = { readonly document: EvidenceDocument; readonly files: TextFiles };

/** Freezes what a decision is based on. The same basis gives the same bytes. */
export function freeze({
  entries,
  asOf,
  profileText,
  approvalOf,
  readingsOf,
  scanned,
  earlierLegs = {},
}: Basis): Frozen {
  const attachments = attachmentsRecorded(entries);
  const files: Record<string, string> = {};
  for (const profile of profilesUsed(entries)) files[fileNames.profile(profile)] = profileText(profile);
  for (const [index, attachment] of attachments.entries())
    files[fileNames.readings(index)] = writtenReadings(readingsOf(attachment));
  const legs = legsIn(entries, files, asOf, earlierLegs);
  if (legs.length > 0) files[fileNames.legs] = legsText(legs);
  const approvals = Object.fromEntries(
    profilesUsed(entries).map((profile) => [fileNames.profile(profile), approvalOf(profile)]),
  );
  const { verdict, document } = documentOf(entries, files, approvals, asOf, scanned);
  return { document, files: { ...files, [fileNames.verdict]: verdict } };
}

/** The legs that a decision is based on, by product. */
export function legsFrozen(entries: readonly Entry[], { document, files }: Frozen): readonly LegsOfProduct[] {
  return legsIn(entries, files, Date.parse(document.asOf), earlierLegsIn(files));
}

/**
 * Builds the document for a ledger and its files. `approvals` is keyed by the file names of the profiles; `asOf` is in
 * epoch milliseconds.
 */
export function documentOf(
  entries: readonly Entry[],
  files: TextFiles,
  approvals: { readonly [name: string]: Approval },
  asOf: number,
  scanned: string | null,
): { document: EvidenceDocument; verdict: string } {
  const judged = evaluateFiles(entries, files, asOf);
  const verdict = verdictText(judged);
  const legs = legsIn(entries, files, asOf, earlierLegsIn(files));
  const checked = checkReceipt({
    entries,
    verdict: judged,
    approvalOf: (profile) => approvals[fileNames.profile(profile)]!,
    scanned,
    ...(legs.length > 0 && { legs }),
  });
  const { shipment, sequence, hash } = entries.at(-1)!;
  const document: EvidenceDocument = {
    schema: checked.products === undefined ? 'coldwatch/evidence/2' : 'coldwatch/evidence/3',
    shipment,
    asOf: new Date(asOf).toISOString(),
    ledger: { sequence, hash },
    profiles: Object.fromEntries(
      Object.entries(approvals).map(([name, { writtenBy, approvedBy }]) => [
        name,
        { sha256: sha256OfJson(JSON.parse(files[name]!)), writtenBy, approvedBy },
      ]),
    ),
    readings: attachmentsRecorded(entries).map((_, index) => sha256(files[fileNames.readings(index)]!)),
    verdict: sha256(verdict),
    ...(legs.length > 0 && { legs: sha256(legsText(legs)) }),
    scanned,
    ...(hasFiles({ entries }) && { files: filesRecorded(entries).map(frozenFile) }),
    ...checked,
  };
  return { document, verdict };
}

function frozenFile({ sha256: hash, name, state, reason, device, attached }: RecordedFile): FrozenFile {
  const { serial = null, reader = null, answers = null } = attached ?? {};
  return {
    sha256: hash,
    name,
    state,
    reason,
    device: attached === null ? null : device,
    serial,
    reader,
    answers,
  };
}

/** The hash by which a signature refers to evidence. */
export function evidenceHash(document: EvidenceDocument): string {
  return sha256OfJson(document);
}
