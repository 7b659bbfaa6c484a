import { expect, test } from 'vitest';
import { signedOf } from '../../src/evidence/load-evidence.ts';
import { recordName } from '../../src/storage/archive/archived-record.ts';
import { attached, created, ledger, signed } from '../support/facts.ts';
import { objectsInMemory } from '../support/objects-in-memory.ts';

test('each signed decision comes with its evidence and its signature from the archive', async () => {
  const signature = {
    schema: 'coldwatch/signature/1',
    signs: { challenge: 'c', signer: { subject: 's', username: 'paul' }, decisions: [] },
    issuer: 'https://issuer.example',
    clientId: 'signs',
    key: { kty: 'RSA', kid: 'k', alg: 'RS256', n: 'n', e: 'AQAB' },
    token: null,
    withheldUntil: null,
  };
  const decision = signed();
  const { objects } = objectsInMemory({
    [recordName.evidence(decision.evidence)]: JSON.stringify({ document: 1 }),
    [recordName.signature(decision.signature.challenge)]: JSON.stringify(signature),
  });
  expect(await signedOf(objects, ledger(created(), attached('lid'), decision))).toEqual([
    { frozen: { document: 1 }, signature },
  ]);
});
