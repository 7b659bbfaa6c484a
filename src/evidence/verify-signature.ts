import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { sha256 } from '../model/digest.ts';
import { nonceOf, signatureSchema } from '../model/signing.ts';
import { meaningOf } from '../shipments/receipt/decision.ts';
import { type Entry, type ReceiptEntry, shipmentOf } from '../shipments/ledger.ts';
import { mayAt, rolesAndSites } from '../shipments/permissions.ts';
import { type EvidenceDocument, documentOf, evidenceHash } from './freeze.ts';
import { signedFiles } from './evidence-within.ts';
import { NotConsistent, attempt, firstDifference } from './not-consistent.ts';
import { type TextFiles, fileNames, written } from './recompute.ts';

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

/**
 * Verifies one signed decision: its evidence matches the ledger and readings of that time and the verdict computed from
 * them; the nonce is the hash of what was signed; the token is signed with its key and names the time and the signer.
 *
 * @throws {NotConsistent} when a check fails.
 */
export async function verifySignature(
  entries: readonly Entry[],
  receipt: ReceiptEntry,
  files: TextFiles,
  folder: string,
  { trust, clients, asOf }: Asked,
): Promise<VerifiedSignature> {
  await checkEvidence(entries, receipt, files, folder);
  const { fact, sequence, shipment } = receipt;
  const name = `${folder}/signature.json`;
  const wrong = (what: string): NotConsistent => new NotConsistent(`${name}: ${what}`);
  const signature = await attempt(`${name} cannot be read`, () =>
    signatureSchema.parse(JSON.parse(files[name]!)),
  );
  if (written(signature) !== files[name]) throw wrong('it was changed');
  const { signs, issuer, clientId, token, withheldUntil } = signature;
  const { signer, challenge, tokenSha256, keyThumbprint, signedAt, tokenExpiresAt } = fact.signature;
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
  const { key } = signature;
  const thumbprint = await attempt(`${name} has no usable key`, () => calculateJwkThumbprint(key));
  if (thumbprint !== keyThumbprint) throw wrong(`the key is not that of entry ${sequence}`);
  if (trust !== null && trust !== keyThumbprint)
    throw wrong(`it is made with the key ${keyThumbprint}, not with the trusted one`);
  if (!clients.includes(clientId))
    throw wrong(`it is made for the client ${clientId}, not for ${clients.join(' or ')}`);
  const verified = {
    sequence,
    ledgerHead: fact.ledgerHead,
    meaning,
    recommendation: fact.recommendation,
    name: signer.name,
    signedAt: new Date(signedAt).toISOString(),
    issuer,
    clientId,
    keyThumbprint,
    withheldUntil,
  };
  if (token === null) {
    if (withheldUntil !== new Date(tokenExpiresAt).toISOString() || asOf > tokenExpiresAt)
      throw wrong('the token is missing, and not withheld as the ledger says');
    return verified;
  }
  if (withheldUntil !== null) throw wrong('the token is there, and said to be withheld');
  if (sha256(token) !== tokenSha256) throw wrong(`the token is not that of entry ${sequence}`);
  const claims = await attempt(`${name}: the token is not signed with its key`, async () => {
    const { payload, protectedHeader } = await compactVerify(token, await importJWK(key, key.alg));
    if (protectedHeader.kid !== key.kid || protectedHeader.alg !== key.alg)
      throw wrong('the key is called otherwise than the token says');
    return JSON.parse(Buffer.from(payload).toString('utf8')) as Record<string, unknown>;
  });
  if (claims['nonce'] !== nonceOf(signs))
    throw wrong('the nonce of the token is not the hash of what was signed');
  if (claims['sub'] !== signer.subject) throw wrong('the token is of another person');
  if ((claims['name'] ?? signer.username) !== signer.name) throw wrong('the token has another name');
  if ((claims['token_use'] ?? 'id') !== 'id') throw wrong('the token is no ID token');
  const groups = claims['cognito:groups'];
  const person = { ...signer, ...rolesAndSites(Array.isArray(groups) ? groups.map(String) : []) };
  if (!mayAt(person, 'decide-receipt', shipmentOf(entries).site))
    throw wrong('the token is of nobody who may decide on this shipment');
  if (claims['iss'] !== issuer || claims['aud'] !== clientId)
    throw wrong('the token is of another issuer, or for another client');
  if (claims['auth_time'] !== signedAt / 1000 || claims['exp'] !== tokenExpiresAt / 1000)
    throw wrong(`the times of the token are not those of entry ${sequence}`);
  return verified;
}

async function checkEvidence(
  entries: readonly Entry[],
  { fact, sequence }: ReceiptEntry,
  files: TextFiles,
  folder: string,
): Promise<void> {
  const name = `${folder}/evidence.json`;
  const document = await attempt(
    `${name} cannot be read`,
    () => JSON.parse(files[name]!) as EvidenceDocument,
  );
  if (evidenceHash(document) !== fact.evidence)
    throw new NotConsistent(`${name} is not what entry ${sequence} of the ledger names`);
  const lastEntry = entries[document.ledger.sequence - 1];
  if (lastEntry === undefined || lastEntry.hash !== document.ledger.hash || lastEntry.sequence >= sequence)
    throw new NotConsistent(`${name} names a head of the ledger that it does not have`);
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
  const said = [fact.recommendation, fact.judged, fact.failed, fact.judgedAt, fact.ledgerHead];
  const { recommendation, judged, failed, asOf, ledger } = recomputed;
  if (
    JSON.stringify(said) !==
    JSON.stringify([recommendation, judged, failed, Date.parse(asOf), ledger.sequence])
  )
    throw new NotConsistent(`entry ${sequence} of the ledger says otherwise than ${name}`);
}

/** The number of readings of one file that another one lacks. */
function lacking(then: string, now: string): number {
  if (then === now) return 0;
  const known = new Set((JSON.parse(now) as unknown[]).map((reading) => JSON.stringify(reading)));
  return (JSON.parse(then) as unknown[]).filter((reading) => !known.has(JSON.stringify(reading))).length;
}
