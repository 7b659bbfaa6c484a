import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { sha256 } from '../model/digest.ts';
import { type Signs, type StoredSignature, nonceOf, signatureSchema } from '../model/signing.ts';
import { meaningOfReceipt } from '../shipments/receipt/decision.ts';
import { type ReceiptEntry, shipmentOf } from '../shipments/ledger.ts';
import { type Action, mayAt, rolesAndSites } from '../shipments/permissions.ts';
import type { Signature } from '../shipments/signed-receipt.ts';
import { NotConsistent, attempt } from './not-consistent.ts';
import { written } from './recompute.ts';
import { textOf } from './text-of.ts';
import { type SignedDecision, verifySignedEvidence } from './verify-signed-evidence.ts';

/** A token and its key that were verified. */
export type VerifiedToken = {
  readonly sequence: number;
  readonly name: string;
  readonly signedAt: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly keyThumbprint: string;
  /** The time until which the token is withheld and the signature cannot be checked; null if it was checked. */
  readonly withheldUntil: string | null;
};

/** A verified signature of a decision in a bundle. */
export type VerifiedSignature = VerifiedToken & {
  /** The last entry that the decision was based on. */
  readonly ledgerHead: number;
  readonly meaning: string;
  /** The recommendation at the time of signing. */
  readonly recommendation: string;
};

/**
 * What the verifier requires: the key that must have signed, if known, and the accepted clients. `asOf` is in epoch
 * milliseconds.
 */
export type Asked = {
  readonly trust: string | null;
  readonly clients: readonly string[];
  readonly asOf: number;
};

/** Makes the error that says what is wrong with a signature. */
export type Wrong = (what: string) => NotConsistent;

/** A signature in a bundle: its file, what the ledger says of it, and what it must be. */
export type GivenSignature = {
  readonly name: string;
  readonly text: string;
  /** The entry of the ledger. */
  readonly sequence: number;
  readonly signature: Signature;
  readonly site: string;
  /** What the signer must have been allowed to do. */
  readonly right: Action;
  /** Whether what was signed is what the entry says. */
  readonly isSigned: (signs: Signs) => boolean;
};

/**
 * Verifies one signed decision: its evidence, and its signature.
 *
 * @throws {NotConsistent} when a check fails.
 */
export async function verifySignature(signed: SignedDecision, asked: Asked): Promise<VerifiedSignature> {
  await verifySignedEvidence(signed);
  const { entries, receipt, files, folder } = signed;
  const { fact, sequence } = receipt;
  const name = `${folder}/signature.json`;
  const { signature } = fact;
  const { site } = shipmentOf(entries);
  const meaning = meaningOfReceipt(entries, receipt);
  const isSigned = (signs: Signs): boolean => isDecision(signs, receipt, meaning);
  return {
    ...(await verifyToken(
      { name, text: files[name]!, sequence, signature, site, right: 'decide-receipt', isSigned },
      asked,
    )),
    ledgerHead: fact.ledgerHead,
    meaning,
    recommendation: fact.recommendation,
  };
}

/**
 * Verifies a signature: the nonce is the hash of what was signed; the token is signed with its key and names the time
 * and the signer, who may sign this.
 *
 * @throws {NotConsistent} when a check fails.
 */
