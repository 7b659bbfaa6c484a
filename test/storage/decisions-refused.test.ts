import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { refusalOf } from '../../src/shipments/action-validation.ts';
import type { Action } from '../../src/shipments/actions/actions.ts';
import { custodyOf } from '../../src/shipments/custody.ts';
import { refusalOfReceipt } from '../../src/shipments/receipt/refusal-of-receipt.ts';
import { hour, start } from '../support/series.ts';
import { createdShipment } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';

const now = start + 10 * hour;
const created: LedgerEvent = { kind: 'shipment-created', ...createdShipment };
const departed: LedgerEvent = { kind: 'departed', at: start + hour, detectedBy: null };
const arrived: LedgerEvent = { kind: 'arrived', at: start + 2 * hour, detectedBy: null };
const handed: LedgerEvent = { kind: 'handed-over', to: 'driver', at: start + hour };
const excursion = {
  id: 'e',
  rule: 'warm-20m',
  severity: 'major',
  from: 1,
  to: null,
  firedAt: 2,
  observedMs: 1,
  peak: 9,
} as const;
const opened: LedgerEvent = { kind: 'excursion-opened', device: 'box', position: null, excursion };
const signed = (decision: 'released' | 'rejected'): LedgerEvent =>
  ({
    kind: 'receipt-signed',
    decision,
    lots: [],
    reason: '',
    signature: { signedAt: start, signer: { username: 'p', name: 'P' } },
  }) as unknown as LedgerEvent;

describe('an action on a journey or receipt is refused from the exact moment at which the ledger no longer allows it', () => {
  const hands = (to: string, at: number): Action => ({ kind: 'handed-over', to, at });
  const takesBack = (milestone: 'departed' | 'arrived'): Action => ({
    kind: 'milestone-withdrawn',
    milestone,
    at: 0,
    detectedBy: null,
  });
  const acknowledges = (rule: string): Action => ({ kind: 'alarm-acknowledged', rule, comment: 'x' });
  const signs = (corrects: number | null): Action => ({ kind: 'receipt-signed', corrects }) as Action;

  test.each<[string, LedgerEvent[], Action, string | null]>([
    [
      'withdrawing a departure that nobody declared is refused',
      [arrived],
      takesBack('departed'),
      'there is no declared departure to withdraw',
    ],
    [
      'withdrawing an arrival that nobody declared is refused',
      [departed],
      takesBack('arrived'),
      'there is no declared arrival to withdraw',
    ],
    ['withdrawing a declared departure is allowed', [departed], takesBack('departed'), null],
    [
      'withdrawing a departure after the signature is refused',
      [departed, arrived, signed('released')],
      takesBack('departed'),
      'the receipt is signed (entry 4); correct the decision instead, the declared departure cannot change',
    ],
    [
      'withdrawing an arrival after the signature is refused',
      [departed, arrived, signed('released')],
      takesBack('arrived'),
      'the receipt is signed (entry 4); correct the decision instead, the declared arrival cannot change',
    ],
    [
      'a handover to the current holder is refused',
      [handed],
      hands('driver', start + hour),
      'driver already has custody of the goods',
    ],
    ['a handover at the time of the last one is allowed', [handed], hands('door', start + hour), null],
    [
      'a handover before the last one is refused',
      [handed],
      hands('door', start + hour - 1),
      'driver has had custody since 2026-01-01 01:00 UTC; the goods cannot be handed over earlier',
    ],
    ['the first handover is allowed', [], hands('driver', 0), null],
    ['acknowledging an alarm that was raised is allowed', [opened], acknowledges('warm-20m'), null],
    [
      'acknowledging an alarm that was never raised is refused',
      [opened],
      acknowledges('cold'),
      'no alarm of rule cold was ever raised',
    ],
    [
      'a signature before the arrival is refused',
      [departed],
      signs(null),
      'the shipment has not arrived; declare its arrival first',
    ],
    ['a signature at the arrival is allowed', [{ ...arrived, at: now }], signs(null), null],
    [
      'a signature before the declared time of arrival is refused',
      [{ ...arrived, at: now + 1 }],
      signs(null),
      'the arrival is declared for 2026-01-01 10:00:00 UTC; it cannot be signed before then',
    ],
    [
      'a correction without a signed decision is refused',
      [arrived],
      signs(2),
      'there is no signed decision to correct; leave "corrects" out',
    ],
    [
      'a second signature is refused',
      [arrived, signed('released')],
      signs(null),
      'the receipt is already signed: released, entry 3; correct that entry ("corrects": 3)',
    ],
    [
      'a correction of another entry is refused',
      [arrived, signed('rejected')],
      signs(2),
      'the receipt is already signed: rejected, entry 3; correct that entry ("corrects": 3)',
    ],
    ['a correction of the decision in force is allowed', [arrived, signed('released')], signs(3), null],
    [
      'a correction of an already corrected decision is refused',
      [arrived, signed('released'), signed('rejected')],
      signs(3),
      'the receipt is already signed: rejected, entry 4; correct that entry ("corrects": 4)',
    ],
  ])('action on a ledger: %s', (_, facts, step, refusal) => {
    expect(refusalOf(ledgerOf(created, ...facts), step, now)).toBe(refusal);
  });

  test("the receipt's refusal is the same where only the decision is checked", () => {
    expect(refusalOfReceipt(ledgerOf(created), { corrects: null }, now)).toBe(
      'the shipment has not arrived; declare its arrival first',
    );
  });

  test('the holder of the goods is the last person they were handed to', () => {
    expect(custodyOf(ledgerOf(created))).toBeNull();
    expect(custodyOf(ledgerOf(created, handed, departed))).toEqual({ holder: 'driver', since: start + hour });
  });
});
