import { expect, test } from 'vitest';
import { verificationOf } from '../../src/evidence/verification.ts';
import { signedEvidence } from '../support/signed-evidence.ts';

test('signed evidence is verified, with what was checked', async () => {
  const { evidence } = await signedEvidence();
  const { asOf, problem, found } = await verificationOf(evidence);
  expect(asOf).toBe(new Date(evidence.asOf).toISOString());
  expect(problem).toBeNull();
  expect(found).toMatchObject({
    entries: evidence.entries.length,
    signatures: evidence.signed.length,
    files: 0,
  });
  expect(found!.readings).toBeGreaterThan(0);
});

test('evidence that was changed is not, and the answer says what is wrong', async () => {
  const { evidence } = await signedEvidence();
  const [first, ...rest] = evidence.entries;
  const { problem, found } = await verificationOf({
    ...evidence,
    entries: [{ ...first!, by: 'somebody' }, ...rest],
  });
  expect(problem).toContain('ledger');
  expect(found).toBeNull();
});
