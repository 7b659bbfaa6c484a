import { beforeAll, expect, test } from 'vitest';
import type { SignedReceipt } from '../../src/shipments/signed-receipt.ts';
import { type Evidence, makeBundle } from '../../src/evidence/bundle.ts';
import { type EvidenceDocument, evidenceHash } from '../../src/evidence/freeze.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { failureOf } from '../support/bundle-files.ts';
import { facts, ledgerOf, readingsOf, signedEvidence } from '../support/signed-evidence.ts';

let made: Awaited<ReturnType<typeof signedEvidence>>;
beforeAll(async () => {
  made = await signedEvidence();
});
const failure = (evidence: Evidence) => failureOf(() => verifyBundle(makeBundle(evidence)));
const name = 'signed/01/evidence.json';

/** A bundle whose signed evidence is changed, with a ledger that refers to the changed evidence. */
function withEvidence(change: Partial<EvidenceDocument>): Evidence {
  const [{ frozen, signature }] = made.evidence.signed as [Evidence['signed'][number]];
  const document = { ...frozen.document, ...change };
  const receipt = { ...made.receipt, evidence: evidenceHash(document) };
  return {
    ...made.evidence,
    entries: ledgerOf(...facts, receipt),
    signed: [{ frozen: { ...frozen, document }, signature }],
  };
}

test('evidence must name an earlier entry of the ledger', async () => {
  const message = `NotConsistent: ${name} names a last ledger entry that the ledger does not have`;
  const { ledger } = made.evidence.signed[0]!.frozen.document;
  for (const change of [{ hash: 'x' }, { sequence: 4 }, { sequence: 9 }, { sequence: 0 }])
    expect(await failure(withEvidence({ ledger: { ...ledger, ...change } }))).toBe(message);
});

test('evidence must name readings that are in the bundle', async () => {
  const [first] = made.evidence.signed[0]!.frozen.document.readings;
  expect(await failure(withEvidence({ readings: [first!, 'x'] }))).toBe(
    `NotConsistent: ${name} names readings that are missing: x`,
  );
});

test('evidence must follow from ledger, profiles and readings', async () => {
  const message = `NotConsistent: ${name} is not what ledger, profiles and readings amounted to, first in line `;
  expect(await failure(withEvidence({ recommendation: 'reject' }))).toContain(message);
  expect(await failure(withEvidence({ verdict: 'x' }))).toContain(message);
});

test('no signed reading may be missing from the record', async () => {
  const [, ...rest] = readingsOf({} as never);
  expect(await failure({ ...made.evidence, readingsOf: () => rest })).toBe(
    'NotConsistent: readings/01.json lacks 1 of the readings that entry 6 was signed on: a record only grows',
  );
});

test.each<[string, Partial<SignedReceipt>]>([
  ['recommendation', { recommendation: 'reject' }],
  ['verdict', { judged: 'quarantine' }],
  ['failed rules', { failed: [{ rule: 'x' }] as never }],
  ['allowances that failed', { allowancesFailed: [{ product: 'goods', lot: null, rule: 'x' }] }],
  ['time', { judgedAt: 1 }],
  ['last entry', { ledgerHead: 4 }],
])('the ledger must not state another %s than the evidence', async (_, change) => {
  const entries = ledgerOf(...facts, { ...made.receipt, ...change });
  expect(await failure({ ...made.evidence, entries })).toBe(
    `NotConsistent: entry 6 of the ledger says otherwise than ${name}`,
  );
});
