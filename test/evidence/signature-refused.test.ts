import { beforeAll, describe, expect, test } from 'vitest';
import type { StoredSignature, Signs } from '../../src/model/signing.ts';
import type { SignedReceipt } from '../../src/shipments/ledger-event.ts';
import { type Evidence, makeBundle, shown } from '../../src/evidence/bundle.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { failureOf, withText } from '../support/bundle-files.ts';
import { asOf, facts, ledgerOf, signedEvidence } from '../support/signed-evidence.ts';

type Made = Awaited<ReturnType<typeof signedEvidence>>;
const name = 'signed/01/signature.json';
let honest: Made;
beforeAll(async () => {
  honest = await signedEvidence();
});

const failure = (evidence: Evidence) => failureOf(() => verifyBundle(makeBundle(evidence)));
/** What it fails with where the kept signature, and what the ledger says of it, are otherwise. */
function changed(
  { evidence, receipt }: Made,
  {
    signature = {},
    ledger = {},
  }: { signature?: Partial<StoredSignature>; ledger?: Partial<SignedReceipt['signature']> },
): Evidence {
  const [{ frozen, signature: kept }] = evidence.signed as [Evidence['signed'][number]];
  return {
    ...evidence,
    entries: ledgerOf(...facts, { ...receipt, signature: { ...receipt.signature, ...ledger } }),
    signed: [{ frozen, signature: { ...kept, ...signature } }],
  };
}

test('a signature that vouches for its evidence is told in full', async () => {
  const { evidence, thumbprint } = honest;
  expect((await verifyBundle(makeBundle(evidence), thumbprint)).signatures).toEqual([
    {
      sequence: 6,
      ledgerHead: 5,
      meaning: 'released',
      recommendation: 'release',
      name: 'Paul Okafor',
      signedAt: '2026-01-01T05:01:00.000Z',
      issuer: 'https://people.example.org',
      clientId: 'signing',
      keyThumbprint: thumbprint,
      withheldUntil: null,
    },
  ]);
});

describe('what was signed is', () => {
  const decision = (fields: Partial<Signs['decisions'][number]>) => ({
    change: (signs: Signs) => ({ ...signs, decisions: [{ ...signs.decisions[0]!, ...fields }] }),
  });
  const signer = (fields: Partial<Signs['signer']>) => ({
    change: (signs: Signs) => ({ ...signs, signer: { ...signs.signer, ...fields } }),
  });
  test.each<[string, Parameters<typeof signedEvidence>[0], string]>([
    ['of another shipment', decision({ shipment: 'S-2' }), 'what was signed is not the decision of entry 6'],
    ['of other evidence', decision({ evidence: 'a' }), 'what was signed is not the decision of entry 6'],
    [
      'another decision',
      decision({ decision: 'rejected' }),
      'what was signed is not the decision of entry 6',
    ],
    ['of lots', decision({ lots: ['A'] }), 'what was signed is not the decision of entry 6'],
    ['a correction', decision({ corrects: 1 }), 'what was signed is not the decision of entry 6'],
    ['of another meaning', decision({ meaning: 'x' }), 'what was signed is not the decision of entry 6'],
    ['of another reason', decision({ reason: 'x' }), 'what was signed is not the decision of entry 6'],
    [
      'nothing',
      { change: (signs) => ({ ...signs, decisions: [] }) },
      'what was signed is not the decision of entry 6',
    ],
    [
      'of another challenge',
      { change: (signs) => ({ ...signs, challenge: 'c2' }) },
      'the challenge is not that of entry 6',
    ],
    ['of another subject', signer({ subject: 'x' }), 'the signer is not that of entry 6'],
    ['of another user', signer({ username: 'x' }), 'the signer is not that of entry 6'],
  ])('%s', async (_, options, message) => {
    expect(await failure((await signedEvidence(options)).evidence)).toBe(
      `NotConsistent: ${name}: ${message}`,
    );
  });

  test('one of several decisions', async () => {
    const change = (signs: Signs): Signs => ({
      ...signs,
      decisions: [{ ...signs.decisions[0]!, shipment: 'S-0' }, ...signs.decisions],
    });
    expect(await failure((await signedEvidence({ change })).evidence)).toBe('nothing');
  });
});

