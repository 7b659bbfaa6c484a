import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import {
  type Action,
  custodyOf,
  refusalOf,
  refusalOfReceipt,
} from '../../src/shipments/action-validation.ts';
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

describe('after a ledger of these facts a step is refused, at the moment from which on it is', () => {
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
      'a departure that nobody declared',
      [arrived],
      takesBack('departed'),
      'no departure is declared that could be taken back',
    ],
    [
      'an arrival that nobody declared',
      [departed],
      takesBack('arrived'),
      'no arrival is declared that could be taken back',
    ],
    ['a declared departure', [departed], takesBack('departed'), null],
    [
      'a departure after the signature',
      [departed, arrived, signed('released')],
      takesBack('departed'),
      'the receipt is signed (entry 4); correct the decision, the departure stays as it was declared',
    ],
    [
      'an arrival after the signature',
      [departed, arrived, signed('released')],
      takesBack('arrived'),
      'the receipt is signed (entry 4); correct the decision, the arrival stays as it was declared',
    ],
    [
      'a handover to who has the goods',
      [handed],
      hands('driver', start + hour),
      'driver has the goods already',
    ],
    ['a handover at the last one', [handed], hands('door', start + hour), null],
    [
      'a handover before it',
      [handed],
      hands('door', start + hour - 1),
      'driver has the goods since 2026-01-01 01:00 UTC; they cannot be handed over before',
    ],
    ['the first handover', [], hands('driver', 0), null],
    ['an alarm that was raised', [opened], acknowledges('warm-20m'), null],
    ['an alarm that never was', [opened], acknowledges('cold'), 'no alarm of rule cold was ever raised'],
    [
      'a signature before the arrival',
      [departed],
      signs(null),
      'the shipment has not arrived; declare its arrival first',
    ],
    ['a signature at the arrival', [{ ...arrived, at: now }], signs(null), null],
    [
      'a signature of what is to come',
      [{ ...arrived, at: now + 1 }],
      signs(null),
      'the shipment arrives 2026-01-01 10:00:00 UTC; what is still to come cannot be signed',
    ],
    [
      'a correction of nothing',
      [arrived],
      signs(2),
      'there is no signed decision to correct; leave "corrects" out',
    ],
    [
      'a second signature',
      [arrived, signed('released')],
      signs(null),
      'the receipt is signed already: released, entry 3; correct that entry ("corrects": 3)',
    ],
    [
      'a correction of another entry',
      [arrived, signed('rejected')],
      signs(2),
      'the receipt is signed already: rejected, entry 3; correct that entry ("corrects": 3)',
    ],
    ['a correction', [arrived, signed('released')], signs(3), null],
    [
      'a correction of what was corrected',
      [arrived, signed('released'), signed('rejected')],
      signs(3),
      'the receipt is signed already: rejected, entry 4; correct that entry ("corrects": 4)',
    ],
  ])('%s', (_, facts, step, refusal) => {
    expect(refusalOf(ledgerOf(created, ...facts), step, now)).toBe(refusal);
  });

  test('also where only the decision is asked for', () => {
    expect(refusalOfReceipt(ledgerOf(created), { corrects: null }, now)).toBe(
      'the shipment has not arrived; declare its arrival first',
    );
  });

  test('who has the goods is who got them last', () => {
    expect(custodyOf(ledgerOf(created))).toBeNull();
    expect(custodyOf(ledgerOf(created, handed, departed))).toEqual({ holder: 'driver', since: start + hour });
  });
});
