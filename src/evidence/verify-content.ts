import { attachmentsRecorded, receiptsRecorded } from '../shipments/ledger.ts';
import type { Reading } from '../model/reading.ts';
import { type Evidence, reportName } from './bundle.ts';
import { NotConsistent, attempt, firstDifference } from './not-consistent.ts';
import { evidenceWithin } from './evidence-within.ts';
import { manifestName } from './pack.ts';
import { type RawComparison, compareRaw, nothingCompared } from './raw.ts';
import { type ReadFiles, checkGivenFileBytes, recordedCounts } from './given-file-bytes.ts';
import { checkLegs } from './frozen-legs.ts';
import { fileNames, evaluateFiles, verdictText } from './recompute.ts';
import { firstDifferentByte, manifestIn, unpack } from './unpack.ts';
import { checkPlans } from './verify-plans.ts';
import { type VerifiedReadmission, verifyReadmissions } from './verify-readmissions.ts';
import { checkReceipts, toleranceMs } from './verify-receipts.ts';
import { type VerifiedSignature, verifySignature } from './verify-signature.ts';
import { checkLedger } from './verify-ledger.ts';
import { checkNames, checkTexts, textsOf } from './verify-files.ts';
import { checkManifest, refuseOtherSchema } from './verify-manifest.ts';

/** The result for a consistent bundle. */
export type Verified = {
  readonly shipment: string;
  readonly asOf: string;
  /** The recommendation computed from the bundle's ledger, profiles and readings; no signature covers it. */
  readonly recommendation: string;
  /** The last entry of the ledger; later entries may be missing. */
  readonly lastEntry: { readonly sequence: number; readonly hash: string };
  /** How well readings and raw payloads match, over all attachments. */
  readonly raw: RawComparison;
  readonly files: number;
  /** How many files of loggers were read again, each of which gives the readings of the record; 0 if none was. */
  readonly givenFiles: number;
  /** The client for which signatures must be made: the one in the manifest, unless others were given. */
  readonly client: string;
  readonly signatures: readonly VerifiedSignature[];
  /** The signed re-admissions of time or freeze-thaw cycles. */
  readonly readmissions: readonly VerifiedReadmission[];
  /** Whether this release draws the same report from the evidence, byte for byte. */
  readonly report: 'none' | 'reproduced' | 'differs' | 'not-checked';
};

type ReportedEvidence = Omit<Evidence, 'report'>;

/** How a bundle is checked. */
export type Checks = {
  /** The RFC 7638 thumbprint of the key with which every signature must be made; null if any key will do. */
  readonly trust: string | null;
  /** The clients for one of which each signature must be made; if empty, the client named in the manifest. */
  readonly clients: readonly string[];
  /** Reads the files of loggers again; null where no reader may run, and only their bytes are checked. */
  readonly readFiles: ReadFiles | null;
  /** Draws the report again; null if it cannot be drawn here. */
  readonly drawReport: ((evidence: ReportedEvidence) => Promise<Uint8Array>) | null;
};

/**
 * Verifies a bundle as `verifyBundle` does, anywhere: a browser, which cannot draw the report, leaves it unchecked.
 *
 * @throws {NotConsistent} when the bundle fails a check.
 */
export async function verifyContent(zip: Uint8Array, checks: Checks): Promise<Verified> {
  // Any error caused by the content of a foreign bundle means that the bundle is wrong.
  return attempt('it cannot be read', () => verify(zip, checks));
}

async function verify(zip: Uint8Array, { trust, clients, drawReport, readFiles }: Checks): Promise<Verified> {
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
  await attempt(`${fileNames.legs} cannot be recomputed`, () => checkLegs(entries, files, asOf));
  checkPlans(entries);
  checkReceipts(entries);
  const asked = { trust, clients: clients.length > 0 ? clients : [signingClient], asOf };
  const signatures: VerifiedSignature[] = [];
  for (const [index, receipt] of receipts.entries())
    signatures.push(
      await verifySignature({ entries, receipt, files, folder: fileNames.signed(index) }, asked),
    );
  const readmissions = await verifyReadmissions(entries, files, asked);
  if (trust !== null && signatures.length + readmissions.length === 0)
    throw new NotConsistent('it contains no signature, so no key can vouch for it');
  const recordOf = (index: number): readonly Reading[] =>
    JSON.parse(files[fileNames.readings(index)]!) as Reading[];
  checkGivenFileBytes(entries, bytes);
  const givenFiles =
    readFiles === null ? recordedCounts(entries, recordOf) : await readFiles(entries, bytes, recordOf);
  const compared = await attempt('the raw payloads cannot be read', () =>
    attachments.map((attachment, index): RawComparison => {
      const readings = recordOf(index);
      const backed = givenFiles.get(attachment.device);
      return backed === undefined
        ? compareRaw(attachment, readings, files[fileNames.raw(index)]!)
        : { ...nothingCompared, readings: backed, backed };
    }),
  );
  const { sequence, hash } = entries.at(-1)!;
  return {
    shipment,
    asOf: new Date(asOf).toISOString(),
    recommendation: (JSON.parse(verdict) as { recommendation: string }).recommendation,
    lastEntry: { sequence, hash },
    raw: summed(compared),
    givenFiles: readFiles === null ? 0 : givenFiles.size,
    files: Object.keys(bytes).length,
    client: asked.clients.join(', '),
    signatures,
    readmissions,
    report: await checkReport(
      bytes[reportName],
      () => evidenceWithin(files, entries, { shipment, asOf, signingClient }),
      drawReport,
    ),
  };
}

async function checkReport(
  report: Uint8Array | undefined,
  evidence: () => ReportedEvidence,
  drawReport: Checks['drawReport'],
): Promise<Verified['report']> {
  if (report === undefined) return 'none';
  if (drawReport === null) return 'not-checked';
  const drawn = await attempt('the report cannot be drawn', () => drawReport(evidence()));
  return firstDifferentByte(drawn, report) === null ? 'reproduced' : 'differs';
}

/** Adds up the comparisons of all attachments. */
function summed(each: readonly RawComparison[]): RawComparison {
  const sum = (of: keyof RawComparison): number =>
    each.reduce((total, comparison) => total + comparison[of], 0);
  return {
    readings: sum('readings'),
    backed: sum('backed'),
    unrecorded: sum('unrecorded'),
    foreign: sum('foreign'),
    shifted: sum('shifted'),
  };
}
