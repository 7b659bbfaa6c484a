import { beforeAll, describe, expect, test } from 'vitest';
import type { Signs } from '../../src/model/signing.ts';
import { type Evidence, makeBundle, shown } from '../../src/evidence/bundle.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { failureOf, withText } from '../support/bundle-files.ts';
import {
  type SignedEvidence,
  asOf,
  signatureFile as name,
  signedEvidence,
  withSignature,
} from '../support/signed-evidence.ts';

let honest: SignedEvidence;
beforeAll(async () => {
  honest = await signedEvidence();
});

const failure = (evidence: Evidence) => failureOf(() => verifyBundle(makeBundle(evidence)));

test('a valid signature is described in full', async () => {
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

describe('the data of a signature', () => {
  const decision = (fields: Partial<Signs['decisions'][number]>) => ({
    change: (signs: Signs) => ({ ...signs, decisions: [{ ...signs.decisions[0]!, ...fields }] }),
  });
  const signer = (fields: Partial<Signs['signer']>) => ({
    change: (signs: Signs) => ({ ...signs, signer: { ...signs.signer, ...fields } }),
  });
  test.each<[string, Parameters<typeof signedEvidence>[0], string]>([
    ['another shipment', decision({ shipment: 'S-2' }), 'what was signed is not the decision of entry 6'],
    ['other evidence', decision({ evidence: 'a' }), 'what was signed is not the decision of entry 6'],
    [
      'another decision',
      decision({ decision: 'rejected' }),
      'what was signed is not the decision of entry 6',
    ],
    ['certain lots', decision({ lots: ['A'] }), 'what was signed is not the decision of entry 6'],
    ['a correction', decision({ corrects: 1 }), 'what was signed is not the decision of entry 6'],
    ['another meaning', decision({ meaning: 'x' }), 'what was signed is not the decision of entry 6'],
    ['another reason', decision({ reason: 'x' }), 'what was signed is not the decision of entry 6'],
    [
      'no decision',
      { change: (signs) => ({ ...signs, decisions: [] }) },
      'what was signed is not the decision of entry 6',
    ],
    [
      'another challenge',
      { change: (signs) => ({ ...signs, challenge: 'c2' }) },
      'the challenge is not that of entry 6',
    ],
    ['another subject', signer({ subject: 'x' }), 'the signer is not that of entry 6'],
    ['another user', signer({ username: 'x' }), 'the signer is not that of entry 6'],
  ])('is refused if it names %s', async (_, options, message) => {
    expect(await failure((await signedEvidence(options)).evidence)).toBe(
      `NotConsistent: ${name}: ${message}`,
    );
  });

  test('is valid if one of several decisions is the one in the ledger', async () => {
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
      'with another nonce is refused',
      { claims: { nonce: 'x' } },
      'the nonce of the token is not the hash of what was signed',
    ],
    ['of another person is refused', { claims: { sub: 'x' } }, 'the token belongs to another person'],
    ['with another name is refused', { claims: { name: 'x' } }, 'the token has another name'],
    [
      'without the name in the ledger is refused',
      { claims: { name: undefined } },
      'the token has another name',
    ],
    ['without a name is valid for a user of that name', { claims: { name: undefined }, name: 'paul' }, null],
    ['for access is refused', { claims: { token_use: 'access' } }, 'the token is not an ID token'],
    ['without a stated use is valid', { claims: { token_use: undefined } }, null],
    [
      'without groups is refused',
      { claims: { [groups]: undefined } },
      'the token belongs to nobody who may decide on this shipment',
    ],
    [
      'whose groups are text is refused',
      { claims: { [groups]: 'pharmacist' } },
      'the token belongs to nobody who may decide on this shipment',
    ],
    [
      'of a pharmacist without a site is refused',
      { groups: ['pharmacist'] },
      'the token belongs to nobody who may decide on this shipment',
    ],
    [
      'of a site without a role is refused',
      { groups: ['site:north'] },
      'the token belongs to nobody who may decide on this shipment',
    ],
    [
      'of another issuer is refused',
      { claims: { iss: 'x' } },
      'the token is from another issuer or for another client',
    ],
    [
      'for another client is refused',
      { claims: { aud: 'page' } },
      'the token is from another issuer or for another client',
    ],
    [
      'with another time of sign-in is refused',
      { claims: { auth_time: asOf / 1000 } },
      'the times of the token are not those of entry 6',
    ],
    [
      'with another expiry is refused',
      { claims: { exp: asOf / 1000 } },
      'the times of the token are not those of entry 6',
    ],
    ['with another key ID is refused', { kid: 'k2' }, 'the key is not the one that the token names'],
  ])('%s', async (_, options, message) => {
    expect(await failure((await signedEvidence(options)).evidence)).toBe(
      message === null ? 'nothing' : `NotConsistent: ${name}: ${message}`,
    );
  });

  test('must be the one in the ledger', async () => {
    expect(await failure(withSignature(honest, { ledger: { tokenSha256: 'x' } }))).toBe(
      `NotConsistent: ${name}: the token is not that of entry 6`,
    );
    expect(await failure(withSignature(honest, { ledger: { tokenExpiresAt: asOf + 360_001 } }))).toBe(
      `NotConsistent: ${name}: the times of the token are not those of entry 6`,
    );
  });

  test('is withheld until the time in the ledger, or present', async () => {
    const message = `NotConsistent: ${name}: the token is missing, and not withheld as the ledger says`;
    const until = asOf + 360_000;
    const withheld = (at: number, withheldUntil: string | null) =>
      failure({ ...withSignature(honest, { signature: { token: null, withheldUntil } }), asOf: at });
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
