import { expect, test } from 'vitest';
import { rulesHeld, valuesReadable, worstCaseHeld } from '../../src/shipments/receipt/checks.ts';
import { arrived, at, ledger, opened, withdrawn } from '../support/facts.ts';
import {
  air,
  checkAnswers,
  fail,
  notApplicable,
  pass,
  receiptRecord,
  sensor,
} from '../support/receipt-records.ts';

const none = receiptRecord([air]);
const cold = { id: 'e2', rule: 'cold' };
const held = sensor('lid', { rules: [pass('Fine.'), notApplicable('No phase.')] });
const blind = sensor('floor', { rules: [notApplicable('No reading.')] });
const broken = sensor('top', { rules: [fail('Warm.'), pass('Fine.'), fail('Hot.')] });
const after = ledger(
  arrived(at(60)),
  opened({ from: at(41) }),
  withdrawn({ from: at(41) }),
  opened(cold),
  withdrawn(cold),
  opened({ id: 'e3', from: at(50) }),
);
const afterwards =
  'lid was out of range from 2026-01-01 00:41 UTC (rule warm). This is not evaluated, because the arrival was declared before the alarm.';
checkAnswers('rules', rulesHeld, [
  [none, 'not-applicable', 'No rule was evaluated.'],
  [
    receiptRecord([sensor('lid', { rules: [pass('Fine.')] }), air]),
    'pass',
    'Within limits on lid: every evaluated rule was met.',
  ],
  [receiptRecord([held]), 'pass', 'Within limits on lid: every evaluated rule was met. lid: No phase.'],
  [
    receiptRecord([held, sensor('side', { rules: [pass('x')] })]),
    'pass',
    'Within limits on 2 sensors: every evaluated rule was met. lid: No phase.',
  ],
  [receiptRecord([held, blind]), 'fail', 'No rule was evaluated on floor.'],
  [receiptRecord([sensor('lid')]), 'not-applicable', 'No rule was evaluated.'],
  [receiptRecord([held, broken]), 'fail', 'top: Warm. top: Hot.'],
  [
    receiptRecord([held, broken, blind], { contested: ['It left later.'] }),
    'fail',
    'top: Warm. top: Hot. No rule was evaluated on floor. It left later.',
  ],
  [
    receiptRecord([held], { contested: ['It left later.', 'So it did.'] }),
    'fail',
    'It left later. So it did.',
  ],
  [receiptRecord([held], { entries: after }), 'fail', afterwards],
  [
    receiptRecord([held], { entries: after, contested: ['It left later.'] }),
    'fail',
    `${afterwards} It left later.`,
  ],
  // The rule fired at the arrival, or nobody declared an arrival.
  [
    receiptRecord([held], { entries: ledger(arrived(at(61)), ...after.slice(2).map(({ fact }) => fact)) }),
    'pass',
    'Within limits on lid: every evaluated rule was met. lid: No phase.',
  ],
  [
    receiptRecord([held], { entries: ledger(...after.slice(2).map(({ fact }) => fact)) }),
    'pass',
    'Within limits on lid: every evaluated rule was met. lid: No phase.',
  ],
]);

const all = 'Every value that a rule needs could be read, and every message was understood.';
const garbled = sensor('lid', { unreadable: [fail('ERR.')], understood: [fail('Refused.')] });
checkAnswers('values', valuesReadable, [
  [none, 'not-applicable', 'No sensor was attached to the goods.'],
  [receiptRecord([sensor('lid'), air]), 'pass', all],
  [receiptRecord([sensor('lid', { unreadable: [pass('x')] })]), 'pass', all],
  [receiptRecord([garbled]), 'fail', 'lid: ERR. lid: Refused.'],
  [
    receiptRecord([garbled], { notUnderstoodLater: ['Later.', 'Latest.'] }),
    'fail',
    'lid: ERR. lid: Refused. Later. Latest.',
  ],
  [receiptRecord([sensor('lid')], { notUnderstoodLater: ['Later.'] }), 'fail', 'Later.'],
]);

const unread = (device: string, ...readings: number[]) =>
  sensor(device, { worstCase: [fail('x')] }, { readings });
checkAnswers('worst case', worstCaseHeld, [
  [none, 'not-applicable', 'No sensor was attached to the goods.'],
  [receiptRecord([sensor('lid'), air]), 'pass', 'No gap is long enough to hide an excursion.'],
  [receiptRecord([sensor('lid', { worstCase: [fail('Maybe.')] })]), 'fail', 'lid: Maybe.'],
  [
    receiptRecord([sensor('side'), unread('lid', 0, 0), unread('floor', 0)]),
    'fail',
    'lid, floor sent no readings: the goods may have been out of range unnoticed.',
  ],
  [
    receiptRecord([sensor('lid', {}, { readings: [0, 1] })]),
    'pass',
    'No gap is long enough to hide an excursion.',
  ],
]);

test('a check combines only the results that it asks for', () => {
  expect(valuesReadable(receiptRecord([broken])).outcome).toBe('pass');
  expect(worstCaseHeld(receiptRecord([broken])).outcome).toBe('pass');
});
