import { describe, expect, test, vi } from 'vitest';
import { recordName } from '../../src/storage/archive/archived-record.ts';
import { sha256 } from '../../src/model/digest.ts';
import type { StoredSignature } from '../../src/model/signing.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { people } from '../support/api-in-process.ts';
import { type SigningHour, signingHours } from '../support/signing-hours.ts';

const { paul } = people;
const noon = Date.parse('2026-11-20T12:00:00.500Z');
const second = 1000;

let api: SigningHour['api'];
let receipts: SigningHour['receipts'];
let now = noon;
signingHours(noon, (hour) => void ({ api, receipts, now } = hour));

const iso = (at: number): string => new Date(at).toISOString();
const refusedAs = (detail: string, status = 403, type = 'urn:coldwatch:problem:signature-refused') => ({
  status,
  body: {
    type,
    title: { 403: 'Not permitted', 404: 'Not found', 409: 'Conflict', 410: 'Too late' }[status],
    status,
    detail,
  },
});
const lastOf = async (shipment: string) => (await readLedger(api.account.database, shipment)).entries.at(-1)!;

test('a signature is recorded in the ledger, returned, and archived with its token', async () => {
  const shipment = await receipts.arrived('SG-1');
  const challenge = await receipts.challenged([shipment]);
  const [{ evidence }] = challenge.receipts as [(typeof challenge.receipts)[number]];
  vi.setSystemTime(now + 90 * second);
  const idToken = await api.account.stepUp(paul, challenge.nonce, { name: 'Paul Okafor' });
  const body = { challenge: challenge.challenge, idToken };
  const signer = { subject: 'subject-paul', username: 'paul', name: 'Paul Okafor' };
  vi.setSystemTime(now + 95 * second);
  expect((await api.ask(paul, 'signReceipt', { body })).body).toEqual({
    items: [
      {
        shipment,
        sequence: 4,
        decision: 'released',
        lots: [],
        meaning: 'released',
        reason: '',
        recommendation: 'release',
        evidence,
        corrects: null,
        correctedBy: null,
        contradictedBy: [],
        signer,
        // The provider gives the time of the password in whole seconds.
        signedAt: iso(now + 90 * second - 500),
        recordedAt: iso(now + 95 * second),
      },
    ],
    refused: [],
  });
  const stored = (await receipts.archived(recordName.signature(challenge.challenge))) as StoredSignature;
  expect(stored).toEqual({
    schema: 'coldwatch/signature/1',
    signs: challenge.signs,
    issuer: 'https://issuer.example.org',
    clientId: 'signing-client',
    key: { kty: 'RSA', kid: 'key', alg: 'RS256', n: stored.key.n, e: 'AQAB' },
    token: idToken,
    withheldUntil: null,
  });
  const { by, why, fact } = await lastOf(shipment);
  expect({ by, why, fact }).toEqual({
    by: 'paul',
    why: 'as recommended',
    fact: {
      kind: 'receipt-signed',
      decision: 'released',
      lots: [],
      reason: '',
      recommendation: 'release',
      failed: [],
      judged: 'release',
      judgedAt: now,
      ledgerHead: 3,
      evidence,
      corrects: null,
      signature: {
        challenge: challenge.challenge,
        signer,
        signedAt: now + 90 * second - 500,
        tokenExpiresAt: now + 90 * second - 500 + 3600 * second,
        tokenSha256: sha256(idToken),
        keyThumbprint: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      },
    },
  });
});

test('a person without a name signs by username, and their reason is that of the entry', async () => {
  const shipment = await receipts.arrived('SG-2');
  const challenge = await receipts.challenged([shipment], { decision: 'quarantined', reason: 'a doubt' });
  const { body } = await receipts.sign(challenge, { claims: { name: undefined } });
  expect(body.items).toMatchObject([{ signer: { name: 'paul' }, reason: 'a doubt', meaning: 'quarantined' }]);
  expect((await lastOf(shipment)).why).toBe('a doubt');
});

describe('a token for a signature', () => {
  const notValid = 'The token of the step-up is not valid: sign again.';
  const before = 'The password was given before the challenge was issued: sign again.';
  const mayNot = 'You may not decide on SG-3.';
  test.each([
    ['of another client is refused', { aud: 'client' }, notValid],
    ['of another issuer is refused', { iss: 'https://elsewhere.example.org' }, notValid],
    ['that has expired is refused', { exp: 1 }, notValid],
    ['without an expiry is refused', { exp: undefined }, notValid],
    ['without a subject is refused', { sub: undefined }, notValid],
    [
      'that is an access token is refused',
      { token_use: 'access' },
      'This is not an ID token: a signature needs one.',
    ],
    [
      'of somebody else is refused',
      { sub: 'subject-nora' },
      'Someone else signed, but the challenge was issued to you.',
    ],
    [
      'with another nonce is refused',
      { nonce: 'other' },
      'The token signs something other than the evidence of this challenge.',
    ],
    [
      'without a nonce is refused',
      { nonce: undefined },
      'The token signs something other than the evidence of this challenge.',
    ],
    ['without the time of the password is refused', { auth_time: undefined }, before],
    ['whose time of the password is not a number is refused', { auth_time: 'now' }, before],
    [
      'of a person without the role any more is refused',
      { 'cognito:groups': ['logistics', 'site:north'] },
      mayNot,
    ],
    [
      'of a person without the site any more is refused',
      { 'cognito:groups': ['pharmacist', 'site:south'] },
      mayNot,
    ],
    ['of a person without groups is refused', { 'cognito:groups': 'pharmacist' }, mayNot],
  ])('%s', async (_, claims, detail) => {
    if ((await receipts.basedOn('SG-3')) === 0) await receipts.arrived('SG-3');
    const challenge = await receipts.challenged(['SG-3']);
    expect(await receipts.sign(challenge, { claims })).toMatchObject(refusedAs(detail));
    expect(await receipts.basedOn('SG-3')).toBe(3);
  });

  test('that is not an ID token is refused', async () => {
    const shipment = await receipts.arrived('SG-4');
    const { challenge } = await receipts.challenged([shipment]);
    for (const idToken of ['x', 'x.y.z', await api.account.tokenOf(paul)])
      expect(await api.ask(paul, 'signReceipt', { body: { challenge, idToken } })).toMatchObject(
        refusedAs(notValid),
      );
  });

  test('is refused if the password was given a second before the challenge, not in the same second', async () => {
    const shipment = await receipts.arrived('SG-5');
    const challenge = await receipts.challenged([shipment]);
    const issuedAt = (now - 500) / second;
    expect(await receipts.sign(challenge, { claims: { auth_time: issuedAt - 1 } })).toMatchObject(
      refusedAs(before),
    );
    expect(
      await receipts.sign(challenge, { claims: { auth_time: issuedAt, token_use: undefined } }),
    ).toMatchObject({
      status: 200,
      body: { items: [{ signedAt: iso(now - 500) }] },
    });
  });
});

test('each challenge needs the password to be given again', async () => {
  const [one, other] = [await receipts.arrived('SG-6'), await receipts.arrived('SG-7')];
  const [first, next] = [await receipts.challenged([one]), await receipts.challenged([other])];
  expect(await receipts.sign(first)).toMatchObject({ status: 200 });
  expect(await receipts.sign(next)).toMatchObject(
    refusedAs('This password was already given for another signature: sign again and enter it once more.'),
  );
  expect(await receipts.basedOn(other)).toBe(3);
  vi.setSystemTime(now + second);
  expect(await receipts.sign(next)).toMatchObject({ status: 200 });
});