export async function verifyToken(
  given: GivenSignature,
  { trust, clients, asOf }: Asked,
): Promise<VerifiedToken> {
  const { name, text, sequence } = given;
  const wrong: Wrong = (what) => new NotConsistent(`${name}: ${what}`);
  const signature = await attempt(`${name} cannot be read`, () => signatureSchema.parse(JSON.parse(text)));
  if (written(signature) !== text) throw wrong('it was changed');
  const { issuer, clientId, key, token, withheldUntil } = signature;
  const { signer, tokenSha256, keyThumbprint, signedAt, tokenExpiresAt } = given.signature;
  checkWhatWasSigned(signature, given, wrong);
  const thumbprint = await attempt(`${name} has no usable key`, () => calculateJwkThumbprint(key));
  if (thumbprint !== keyThumbprint) throw wrong(`the key is not that of entry ${sequence}`);
  if (trust !== null && trust !== keyThumbprint)
    throw wrong(`it is made with the key ${keyThumbprint}, not with the trusted one`);
  if (!clients.includes(clientId))
    throw wrong(`it is made for the client ${clientId}, not for ${clients.join(' or ')}`);
  if (token === null) {
    if (withheldUntil !== new Date(tokenExpiresAt).toISOString() || asOf > tokenExpiresAt)
      throw wrong('the token is missing, and not withheld as the ledger says');
  } else {
    if (withheldUntil !== null) throw wrong('the token is present although it is said to be withheld');
    if (sha256(token) !== tokenSha256) throw wrong(`the token is not that of entry ${sequence}`);
    const claims = await attempt(`${name}: the token is not signed with its key`, () =>
      claimsOf(token, key, wrong),
    );
    checkClaims(claims, signature, given, wrong);
  }
  return {
    sequence,
    name: signer.name,
    signedAt: new Date(signedAt).toISOString(),
    issuer,
    clientId,
    keyThumbprint,
    withheldUntil,
  };
}

/** Whether a decision of an entry is among what was signed. */
function isDecision(signs: Signs, { fact, shipment }: ReceiptEntry, meaning: string): boolean {
  return signs.decisions.some(
    (each) =>
      each.shipment === shipment &&
      each.evidence === fact.evidence &&
      each.decision === fact.decision &&
      JSON.stringify(each.lots) === JSON.stringify(fact.lots) &&
      JSON.stringify(each.rejected) === JSON.stringify(fact.rejected) &&
      each.corrects === fact.corrects &&
      each.meaning === meaning &&
      each.reason === fact.reason,
  );
}

/** Checks that what was signed, under which challenge and by whom, is what the entry of the ledger says. */
function checkWhatWasSigned(
  { signs }: StoredSignature,
  { signature: { signer, challenge }, sequence, isSigned, right }: GivenSignature,
  wrong: Wrong,
): void {
  const what = right === 'decide-receipt' ? 'decision' : 're-admission';
  if (!isSigned(signs)) throw wrong(`what was signed is not the ${what} of entry ${sequence}`);
  if (signs.challenge !== challenge) throw wrong(`the challenge is not that of entry ${sequence}`);
  if (signs.signer.subject !== signer.subject || signs.signer.username !== signer.username)
    throw wrong(`the signer is not that of entry ${sequence}`);
}

/** Verifies a token with its key, and returns its claims. */
async function claimsOf(
  token: string,
  key: StoredSignature['key'],
  wrong: Wrong,
): Promise<Record<string, unknown>> {
  const { payload, protectedHeader } = await compactVerify(token, await importJWK(key, key.alg));
  if (protectedHeader.kid !== key.kid || protectedHeader.alg !== key.alg)
    throw wrong('the key is not the one that the token names');
  return JSON.parse(textOf(payload)) as Record<string, unknown>;
}

/** Checks that the token is of the signer, for what was signed, and of the time that the ledger says. */
function checkClaims(
  claims: Readonly<Record<string, unknown>>,
  { signs, issuer, clientId }: StoredSignature,
  { signature, sequence, site, right }: GivenSignature,
  wrong: Wrong,
): void {
  const { signer, signedAt, tokenExpiresAt } = signature;
  if (claims['nonce'] !== nonceOf(signs))
    throw wrong('the nonce of the token is not the hash of what was signed');
  if (claims['sub'] !== signer.subject) throw wrong('the token belongs to another person');
  if ((claims['name'] ?? signer.username) !== signer.name) throw wrong('the token has another name');
  if ((claims['token_use'] ?? 'id') !== 'id') throw wrong('the token is not an ID token');
  const groups = claims['cognito:groups'];
  const person = { ...signer, ...rolesAndSites(Array.isArray(groups) ? groups.map(String) : []) };
  if (!mayAt(person, right, site)) throw wrong('the token belongs to nobody who may decide on this shipment');
  if (claims['iss'] !== issuer || claims['aud'] !== clientId)
    throw wrong('the token is from another issuer or for another client');
  if (claims['auth_time'] !== signedAt / 1000 || claims['exp'] !== tokenExpiresAt / 1000)
    throw wrong(`the times of the token are not those of entry ${sequence}`);
}
