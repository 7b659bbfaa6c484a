import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Evidence, makeBundle } from '../../src/evidence/bundle.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { failureOf } from '../support/bundle-files.ts';
import {
  type SignedEvidence,
  signatureFile as name,
  signedEvidence,
  withSignature,
} from '../support/signed-evidence.ts';

let honest: SignedEvidence;
beforeAll(async () => {
  honest = await signedEvidence();
});

const failure = (evidence: Evidence) => failureOf(() => verifyBundle(makeBundle(evidence)));
describe('the key of a signature', () => {
  test('must be the one in the ledger, and must have signed the token', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    const { n, e } = await exportJWK(publicKey);
    const [{ signature }] = honest.evidence.signed as [Evidence['signed'][number]];
    const key = { ...signature.key, n: n!, e: e! };
    expect(await failure(withSignature(honest, { signature: { key } }))).toBe(
      `NotConsistent: ${name}: the key is not that of entry 6`,
    );
    const keyThumbprint = await calculateJwkThumbprint(key);
    expect(await failure(withSignature(honest, { signature: { key }, ledger: { keyThumbprint } }))).toBe(
      `NotConsistent: ${name}: the token is not signed with its key: signature verification failed`,
    );
  });

  test('must be trusted, and its client known to the verifier', async () => {
    const bundle = makeBundle(honest.evidence);
    const of = (trust: string | null, clients?: string[]) =>
      failureOf(() => verifyBundle(bundle, trust, clients));
    expect(await of('x')).toBe(
      `NotConsistent: ${name}: it is made with the key ${honest.thumbprint}, not with the trusted one`,
    );
    expect(await of(null, ['a', 'b'])).toBe(
      `NotConsistent: ${name}: it is made for the client signing, not for a or b`,
    );
    expect(await of(honest.thumbprint, ['a', 'signing'])).toBe('nothing');
  });
});
