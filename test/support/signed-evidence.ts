import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { ArchivedMessage } from '../../src/storage/archive/archived-message.ts';
import { sha256, sha256OfJson } from '../../src/model/digest.ts';
import { type Signs, type StoredSignature, nonceOf } from '../../src/model/signing.ts';
import type { SignedReceipt } from '../../src/shipments/signed-receipt.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { productsOf } from '../../src/model/product.ts';
import { type Entry, shipmentOf } from '../../src/shipments/ledger.ts';
import { meaningOf } from '../../src/shipments/receipt/decision.ts';
import type { Evidence } from '../../src/evidence/bundle.ts';
import { evidenceHash, freeze } from '../../src/evidence/freeze.ts';
import { everyTenMinutes, hour, start, times } from './series.ts';
import { createdShipment, warmProfile } from './shipment.ts';

/** Returns a chained ledger of these events. */
export function ledgerOf(...facts: LedgerEvent[]): Entry[] {
  const entries: Entry[] = [];
  for (const [index, fact] of facts.entries()) {
    const entry = {
      shipment: 'S-1',
      sequence: index + 1,
      recordedAt: fact.kind === 'receipt-signed' ? fact.signature.signedAt + 1000 : start + index,
      by: fact.kind === 'receipt-signed' ? fact.signature.signer.username : 'Ann',
      why: fact.kind === 'receipt-signed' ? fact.reason || 'as recommended' : 'test',
      fact,
      previous: entries.at(-1)?.hash ?? null,
    };
    entries.push({ ...entry, hash: sha256OfJson(entry) });
  }
  return entries;
}

const arrivedAt = start + 4 * hour;
const attached = { kind: 'device-attached' as const, since: start, intervalMs: 600_000 };
export const facts: LedgerEvent[] = [
  { kind: 'shipment-created', ...createdShipment, lots: ['A', 'B'] },
  { ...attached, device: 'lid' },
  { ...attached, device: 'floor', role: 'spare' },
  { kind: 'departed', at: start + hour, detectedBy: null },
  { kind: 'arrived', at: arrivedAt, detectedBy: null },
];
const readings = everyTenMinutes(times(25, 5));

/** What the devices sent, one reading per message. */
export const archived: readonly ArchivedMessage[] = ['lid', 'floor'].flatMap((thing) =>
  readings.map((reading) => ({
    receivedAt: reading.at + 1000,
    thing,
    topic: `coldwatch/${thing}/telemetry`,
    payload: Buffer.from(
      JSON.stringify({ time: reading.at, temperature: 'value' in reading ? reading.value : 0 }),
    ).toString('base64'),
  })),
);

export const profileText = (): string => JSON.stringify(warmProfile);
export const readingsOf: Evidence['readingsOf'] = () => readings;
const issuer = 'https://people.example.org';
const clientId = 'signing';
export const asOf = start + 5 * hour;

type SigningOptions = {
  decision?: SignedReceipt['decision'];
  lots?: string[];
  rejected?: string[];
  change?: (signs: Signs) => Signs;
  subject?: string;
  groups?: string[];
  /** Time of the password entry after the challenge was issued. */
  passwordAfterMs?: number;
  name?: string;
  /** Claims that replace those of the token. */
  claims?: object;
  /** The key id in the token. */
  kid?: string;
};

/** Creates a key like an identity provider's, and a decision signed with it. */
export async function signedEvidence({
  decision = 'released',
  lots = [],
  rejected,
  change = (signs: Signs): Signs => signs,
  subject = 'paul-1',
  groups = ['pharmacist', 'site:north'],
  passwordAfterMs = 60_000,
  name = 'Paul Okafor',
  claims: others = {},
  kid = 'k1',
}: SigningOptions = {}) {
  const { privateKey, key } = await makeKey();
  const entries = ledgerOf(...facts);
  const approvalOf = () => ({ writtenBy: 'Ann', approvedBy: 'Bea' });
  const frozen = freeze({ entries, asOf, profileText, readingsOf, approvalOf, scanned: null });
  const evidence = evidenceHash(frozen.document);
  const signer = { subject: 'paul-1', username: 'paul' };
  const reason = decision === 'released' ? '' : 'a doubt';
  const decided = { decision, lots, ...(rejected !== undefined && { rejected }), corrects: null };
  const meaning = meaningOf(decided, productsOf(shipmentOf(entries)));
  const signs = change({
    challenge: 'c1',
    signer,
    decisions: [{ shipment: 'S-1', ...decided, meaning, reason, evidence }],
  });
  const signedAt = asOf + passwordAfterMs;
  const claims = { ...claimsOf(signs, signedAt), name, 'cognito:groups': groups, sub: subject, ...others };
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
  const receipt: SignedReceipt = {
    kind: 'receipt-signed',
    ...decided,
    reason,
    recommendation: frozen.document.recommendation,
    failed: frozen.document.failed,
    judged: frozen.document.judged,
    judgedAt: asOf,
    ledgerHead: frozen.document.ledger.sequence,
    evidence,
    signature: {
      challenge: 'c1',
      signer: { ...signer, name },
      signedAt,
      tokenExpiresAt: signedAt + 300_000,
      tokenSha256: sha256(token),
      keyThumbprint: await calculateJwkThumbprint(key),
    },
  };
  const signature = {
    schema: 'coldwatch/signature/1' as const,
    signs,
    issuer,
    clientId,
    key,
    token,
    withheldUntil: null,
  };
  const made: Evidence = {
    entries: ledgerOf(...facts, receipt),
    asOf: signedAt + 600_000,
    profileText,
    readingsOf,
    archived,
    signingClient: clientId,
    signed: [{ frozen, signature }],
    report: null,
  };
  return { evidence: made, thumbprint: receipt.signature.keyThumbprint, receipt };
}

/** Evidence without a signature. */
export const plainEvidence: Evidence = {
  entries: ledgerOf(...facts),
  asOf,
  profileText,
  readingsOf,
  archived,
  signingClient: clientId,
  signed: [],
  report: null,
};

export type SignedEvidence = Awaited<ReturnType<typeof signedEvidence>>;

/** The name of the signature in the bundle. */
export const signatureFile = 'signed/01/signature.json';

/** Returns the evidence with a changed signature, in storage or in the ledger. */
export function withSignature(
  { evidence, receipt }: SignedEvidence,
  {
    signature = {},
    ledger = {},
  }: { signature?: Partial<StoredSignature>; ledger?: Partial<SignedReceipt['signature']> },
): Evidence {
  const [{ frozen, signature: stored }] = evidence.signed as [Evidence['signed'][number]];
  return {
    ...evidence,
    entries: ledgerOf(...facts, { ...receipt, signature: { ...receipt.signature, ...ledger } }),
    signed: [{ frozen, signature: { ...stored, ...signature } }],
  };
}

/** Makes a key pair of an identity provider, with the public key as a JSON Web Key. */
export async function makeKey() {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const { n, e } = await exportJWK(publicKey);
  return { privateKey, key: { kty: 'RSA' as const, kid: 'k1', alg: 'RS256' as const, n: n!, e: e! } };
}

/** The claims of an ID token that do not depend on the person. */
export function claimsOf(signs: Signs, signedAt: number) {
  return {
    nonce: nonceOf(signs),
    token_use: 'id',
    auth_time: signedAt / 1000,
    iss: issuer,
    aud: clientId,
    iat: signedAt / 1000,
    exp: signedAt / 1000 + 300,
  };
}
