import { productsOf } from '../model/product.ts';
import { type Entry, receiptsRecorded, shipmentOf } from '../shipments/ledger.ts';
import { refusalOfDecidedLots } from '../shipments/receipt/refusal-of-decided-lots.ts';
import { refusalOfReceipt } from '../shipments/receipt/refusal-of-receipt.ts';
import { NotConsistent } from './not-consistent.ts';
import type { Signature, SignedReceipt, Signer } from '../shipments/signed-receipt.ts';

/** Clocks of different machines may differ by this much. */
export const toleranceMs = 60_000;

const decisionFields = [
  'kind',
  'decision',
  'lots',
  'rejected',
  'reason',
  'recommendation',
  'failed',
  'judged',
  'products',
  'allowancesFailed',
  'judgedAt',
  'ledgerHead',
  'evidence',
  'corrects',
  'signature',
] as const satisfies readonly (keyof SignedReceipt)[];
const signatureFields = [
  'challenge',
  'signer',
  'signedAt',
  'tokenExpiresAt',
  'tokenSha256',
  'keyThumbprint',
] as const satisfies readonly (keyof Signature)[];
const signerFields = ['subject', 'username', 'name'] as const satisfies readonly (keyof Signer)[];

/** The fields of a signature in the ledger, and of its signer. */
export function unsignedField(signature: Signature): string | null {
  return otherFields(signature, signatureFields) ?? otherFields(signature.signer, signerFields);
}

/** The first field of an object that is not among the known ones; null if there is none. */
export function otherFields(given: object, known: readonly string[]): string | null {
  return Object.keys(given).find((name) => !known.includes(name)) ?? null;
}

/**
 * Says why a decision may not reject the lots that it names. Null where it may, and where it names none: such decisions
 * are older than the rules for lots.
 */
function refusalOfRejected(entries: readonly Entry[], fact: SignedReceipt): string | null {
  const rejected: unknown = fact.rejected;
  if (rejected === undefined) return null;
  if (!Array.isArray(rejected) || rejected.length === 0 || rejected.some((lot) => typeof lot !== 'string'))
    return '"rejected" must be a list of lots, and is absent where none is rejected';
  return refusalOfDecidedLots(fact, productsOf(shipmentOf(entries.slice(0, fact.ledgerHead))));
}

/**
 * Checks that each decision was legal at its time and was entered by its signer, with a challenge of its own and a
 * password given for it alone: no earlier than the second in which the challenge was issued, and for no other decision
 * of the shipment.
 *
 * @throws {NotConsistent} when a decision fails a check.
 */
export function checkReceipts(entries: readonly Entry[]): void {
  const challenges = new Set<string>();
  const passwords = new Set<string>();
  for (const { sequence, by, why, recordedAt, fact } of receiptsRecorded(entries)) {
    const which = `entry ${sequence} of the ledger`;
    const unsigned = otherFields(fact, decisionFields) ?? unsignedField(fact.signature);
    if (unsigned !== null)
      throw new NotConsistent(`${which} says ${JSON.stringify(unsigned)}, which nobody signed`);
    const refusal =
      refusalOfReceipt(entries.slice(0, sequence - 1), fact, recordedAt + toleranceMs) ??
      refusalOfRejected(entries, fact);
    if (refusal !== null) throw new NotConsistent(`${which} could not be signed: ${refusal}`);
    const { challenge, signer, signedAt } = fact.signature;
    if (why !== (fact.reason === '' ? 'as recommended' : fact.reason))
      throw new NotConsistent(`${which} gives another reason than was signed`);
    if (signedAt < Math.floor(fact.judgedAt / 1000) * 1000)
      throw new NotConsistent(`${which} was signed before its evidence existed`);
    if (challenges.has(challenge)) throw new NotConsistent(`${which} has a challenge that was used before`);
    challenges.add(challenge);
    const password = JSON.stringify([signer.subject, signedAt]);
    if (passwords.has(password))
      throw new NotConsistent(`${which} was signed with a password that was given for another decision`);
    passwords.add(password);
    if (by !== signer.username) throw new NotConsistent(`${which} was not entered by its signer`);
    if (recordedAt < signedAt - toleranceMs)
      throw new NotConsistent(`${which} was entered before it was signed`);
  }
}