describe('a token', () => {
  const groups = 'cognito:groups';
  test.each<[string, Parameters<typeof signedEvidence>[0], string | null]>([
    [
      'of another nonce',
      { claims: { nonce: 'x' } },
      'the nonce of the token is not the hash of what was signed',
    ],
    ['of another person', { claims: { sub: 'x' } }, 'the token is of another person'],
    ['of another name', { claims: { name: 'x' } }, 'the token has another name'],
    ['without the name of the ledger', { claims: { name: undefined } }, 'the token has another name'],
    ['without a name, of a user who is called so', { claims: { name: undefined }, name: 'paul' }, null],
    ['for access', { claims: { token_use: 'access' } }, 'the token is no ID token'],
    ['that does not say for what it is', { claims: { token_use: undefined } }, null],
    [
      'of no group',
      { claims: { [groups]: undefined } },
      'the token is of nobody who may decide on this shipment',
    ],
    [
      'of groups as a text',
      { claims: { [groups]: 'pharmacist' } },
      'the token is of nobody who may decide on this shipment',
    ],
    [
      'of a pharmacist of no site',
      { groups: ['pharmacist'] },
      'the token is of nobody who may decide on this shipment',
    ],
    ['of a site alone', { groups: ['site:north'] }, 'the token is of nobody who may decide on this shipment'],
    ['of another issuer', { claims: { iss: 'x' } }, 'the token is of another issuer, or for another client'],
    [
      'for another client',
      { claims: { aud: 'page' } },
      'the token is of another issuer, or for another client',
    ],
    [
      'of another time of the password',
      { claims: { auth_time: asOf / 1000 } },
      'the times of the token are not those of entry 6',
    ],
    ['of another end', { claims: { exp: asOf / 1000 } }, 'the times of the token are not those of entry 6'],
    ['of a key that is called otherwise', { kid: 'k2' }, 'the key is called otherwise than the token says'],
  ])('%s', async (_, options, message) => {
    expect(await failure((await signedEvidence(options)).evidence)).toBe(
      message === null ? 'nothing' : `NotConsistent: ${name}: ${message}`,
    );
  });

  test('is that of the ledger', async () => {
    expect(await failure(changed(honest, { ledger: { tokenSha256: 'x' } }))).toBe(
      `NotConsistent: ${name}: the token is not that of entry 6`,
    );
    expect(await failure(changed(honest, { ledger: { tokenExpiresAt: asOf + 360_001 } }))).toBe(
      `NotConsistent: ${name}: the times of the token are not those of entry 6`,
    );
  });

  test('is withheld as the ledger says, or there', async () => {
    const message = `NotConsistent: ${name}: the token is missing, and not withheld as the ledger says`;
    const until = asOf + 360_000;
    const withheld = (at: number, withheldUntil: string | null) =>
      failure({ ...changed(honest, { signature: { token: null, withheldUntil } }), asOf: at });
    const iso = new Date(until).toISOString();
    expect(await withheld(until, iso)).toBe('nothing');
    expect(await withheld(until + 1, iso)).toBe(message);
    const early = makeBundle({ ...honest.evidence, asOf: until });
    const other = new Date(until + 1).toISOString();
    const longer = withText(early, name, (text) =>
      text.replace(`"withheldUntil": "${iso}"`, `"withheldUntil": "${other}"`),
    );
    expect(await failureOf(() => verifyBundle(longer))).toBe(message);
    const never = withText(early, name, (text) =>
      text.replace(`"withheldUntil": "${iso}"`, '"withheldUntil": null'),
    );
    expect(await failureOf(() => verifyBundle(never))).toBe(message);
    const { signature } = honest.evidence.signed[0]!;
    const hidden = { ...signature, token: null, withheldUntil: iso };
    expect(shown(signature, until, until)).toEqual(hidden);
    expect(shown(signature, until, until - 1)).toEqual(hidden);
    expect(shown(signature, until, until + 1)).toBe(signature);
  });
});
