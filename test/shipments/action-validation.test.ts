import { expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { refusalOf } from '../../src/shipments/action-validation.ts';
import type { Action } from '../../src/shipments/actions/actions.ts';
import { custodyOf } from '../../src/shipments/custody.ts';
import { minute } from '../support/series.ts';
import {
  acknowledged,
  arrived,
  at,
  attached,
  created,
  declared,
  departed,
  detached,
  ledger,
  opened,
  signed,
  takenBack,
  withdrawn,
} from '../support/facts.ts';

const now = at(600);
const handedOver = (to: string, when: number): Action => ({ kind: 'handed-over', to, at: when });
const lid = attached('lid', at(60));
/** A ledger with `before`, an action, and the reason for refusing it (null where it is allowed). */
type Row = readonly [before: LedgerEvent[], step: Action, refusal: string | null];

const testActions = (name: string, rows: readonly Row[]) =>
  test.each(rows.map((row) => [name, row[2] ?? 'allowed', row] as const))('%s: %s', (_, __, row) => {
    expect(refusalOf(ledger(...row[0]), row[1], now)).toBe(row[2]);
  });

const soon = now + 10 * minute;
const tooSoon = '2026-01-01 10:10:00 UTC is in the future; give a past time';
testActions(
  'a time may be at most ten minutes ahead of the server’s clock',
  [departed, arrived, (when: number) => handedOver('Bea', when)].map((stepAt): Row => [
    [],
    stepAt(soon),
    null,
  ]),
);
testActions('a time in the future is refused', [
  [[], departed(soon + 1), tooSoon],
  [[], arrived(soon + 1), tooSoon],
  [[], handedOver('Bea', soon + 60_000), '2026-01-01 10:11 UTC is in the future; give a past time'],
  [[lid], detached('lid', soon + 1), tooSoon],
  [[lid], detached('lid', soon), null],
  [[lid], declared('lid', soon + 1), tooSoon],
  [[lid], declared('lid', soon), null],
]);

const watches = 'lid has been attached to this shipment since 2026-01-01 01:00 UTC; detach it first';
const hasArrived =
  'the shipment arrived 2026-01-01 05:00 UTC; a sensor attached now would record nothing of its journey';
testActions('an attachment', [
  [[], lid, null],
  [[lid], attached('lid', at(90)), watches],
  [[lid], attached('floor', at(90)), null],
  [[lid, detached('lid', at(80))], attached('lid', at(90)), null],
  // The device was attached twice and is in its second attachment.
  [[attached('lid', at(0)), detached('lid', at(9)), lid], attached('lid', at(90)), watches],
  [[arrived(at(300))], attached('lid', at(299)), null],
  [[arrived(at(300))], attached('lid', at(300)), hasArrived],
  [[arrived(at(300))], attached('lid', at(301)), hasArrived],
  [[arrived(at(300), 'x')], attached('lid', at(301)), null],
  // The attachment may lie in the future, for a device that is being prepared.
  [[], attached('lid', now + 60 * minute), null],
]);

testActions('a detachment', [
  [[], detached('lid', at(90)), 'lid was never attached to this shipment'],
  [[attached('floor')], detached('lid', at(90)), 'lid was never attached to this shipment'],
  [
    [lid],
    detached('lid', at(60) - 1),
    'lid was attached 2026-01-01 01:00 UTC; it cannot be detached earlier',
  ],
  [[lid], detached('lid', at(60)), null],
  [
    [attached('file-0123456789abcdef')],
    detached('file-0123456789abcdef', at(90)),
    'file-0123456789abcdef is a file, which stays with its shipment; set it aside with a reason if it does not count',
  ],
  // Only the last attachment counts.
  [
    [attached('lid', at(0)), detached('lid', at(9)), lid],
    detached('lid', at(30)),
    'lid was attached 2026-01-01 01:00 UTC; it cannot be detached earlier',
  ],
]);

testActions('a declared sensor', [
  [[], declared('lid', at(90)), 'lid was never attached to this shipment'],
  [[attached('floor')], declared('lid', at(90)), 'lid was never attached to this shipment'],
  [
    [lid],
    declared('lid', at(60) - 1),
    'lid was attached 2026-01-01 01:00 UTC; it cannot have failed earlier',
  ],
  [[lid], declared('lid', at(60)), null],
  [
    [attached('lid', at(0)), detached('lid', at(9)), lid],
    declared('lid', at(30)),
    'lid was attached 2026-01-01 01:00 UTC; it cannot have failed earlier',
  ],
]);

testActions('a departure', [
  [[], departed(at(90)), null],
  [[arrived(at(300))], departed(at(300)), null],
  [
    [arrived(at(300))],
    departed(at(300) + 1),
    'the shipment arrived 2026-01-01 05:00 UTC; it cannot depart later',
  ],
  [[arrived(at(300), 'x')], departed(at(301)), null],
]);

const notBefore = 'its first sensor was attached 2026-01-01 01:00 UTC; it cannot have arrived earlier';
testActions('an arrival', [
  [[], arrived(at(0)), null],
  [[departed(at(120))], arrived(at(120)), null],
  [
    [departed(at(120))],
    arrived(at(120) - 1),
    'the shipment departed 2026-01-01 02:00 UTC; it cannot arrive earlier',
  ],
  [[departed(at(120), 'x')], arrived(at(119)), null],
  [[lid], arrived(at(60)), null],
  [[lid], arrived(at(60) - 1), notBefore],
  [[attached('floor', at(90)), lid], arrived(at(59)), notBefore],
  [[attached('floor', at(90)), lid], arrived(at(70)), null],
  // An inferred arrival is not refused for being too early.
  [[lid], arrived(at(59), 'lid'), null],
]);

const isSigned = (what: string) =>
  `the receipt is signed (entry 3); correct the decision instead, the declared ${what} cannot change`;
testActions('withdrawing a milestone', [
  [[], takenBack('departed', now), 'there is no declared departure to withdraw'],
  [[], takenBack('arrived', now), 'there is no declared arrival to withdraw'],
  [[departed(at(9))], takenBack('arrived', now), 'there is no declared arrival to withdraw'],
  [[departed(at(9), 'x')], takenBack('departed', now), 'there is no declared departure to withdraw'],
  [[departed(at(9))], takenBack('departed', now), null],
  [[arrived(at(9))], takenBack('arrived', now), null],
  [
    [arrived(at(9)), takenBack('arrived', at(9))],
    takenBack('arrived', now),
    'there is no declared arrival to withdraw',
  ],
  [[arrived(at(9)), signed()], takenBack('arrived', now), isSigned('arrival')],
  [[departed(at(9)), signed()], takenBack('departed', now), isSigned('departure')],
]);

testActions('a handover', [
  [[], handedOver('Bea', at(0)), null],
  [[handedOver('Bea', at(9))], handedOver('Bea', at(9)), 'Bea already has custody of the goods'],
  [[handedOver('Bea', at(9))], handedOver('Cem', at(9)), null],
  [
    [handedOver('Bea', at(9))],
    handedOver('Cem', at(9) - 1),
    'Bea has had custody since 2026-01-01 00:09 UTC; the goods cannot be handed over earlier',
  ],
  // Only the last holder counts.
  [[handedOver('Bea', at(9)), handedOver('Cem', at(10))], handedOver('Bea', at(10)), null],
]);

testActions('an acknowledgement', [
  [[], acknowledged(), 'no alarm of rule warm was ever raised'],
  [[opened()], acknowledged(), null],
  [[opened(), withdrawn()], acknowledged(), null],
  [[opened({ rule: 'cold' })], acknowledged(), 'no alarm of rule warm was ever raised'],
]);

const journey: LedgerEvent[] = [lid, arrived(at(300))];
const signedAlready = 'the receipt is already signed: released, entry 4; correct that entry ("corrects": 4)';
testActions('a receipt', [
  [[lid], signed(), 'the shipment has not arrived; declare its arrival first'],
  [[lid, arrived(at(300), 'lid')], signed(), 'the shipment has not arrived; declare its arrival first'],
  [[lid, arrived(now)], signed(), null],
  [
    [lid, arrived(now + 1)],
    signed(),
    'the arrival is declared for 2026-01-01 10:00:00 UTC; it cannot be signed before then',
  ],
  [journey, signed({ corrects: 3 }), 'there is no signed decision to correct; leave "corrects" out'],
  [[...journey, signed()], signed(), signedAlready],
  [[...journey, signed()], signed({ corrects: 3 }), signedAlready],
  [[...journey, signed()], signed({ corrects: 4 }), null],
  [
    [...journey, signed(), signed({ decision: 'rejected', corrects: 4 })],
    signed({ corrects: 4 }),
    'the receipt is already signed: rejected, entry 5; correct that entry ("corrects": 5)',
  ],
]);

test('the holder of the goods is the last person they were handed to', () => {
  expect(custodyOf(ledger(lid))).toBeNull();
  const entries = ledger(handedOver('Bea', at(9)), handedOver('Cem', at(10)), lid);
  expect(custodyOf(entries)).toEqual({ holder: 'Cem', since: at(10) });
  expect(() => custodyOf(entries.slice(1))).toThrow('the ledger does not begin with its shipment');
});

test('a sensor stands for products that the shipment has, unless it measures the air around them', () => {
  const products = ['a', 'b'].map((id) => ({
    id,
    name: id.toUpperCase(),
    profile: { id: 'warm', version: 1 },
    lots: [],
  }));
  const planned = ledger(created({ products }));
  const refusal = (fields: object, of = planned) => refusalOf(of, attached('lid', at(0), fields), now);
  expect(refusal({ products: ['b'] })).toBeNull();
  expect(refusal({ products: ['c', 'b', 'd'] })).toBe(
    'the shipment has no product c, d; it has a (A), b (B)',
  );
  expect(refusal({ products: ['c'] }, ledger())).toBe(
    'the shipment has no product c; it has goods (vaccine)',
  );
  expect(refusal({ products: ['a'], role: 'ambient' })).toBe(
    'lid is to measure the air around the goods, so it stands for none of the products; leave them out',
  );
});
