import { sha256, sha256OfJson } from '../model/digest.ts';
import { type Attachment, type Entry, attachmentsRecorded } from '../shipments/ledger.ts';
import type { Reading } from '../model/reading.ts';
import { type CheckedReceipt, checkReceipt } from '../shipments/receipt/receipt.ts';
import { type TextFiles, fileNames, evaluateFiles, verdictText, writtenReadings } from './recompute.ts';
import type { Approval } from '../shipments/receipt/receipt-record.ts';

/** Whose signature vouches for what: every hash is a SHA-256. */
export type EvidenceDocument = {
  readonly schema: 'coldwatch/evidence/2';
  readonly shipment: string;
  /** Moment of judging. */
  readonly asOf: string;
  /** Head of the ledger. */
  readonly ledger: { readonly sequence: number; readonly hash: string };
  readonly profiles: { readonly [name: string]: Approval & { readonly sha256: string } };
  /** Of the readings of each attachment, in the order of the ledger. */
  readonly readings: readonly string[];
  readonly verdict: string;
  readonly scanned: string | null;
} & CheckedReceipt;

/** All that a decision is taken on. */
export type Basis = {
  readonly entries: readonly Entry[];
  /** Moment of judging, epoch milliseconds. */
  readonly asOf: number;
  /** A profile version as it was written. */
  readonly profileText: (profile: Attachment['profile']) => string;
  readonly approvalOf: (profile: Attachment['profile']) => Approval;
  readonly readingsOf: (attachment: Attachment) => readonly Reading[];
  readonly scanned: string | null;
};

/** Evidence as it was when a challenge was issued: the document that is signed, and the files that it names. */
export type Frozen = { readonly document: EvidenceDocument; readonly files: TextFiles };

/** Freezes what a decision is taken on. The same basis gives the same bytes. */
export function freeze({ entries, asOf, profileText, approvalOf, readingsOf, scanned }: Basis): Frozen {
  const attachments = attachmentsRecorded(entries);
  const files: Record<string, string> = {};
  for (const [index, attachment] of attachments.entries()) {
    files[fileNames.profile(attachment.profile)] = profileText(attachment.profile);
    files[fileNames.readings(index)] = writtenReadings(readingsOf(attachment));
  }
  const approvals = Object.fromEntries(
    attachments.map(({ profile }) => [fileNames.profile(profile), approvalOf(profile)]),
  );
  const { verdict, document } = documentOf(entries, files, approvals, asOf, scanned);
  return { document, files: { ...files, [fileNames.verdict]: verdict } };
}

/** The document that a ledger and files amount to; `approvals` by the names of the profiles' files. */
export function documentOf(
  entries: readonly Entry[],
  files: TextFiles,
  approvals: { readonly [name: string]: Approval },
  asOf: number,
  scanned: string | null,
): { document: EvidenceDocument; verdict: string } {
  const judged = evaluateFiles(entries, files, asOf);
  const verdict = verdictText(judged);
  const checked = checkReceipt({
    entries,
    verdict: judged,
    approvalOf: (profile) => approvals[fileNames.profile(profile)]!,
    scanned,
  });
  const { shipment, sequence, hash } = entries.at(-1)!;
  const document: EvidenceDocument = {
    schema: 'coldwatch/evidence/2',
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
    scanned,
    ...checked,
  };
  return { document, verdict };
}

/** What a signature names evidence by. */
export function evidenceHash(document: EvidenceDocument): string {
  return sha256OfJson(document);
}
