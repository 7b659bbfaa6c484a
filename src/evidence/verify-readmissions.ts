import { canonicalJson } from '../model/canonical-json.ts';
import type { TimeReadmitted } from '../model/leg-event.ts';
import { meaningOfReadmission } from '../model/readmission.ts';
import type { Signs } from '../model/signing.ts';
import { refusalOf } from '../shipments/action-validation.ts';
import { type Entry, receiptsRecorded, shipmentOf } from '../shipments/ledger.ts';
import { type ReadmissionEntry, readmissionsRecorded } from '../shipments/readmissions.ts';
import { NotConsistent } from './not-consistent.ts';
import { type TextFiles, fileNames } from './recompute.ts';
import { otherFields, toleranceMs, unsignedField } from './verify-receipts.ts';
import { type Asked, type VerifiedToken, verifyToken } from './verify-signature.ts';

/** A verified signature of a re-admission. */
export type VerifiedReadmission = VerifiedToken & { readonly meaning: string };

const fields = [
  'kind',
  'product',
  'lots',
  'readmitted',
  'document',
  'reason',
  'ledger',
  'signature',
] as const satisfies readonly (keyof TimeReadmitted)[];

/**
 * Verifies each re-admission of a ledger: it was legal at its time, it is exactly what was signed, on the ledger that the
 * signer had seen, by someone who may sign it, with a challenge and a password of its own.
 *
 * @throws {NotConsistent} when one fails a check.
 */
export async function verifyReadmissions(
  entries: readonly Entry[],
  files: TextFiles,
  asked: Asked,
): Promise<VerifiedReadmission[]> {
  checkReadmissions(entries);
  const verified: VerifiedReadmission[] = [];
  for (const [index, entry] of readmissionsRecorded(entries).entries()) {
    const { sequence, fact } = entry;
    const name = fileNames.readmission(index);
    const token = await verifyToken(
      {
        name,
        text: files[name]!,
        sequence,
        signature: fact.signature,
        site: shipmentOf(entries).site,
        right: 'readmit-time',
        isSigned: (signs) => isReadmission(signs, entry),
      },
      asked,
    );
    verified.push({ ...token, meaning: meaningOfReadmission(fact) });
  }
  return verified;
}

/** Whether what was signed is the re-admission of an entry, and nothing else. */
function isReadmission(signs: Signs, { fact, shipment }: ReadmissionEntry): boolean {
  const { ledger, product, lots, readmitted, document, reason } = fact;
  const meaning = meaningOfReadmission(fact);
  const signed = { shipment, ledger, product, lots, readmitted, document, meaning, reason };
  return (
    signs.decisions.length === 0 &&
    signs.readmission !== undefined &&
    canonicalJson(signs.readmission) === canonicalJson(signed)
  );
}

function checkReadmissions(entries: readonly Entry[]): void {
  const decided = receiptsRecorded(entries).map(({ fact }) => fact.signature);
  const challenges = new Set(decided.map(({ challenge }) => challenge));
  const passwords = new Set(decided.map(passwordOf));
  for (const { sequence, by, why, recordedAt, fact } of readmissionsRecorded(entries)) {
    const which = `entry ${sequence} of the ledger`;
    const wrong = (what: string): NotConsistent => new NotConsistent(`${which} ${what}`);
    const { signature, ledger } = fact;
    const unsigned = otherFields(fact, fields) ?? unsignedField(signature);
    if (unsigned !== null) throw wrong(`says ${JSON.stringify(unsigned)}, which nobody signed`);
    const refusal = refusalOf(entries.slice(0, sequence - 1), fact, recordedAt);
    if (refusal !== null) throw wrong(`could not be signed: ${refusal}`);
    const seen = entries[ledger.sequence - 1];
    if (seen === undefined || seen.hash !== ledger.hash || seen.sequence >= sequence)
      throw wrong('names a last ledger entry that the ledger does not have');
    if (why !== fact.reason) throw wrong('gives another reason than was signed');
    if (challenges.has(signature.challenge)) throw wrong('has a challenge that was used before');
    challenges.add(signature.challenge);
    const password = passwordOf(signature);
    if (passwords.has(password))
      throw wrong('was signed with a password that was given for another signature');
    passwords.add(password);
    if (by !== signature.signer.username) throw wrong('was not entered by its signer');
    if (recordedAt < signature.signedAt - toleranceMs) throw wrong('was entered before it was signed');
    if (signature.signedAt < Math.floor(seen.recordedAt / 1000) * 1000 - toleranceMs)
      throw wrong('was signed before the ledger was as the signer saw it');
  }
}

function passwordOf({ signer, signedAt }: ReadmissionEntry['fact']['signature']): string {
  return JSON.stringify([signer.subject, signedAt]);
}
