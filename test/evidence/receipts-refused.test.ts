import { beforeAll, expect, test } from 'vitest';
import type { SignedReceipt } from '../../src/shipments/signed-receipt.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { checkReceipts } from '../../src/evidence/verify-receipts.ts';
import { failureOf } from '../support/bundle-files.ts';
import { asOf, facts, ledgerOf, signedEvidence } from '../support/signed-evidence.ts';

let receipt: SignedReceipt;
beforeAll(async () => {
  ({ receipt } = await signedEvidence());
});

type Change = {
  readonly fact?: Partial<SignedReceipt>;
  readonly signature?: object;
  readonly entry?: Partial<Entry>;
};

/** A ledger with changed receipts. */
function ledgerWith(changes: readonly Change[], before: readonly LedgerEvent[] = facts): Entry[] {
  const receipts = changes.map(({ fact, signature }) => ({
    ...receipt,
    ...fact,
    signature: { ...receipt.signature, ...signature },
  }));
  return ledgerOf(...before, ...receipts).map((entry, index) => ({
    ...entry,
    ...changes[index - before.length]?.entry,
  }));
}
const second = { fact: { corrects: 6 }, signature: { challenge: 'c2', signedAt: asOf + 61_000 } };
const signedAt = asOf + 60_000;

test.each<[string, readonly Change[], string | null]>([
  ['none', [], null],
  ['one', [{}], null],
  ['one and its correction', [{}, second], null],
  ['one with a reason', [{ fact: { reason: 'a doubt' } }], null],
  [
    'one with another reason than was signed',
    [{ entry: { why: 'x' } }],
    'entry 6 of the ledger gives another reason than was signed',
  ],
  [
    'one with a reason that was not signed',
    [{ fact: { reason: 'a doubt' }, entry: { why: 'as recommended' } }],
    'entry 6 of the ledger gives another reason than was signed',
  ],
  [
    'a second one that corrects nothing',
    [{}, { ...second, fact: { corrects: null } }],
    'entry 7 of the ledger could not be signed: the receipt is already signed: released, entry 6; correct that entry ("corrects": 6)',
  ],
  ['one signed in the second of the evaluation', [{ fact: { judgedAt: signedAt + 999 } }], null],
  [
    'one signed a second before the evaluation',
    [{ fact: { judgedAt: signedAt + 1000 } }],
    'entry 6 of the ledger was signed before its evidence existed',
  ],
  [
    'two with the same challenge',
    [{}, { ...second, signature: { signedAt: asOf + 61_000 } }],
    'entry 7 of the ledger has a challenge that was used before',
  ],
  [
    'two with the same password',
    [{}, { ...second, signature: { challenge: 'c2' } }],
    'entry 7 of the ledger was signed with a password that was given for another decision',
  ],
  [
    'two by different signers in the same second',
    [
      {},
      {
        fact: { corrects: 6 },
        signature: { challenge: 'c2', signer: { subject: 'pia', username: 'pia', name: 'Pia' } },
      },
    ],
    null,
  ],
  [
    'one entered by another person',
    [{ entry: { by: 'eve' } }],
    'entry 6 of the ledger was not entered by its signer',
  ],
  ['one entered a minute before it was signed', [{ entry: { recordedAt: signedAt - 60_000 } }], null],
  [
    'one entered more than a minute before it was signed',
    [{ entry: { recordedAt: signedAt - 60_001 } }],
    'entry 6 of the ledger was entered before it was signed',
  ],
])('receipts in the ledger: %s', async (_, changes, message) => {
  expect(await failureOf(() => checkReceipts(ledgerWith(changes)))).toBe(
    message === null ? 'nothing' : `NotConsistent: ${message}`,
  );
});

test('a receipt follows a past arrival, with a tolerance of one minute between clocks', async () => {
  const arriving = (at: number): LedgerEvent[] =>
    facts.map((fact) => (fact.kind === 'arrived' ? { ...fact, at } : fact));
  const of = (at: number) => failureOf(() => checkReceipts(ledgerWith([{}], arriving(at))));
  // The entry is recorded a second after signing.
  expect(await of(signedAt + 61_000)).toBe('nothing');
  expect(await of(signedAt + 61_001)).toBe(
    'NotConsistent: entry 6 of the ledger could not be signed: the arrival is declared for 2026-01-01 05:02:01 UTC; it cannot be signed before then',
  );
  const without = facts.filter(({ kind }) => kind !== 'arrived');
  expect(await failureOf(() => checkReceipts(ledgerWith([{}], without)))).toBe(
    'NotConsistent: entry 5 of the ledger could not be signed: the shipment has not arrived; declare its arrival first',
  );
});
