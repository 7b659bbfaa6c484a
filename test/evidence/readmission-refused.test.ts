import { SignJWT, calculateJwkThumbprint } from 'jose';
import { describe, expect, test } from 'vitest';
import { type Evidence, makeBundle } from '../../src/evidence/bundle.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { verifiedInWords } from '../../src/evidence/verified-in-words.ts';
import { sha256, sha256OfJson } from '../../src/model/digest.ts';
import type { TimeReadmitted } from '../../src/model/leg-event.ts';
import { meaningOfReadmission } from '../../src/model/readmission.ts';
import type { Signs, StoredSignature } from '../../src/model/signing.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import type { Signature } from '../../src/shipments/signed-receipt.ts';
import {
  claimsOf,
  facts,
  ledgerOf,
  makeKey,
  plainEvidence,
  signedEvidence,
} from '../support/signed-evidence.ts';

type Fact = TimeReadmitted<Signature>;
type Changes = {
  /** What the ledger says in place of what was signed. */
  readonly ledger?: Partial<Fact>;
  readonly signs?: (signs: Signs) => Signs;
  readonly groups?: string[];
  readonly challenge?: string;
};

const key = await makeKey();
const known = ledgerOf(...facts);
const signedAt = plainEvidence.asOf + 60_000;
const signer = { subject: 'paul-1', username: 'paul' };

/** A re-admission of four hours for lot A, signed; its entry, and what is stored. */
async function readmission({
  ledger = {},
  signs: change = (same) => same,
  groups = ['pharmacist', 'site:north'],
  challenge = 'c7',
}: Changes = {}): Promise<{ fact: Fact; stored: StoredSignature }> {
  const what = {
    product: 'goods',
    lots: ['A'],
    readmitted: { allowance: 'warm-12h', ms: 4 * 3_600_000 },
    document: 'QA-12',
    reason: 'stability data',
  };
  const { reason, ...rest } = what;
  const seen = { sequence: known.length, hash: known.at(-1)!.hash };
  const signs = change({
    challenge,
    signer,
    decisions: [],
    readmission: { shipment: 'S-1', ledger: seen, ...rest, meaning: meaningOfReadmission(what), reason },
  });
  const claims = {
    ...claimsOf(signs, signedAt),
    sub: 'paul-1',
    name: 'Paul Okafor',
    'cognito:groups': groups,
  };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
    .sign(key.privateKey);
  return {
    fact: {
      kind: 'time-readmitted',
      ...what,
      ledger: seen,
      signature: {
        challenge,
        signer: { ...signer, name: 'Paul Okafor' },
        signedAt,
        tokenExpiresAt: signedAt + 300_000,
        tokenSha256: sha256(token),
        keyThumbprint: await calculateJwkThumbprint(key.key),
      },
      ...ledger,
    },
    stored: {
      schema: 'coldwatch/signature/1',
      signs,
      issuer: 'https://people.example.org',
      clientId: 'signing',
      key: key.key,
      token,
      withheldUntil: null,
    },
  };
}

type Signed = Awaited<ReturnType<typeof readmission>>;

/** Evidence with these re-admissions after what is known, each entered a second after it was signed. */
function evidenceWith(
  signed: readonly Signed[],
  entered: Partial<Pick<Entry, 'by' | 'why' | 'recordedAt'>> = {},
  before: Evidence = plainEvidence,
): Evidence {
  const entries = [...before.entries];
  for (const { fact } of signed) {
    const entry = {
      shipment: 'S-1',
      sequence: entries.length + 1,
      recordedAt: signedAt + 1000,
      by: 'paul',
      why: fact.reason,
      fact,
      previous: entries.at(-1)!.hash,
      ...entered,
    };
    entries.push({ ...entry, hash: sha256OfJson(entry) });
  }
  const readmissions = signed.map(({ stored }) => stored);
  return { ...before, entries, asOf: signedAt + 600_000, readmissions };
}

const verify = (evidence: Evidence, trust: string | null = null) => verifyBundle(makeBundle(evidence), trust);

test('a signed re-admission is verified offline, and is said with its key', async () => {
  const signed = await readmission();
  const { keyThumbprint } = signed.fact.signature;
  const verified = await verify(evidenceWith([signed]), keyThumbprint);
  const meaning = 're-admits 4 h of the allowance warm-12h to lot A of the product goods';
  expect(verified.readmissions).toMatchObject([{ sequence: 6, meaning, name: 'Paul Okafor', keyThumbprint }]);
  const lines = verifiedInWords(verified, { isTrusted: true, isClientGiven: false });
  expect(lines.join('\n')).toContain(`entry 6: ${meaning}, signed by Paul Okafor`);
  expect(lines.join('\n')).not.toContain('no signature, so');
});

test('a token that could still be used is withheld', async () => {
  const evidence = { ...evidenceWith([await readmission()]), asOf: signedAt + 2000 };
  const { readmissions } = await verify(evidence);
  expect(readmissions[0]!.withheldUntil).toBe(new Date(signedAt + 300_000).toISOString());
});

