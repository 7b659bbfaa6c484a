import { sha256 } from '../model/digest.ts';
import type { Entry, ReceiptEntry } from '../shipments/ledger.ts';
import { signedFiles } from './evidence-within.ts';
import { type EvidenceDocument, documentOf, evidenceHash } from './freeze.ts';
import { NotConsistent, attempt, firstDifference } from './not-consistent.ts';
import { allowancesFailedOf, recommendedOf } from '../shipments/receipt/product-receipt.ts';
import { type TextFiles, fileNames, written } from './recompute.ts';

/** A signed decision of a bundle: its entry, and the folder with its evidence and signature. */
export type SignedDecision = {
  readonly entries: readonly Entry[];
  readonly receipt: ReceiptEntry;
  readonly files: TextFiles;
  readonly folder: string;
};

/**
 * Verifies the evidence of one signed decision: it matches the ledger and readings of that time, which are still in the
 * record, and the verdict computed from them.
 *
 * @throws {NotConsistent} when a check fails.
 */
export async function verifySignedEvidence({
  entries,
  receipt: { fact, sequence },
  files,
  folder,
}: SignedDecision): Promise<void> {
  const name = `${folder}/evidence.json`;
  const document = await attempt(
    `${name} cannot be read`,
    () => JSON.parse(files[name]!) as EvidenceDocument,
  );
  if (evidenceHash(document) !== fact.evidence)
    throw new NotConsistent(`${name} is not what entry ${sequence} of the ledger names`);
  const lastEntry = entries[document.ledger.sequence - 1];
  if (lastEntry === undefined || lastEntry.hash !== document.ledger.hash || lastEntry.sequence >= sequence)
    throw new NotConsistent(`${name} names a last ledger entry that the ledger does not have`);
  const then = signedFiles(files, folder, document);
  for (const [index, hash] of document.readings.entries()) {
    const reading = fileNames.readings(index);
    const alongside = files[`${folder}/${reading}`];
    if (alongside !== undefined && sha256(alongside) !== hash)
      throw new NotConsistent(`${folder}/${reading} is not what entry ${sequence} was signed on`);
    if (!(reading in then)) throw new NotConsistent(`${name} names readings that are missing: ${hash}`);
    const missing = lacking(then[reading]!, files[reading] ?? '[]');
    if (missing > 0)
      throw new NotConsistent(
        `${reading} lacks ${missing} of the readings that entry ${sequence} was signed on: a record only grows`,
      );
  }
  if (document.legs !== undefined && !(fileNames.legs in then))
    throw new NotConsistent(`${name} names legs that are missing: ${document.legs}`);
  const { verdict, document: recomputed } = await attempt(`${name} cannot be recomputed`, () =>
    documentOf(
      entries.slice(0, document.ledger.sequence),
      then,
      document.profiles,
      Date.parse(document.asOf),
      document.scanned,
    ),
  );
  if (verdict !== files[`${folder}/${fileNames.verdict}`])
    throw new NotConsistent(
      `${folder}/${fileNames.verdict} is not what ledger, profiles and readings amounted to${firstDifference(verdict, files[`${folder}/${fileNames.verdict}`]!)}`,
    );
  if (written(recomputed) !== files[name])
    throw new NotConsistent(
      `${name} is not what ledger, profiles and readings amounted to${firstDifference(written(recomputed), files[name]!)}`,
    );
  const { judgedAt, ledgerHead, products } = fact;
  const said = [fact.recommendation, fact.judged, fact.failed, judgedAt, ledgerHead, products ?? []];
  const { recommendation, judged, failed, asOf, ledger } = recomputed;
  const found = [recommendation, judged, failed, Date.parse(asOf), ledger.sequence];
  // Older entries do not say which allowances had failed for some lots only.
  const isOlder = fact.allowancesFailed === undefined;
  const allowances = isOlder ? undefined : allowancesFailedOf(recomputed);
  if (
    JSON.stringify([...said, fact.allowancesFailed]) !==
    JSON.stringify([...found, recommendedOf(recomputed) ?? [], allowances])
  )
    throw new NotConsistent(`entry ${sequence} of the ledger says otherwise than ${name}`);
}

/** The number of readings of one file that another one lacks. */
function lacking(then: string, now: string): number {
  if (then === now) return 0;
  const known = new Set((JSON.parse(now) as unknown[]).map((reading) => JSON.stringify(reading)));
  return (JSON.parse(then) as unknown[]).filter((reading) => !known.has(JSON.stringify(reading))).length;
}
