import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { sha256 } from '../model/digest.ts';
import { type StoredSignature, nonceOf, signatureSchema } from '../model/signing.ts';
import { meaningOf } from '../shipments/receipt/decision.ts';
import { type ReceiptEntry, shipmentOf } from '../shipments/ledger.ts';
import { mayAt, rolesAndSites } from '../shipments/permissions.ts';
import { NotConsistent, attempt } from './not-consistent.ts';
import { written } from './recompute.ts';
import { textOf } from './text-of.ts';
import { type SignedDecision, verifySignedEvidence } from './verify-signed-evidence.ts';

/** A verified signature of a bundle. */
export type VerifiedSignature = {
  readonly sequence: number;
  /** The last entry that the decision was based on. */
  readonly ledgerHead: number;
  readonly meaning: string;
  /** The recommendation at the time of signing. */
  readonly recommendation: string;
  readonly name: string;
  readonly signedAt: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly keyThumbprint: string;
  /** The time until which the token is withheld and the signature cannot be checked; null if it was checked. */
  readonly withheldUntil: string | null;
};

/**
 * What the verifier requires: the key that must have signed, if known, and the accepted clients. `asOf` is in epoch
 * milliseconds.
 */
type Asked = {
  readonly trust: string | null;
  readonly clients: readonly string[];
  readonly asOf: number;
};

/** Makes the error that says what is wrong with a signature. */
type Wrong = (what: string) => NotConsistent;

/**
 * Verifies one signed decision: its evidence; the nonce is the hash of what was signed; the token is signed with its
 * key and names the time and the signer.
 *
 * @throws {NotConsistent} when a check fails.
 */
export async function verifySignature(
  signed: SignedDecision,
  { trust, clients, asOf }: Asked,
): Promise<VerifiedSignature> {
  await verifySignedEvidence(signed);
  const { receipt, files, folder } = signed;
  const { fact, sequence } = receipt;
  const name = `${folder}/signature.json`;
  const wrong: Wrong = (what) => new NotConsistent(`${name}: ${what}`);
  const signature = await attempt(`${name} cannot be read`, () =>
    signatureSchema.parse(JSON.parse(files[name]!)),
  );
  if (written(signature) !== files[name]) throw wrong('it was changed');
  const { issuer, clientId, key, token, withheldUntil } = signature;
  const { signer, tokenSha256, keyThumbprint, signedAt, tokenExpiresAt } = fact.signature;
  checkWhatWasSigned(signature, receipt, wrong);
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
    checkClaims(claims, signature, signed, wrong);
  }
  return {
    sequence,
    ledgerHead: fact.ledgerHead,
    meaning: meaningOf(fact),
    recommendation: fact.recommendation,
    name: signer.name,
    signedAt: new Date(signedAt).toISOString(),
    issuer,
    clientId,
    keyThumbprint,
    withheldUntil,
  };
}

/** Checks that what was signed, under which challenge and by whom, is what the entry of the ledger says. */
function checkWhatWasSigned(
  { signs }: StoredSignature,
  { fact, sequence, shipment }: ReceiptEntry,
  wrong: Wrong,
): void {
  const { signer, challenge } = fact.signature;
  const meaning = meaningOf(fact);
  const isSigned = signs.decisions.some(
    (each) =>
      each.shipment === shipment &&
      each.evidence === fact.evidence &&
      each.decision === fact.decision &&
      JSON.stringify(each.lots) === JSON.stringify(fact.lots) &&
      each.corrects === fact.corrects &&
      each.meaning === meaning &&
      each.reason === fact.reason,
  );
  if (!isSigned) throw wrong(`what was signed is not the decision of entry ${sequence}`);
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
  { entries, receipt }: SignedDecision,
  wrong: Wrong,
): void {
  const { signer, signedAt, tokenExpiresAt } = receipt.fact.signature;
  if (claims['nonce'] !== nonceOf(signs))
    throw wrong('the nonce of the token is not the hash of what was signed');
  if (claims['sub'] !== signer.subject) throw wrong('the token belongs to another person');
  if ((claims['name'] ?? signer.username) !== signer.name) throw wrong('the token has another name');
  if ((claims['token_use'] ?? 'id') !== 'id') throw wrong('the token is not an ID token');
  const groups = claims['cognito:groups'];
  const person = { ...signer, ...rolesAndSites(Array.isArray(groups) ? groups.map(String) : []) };
  if (!mayAt(person, 'decide-receipt', shipmentOf(entries).site))
    throw wrong('the token belongs to nobody who may decide on this shipment');
  if (claims['iss'] !== issuer || claims['aud'] !== clientId)
    throw wrong('the token is from another issuer or for another client');
  if (claims['auth_time'] !== signedAt / 1000 || claims['exp'] !== tokenExpiresAt / 1000)
    throw wrong(`the times of the token are not those of entry ${receipt.sequence}`);
}