describe('a bundle is not consistent', () => {
  test.each<[string, Changes, string]>([
    ['of another lot', { ledger: { lots: ['B'] } }, 'what was signed is not the re-admission of entry 6'],
    ['of all lots', { ledger: { lots: null } }, 'what was signed is not the re-admission of entry 6'],
    [
      'of more time',
      { ledger: { readmitted: { allowance: 'warm-12h', ms: 5 * 3_600_000 } } },
      'what was signed is not the re-admission of entry 6',
    ],
    [
      'by another document',
      { ledger: { document: 'QA-13' } },
      'what was signed is not the re-admission of entry 6',
    ],
    [
      'of a lot that the shipment does not have',
      { ledger: { lots: ['Z'] } },
      'could not be signed: lot Z is not of the product goods; its lots are A, B',
    ],
    [
      'signed for another shipment',
      { signs: (signs) => ({ ...signs, readmission: { ...signs.readmission!, shipment: 'S-2' } }) },
      'what was signed is not the re-admission of entry 6',
    ],
    [
      'signed together with a decision',
      {
        signs: (signs) => ({
          ...signs,
          decisions: [
            {
              shipment: 'S-1',
              decision: 'released',
              lots: [],
              corrects: null,
              meaning: '',
              reason: '',
              evidence: '',
            },
          ],
        }),
      },
      'what was signed is not the re-admission of entry 6',
    ],
    [
      'on another ledger',
      { ledger: { ledger: { sequence: 5, hash: 'x' } } },
      'names a last ledger entry that the ledger does not have',
    ],
    ['by somebody of another site', { groups: ['pharmacist', 'site:south'] }, 'nobody who may decide'],
    ['by logistics', { groups: ['logistics', 'site:north'] }, 'nobody who may decide'],
    [
      'with a field that nobody signed',
      { ledger: { extra: 1 } as object },
      'says "extra", which nobody signed',
    ],
  ])('with a re-admission %s', async (_, changes, problem) => {
    await expect(verify(evidenceWith([await readmission(changes)]))).rejects.toThrow(problem);
  });

  test('with a forged token', async () => {
    const signed = await readmission();
    const other = await makeKey();
    const claims = { ...claimsOf(signed.stored.signs, signedAt), sub: 'paul-1', name: 'Paul Okafor' };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(other.privateKey);
    const signature = { ...signed.fact.signature, tokenSha256: sha256(token) };
    const forged = { fact: { ...signed.fact, signature }, stored: { ...signed.stored, token } };
    await expect(verify(evidenceWith([forged]))).rejects.toThrow('the token is not signed with its key');
    await expect(verify(evidenceWith([signed]), 'another-thumbprint')).rejects.toThrow(
      'not with the trusted one',
    );
  });

  test('with the same signature twice, or its password for two', async () => {
    const once = await readmission();
    await expect(verify(evidenceWith([once, once]))).rejects.toThrow('has a challenge that was used before');
    const again = await readmission({ challenge: 'c8' });
    await expect(verify(evidenceWith([once, again]))).rejects.toThrow('password that was given for another');
  });

  test('with the challenge or the password of a decision', async () => {
    const { evidence } = await signedEvidence();
    const ofChallenge = await readmission({ challenge: 'c1' });
    await expect(verify(evidenceWith([ofChallenge], {}, evidence))).rejects.toThrow(
      'has a challenge that was used before',
    );
    await expect(verify(evidenceWith([await readmission()], {}, evidence))).rejects.toThrow(
      'password that was given for another',
    );
  });

  test('with a re-admission at another time than that of its signature', async () => {
    const early = { recordedAt: signedAt - 600_000 };
    await expect(verify(evidenceWith([await readmission()], early))).rejects.toThrow(
      'was entered before it was signed',
    );
    const seen = ledgerOf(...facts, { kind: 'alarm-acknowledged', rule: 'warm', comment: 'seen' });
    const { hash: _, ...last } = { ...seen.at(-1)!, recordedAt: signedAt + 600_000 };
    const later = { ...last, hash: sha256OfJson(last) };
    const entries = [...seen.slice(0, -1), later];
    const signed = await readmission({ ledger: { ledger: { sequence: later.sequence, hash: later.hash } } });
    await expect(
      verify(evidenceWith([signed], { recordedAt: later.recordedAt }, { ...plainEvidence, entries })),
    ).rejects.toThrow('was signed before the ledger was as the signer saw it');
  });

  test('with a re-admission entered by another person or with another reason', async () => {
    const signed = await readmission();
    await expect(verify(evidenceWith([signed], { by: 'lena' }))).rejects.toThrow(
      'was not entered by its signer',
    );
    await expect(verify(evidenceWith([signed], { why: 'x' }))).rejects.toThrow('gives another reason');
  });

  test('with a decision that passes a re-admission off as its signature', async () => {
    const { evidence } = await signedEvidence();
    const { stored } = await readmission();
    const [{ frozen, signature }] = evidence.signed as [Evidence['signed'][number]];
    const both = { ...signature, signs: { ...signature.signs, readmission: stored.signs.readmission } };
    await expect(verify({ ...evidence, signed: [{ frozen, signature: both }] })).rejects.toThrow();
  });
});
