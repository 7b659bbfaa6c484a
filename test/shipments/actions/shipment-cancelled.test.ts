import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../src/shipments/action-validation.ts';
import { type Action, actions } from '../../../src/shipments/actions/actions.ts';
import type { LedgerEvent } from '../../../src/shipments/ledger-event.ts';
import { refusalOfReceipt } from '../../../src/shipments/receipt/refusal-of-receipt.ts';
import {
  acknowledged,
  arrived,
  at,
  attached,
  cameFrom,
  cameFromNoMore,
  cancelled,
  closed,
  declared,
  departed,
  detached,
  ledger,
  linkCreated,
  linkRevoked,
  opened,
  openingEntered,
  planChanged,
  readmitted,
  signed,
  takenBack,
  withdrawn,
} from '../../support/facts.ts';

describe('a cancellation', () => {
  test.each<[string, LedgerEvent[]]>([
    ['planned', []],
    ['with a sensor and an alarm that was acknowledged', [attached('lid'), opened(), acknowledged()]],
    ['whose alarm was withdrawn', [attached('lid'), opened(), withdrawn()]],
    ['that seems to be under way', [attached('lid'), departed(at(1), 'lid'), arrived(at(2), 'lid')]],
    ['whose departure was taken back', [departed(at(1)), takenBack('departed', at(1))]],
  ])('is allowed for a shipment %s', (_, before) => {
    expect(refusalOf(ledger(...before), cancelled, at(600))).toBeNull();
  });

  test.each<[string, LedgerEvent[], string]>([
    [
      'that departed',
      [departed(at(60))],
      'the departure is declared for 2026-01-01 01:00 UTC; goods that are under way cannot be cancelled: declare their arrival and decide on them, or take the departure back first if it is wrong',
    ],
    [
      'that arrived',
      [arrived(at(60))],
      'the arrival is declared for 2026-01-01 01:00 UTC; decide on its goods, or take the arrival back first if it is wrong',
    ],
    [
      'that was decided on',
      [arrived(at(60)), signed()],
      'the receipt is signed (entry 3); a shipment that was decided on cannot be cancelled',
    ],
    [
      'with an alarm',
      [attached('lid'), opened()],
      'nobody has acknowledged the alarm warm: acknowledge, and say what becomes of the goods; then cancel the shipment',
    ],
    [
      'with alarms that ended by themselves, after a departure that was taken back',
      [
        attached('lid'),
        departed(at(1)),
        opened(),
        closed(),
        opened({ id: 'e2', rule: 'hot', to: at(9) }),
        takenBack('departed', at(1)),
      ],
      'nobody has acknowledged the alarms warm, hot: acknowledge, and say what becomes of the goods; then cancel the shipment',
    ],
    [
      'that was cancelled',
      [cancelled],
      'the shipment was cancelled 2026-01-01 00:01 UTC by Ann (test); plan another one with a copy of its plan',
    ],
  ])('is refused for a shipment %s', (_, before, refusal) => {
    expect(refusalOf(ledger(...before), cancelled, at(600))).toBe(refusal);
  });
});

test('a cancelled shipment refuses every action', () => {
  const entries = ledger(attached('lid'), opened(), acknowledged(), cancelled);
  const each: Record<keyof typeof actions, Action> = {
    'plan-changed': planChanged({ goods: 'serum' }),
    'shipment-cancelled': cancelled,
    'device-attached': attached('floor'),
    'device-detached': detached('lid', at(9)),
    'sensor-declared': declared('lid', at(9)),
    departed: departed(at(9)),
    arrived: arrived(at(9)),
    'milestone-withdrawn': takenBack('departed', at(9)),
    'handed-over': { kind: 'handed-over', to: 'Bea', at: at(9) },
    'link-created': linkCreated(),
    'link-revoked': linkRevoked(),
    'alarm-acknowledged': acknowledged(),
    'predecessor-named': cameFrom(),
    'predecessor-withdrawn': cameFromNoMore(),
    'opening-entered': openingEntered(),
    'time-readmitted': readmitted(),
    'receipt-signed': signed(),
  };
  for (const action of Object.values(each))
    expect(refusalOf(entries, action, at(600)), action.kind).toContain('the shipment was cancelled');
  expect(refusalOfReceipt(entries, { corrects: null }, at(600))).toContain('the shipment was cancelled');
});
