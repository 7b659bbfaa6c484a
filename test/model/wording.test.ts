import { describe, expect, test } from 'vitest';
import { ledgerEventInWords } from '../../src/shipments/ledger-event-in-words.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Limit } from '../../src/model/rules/limit-rule.ts';
import {
  allowedTime,
  duration,
  limitInWords,
  measured,
  moment,
  percent,
  quantity,
  seemsToHaveArrived,
} from '../../src/model/wording.ts';
import {
  acknowledged,
  arrived,
  at,
  attached,
  cameFrom,
  cameFromNoMore,
  cleared,
  closed,
  contradicted,
  created,
  declared,
  departed,
  detached,
  escalated,
  found,
  foundNoMore,
  lost,
  openingEntered,
  readmitted,
  opened,
  restored,
  signed,
  takenBack,
  withdrawn,
} from '../support/facts.ts';

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];

test.each([
  [0, '0 s'],
  [1, '0.001 s'],
  [1500, '1.5 s'],
  [59_999, '59.999 s'],
  [minute, '1 min'],
  [61 * second, '1 min 1 s'],
  [hour, '1 h'],
  [70 * hour + 30 * minute, '70 h 30 min'],
  [72 * hour, '72 h'],
  [72 * hour + 999, '72 h 0.999 s'],
  [72 * hour + second, '3 d 1 s'],
  [4 * day + 23 * hour + 59 * minute + 59 * second, '4 d 23 h 59 min 59 s'],
])('%d ms are %s', (milliseconds, words) => {
  expect(duration(milliseconds)).toBe(words);
});

test.each([
  [0, '0 %'],
  [1, '100 %'],
  [0.95, '95 %'],
  [0.29, '29 %'],
  [0.949_999, '94.999 %'],
  [0.999_999, '99.999 %'],
  [1 / 3, '33.333 %'],
])('a share of %d is %s', (ratio, words) => {
  expect(percent(ratio)).toBe(words);
});

test.each([
  ['temperature', 8.4, false, '8.4 °C'],
  ['temperature', -0.5, true, '-0.5 °C/min'],
  ['temperature', 0.1 + 0.2, false, '0.3 °C'],
  ['temperature', 1_234_567.8, false, '1234568 °C'],
  ['pressure', 101, true, '101 kPa/min'],
  ['humidity', 60, false, '60 %RH'],
  ['battery', 12, false, '12 %'],
  ['clock', 3, false, '3 s'],
  ['backlog', 3, false, '3 s'],
  ['location', 3, false, '3'],
  ['refused', 3, false, '3'],
] as const)('%s of %d (a rate: %s) is %s', (channel, value, isRate, words) => {
  expect(quantity(channel, value, isRate)).toBe(words);
});

test('a quantity is not a rate by default', () => {
  expect(quantity('pressure', 3)).toBe('3 kPa');
});

test.each([
  [null, null, "beyond the sensor's scale"],
  [9.25, null, '9.25 °C'],
  [9.123_456, null, '9.123 °C'],
  [9.1236, null, '9.124 °C'],
  [-9.1236, null, '-9.124 °C'],
  [1, null, '1 °C'],
  [1.0004, null, '1 °C'],
  [0.123_456, null, '0.123 °C'],
  [0.001_234, minute, '0.00123 °C/min'],
  [-0.999_95, null, '-1 °C'],
  [0, null, '0 °C'],
])('%d measured over %s ms is %s', (value, rateWindowMs, words) => {
  expect(measured({ channel: 'temperature', rateWindowMs }, value)).toBe(words);
});

test.each<[Limit, number | null, string]>([
  [{ kind: 'above', limit: 8 }, null, 'above 8 °C'],
  [{ kind: 'below', limit: 2 }, null, 'below 2 °C'],
  [{ kind: 'atLeast', limit: 25 }, null, 'at or above 25 °C'],
  [{ kind: 'atMost', limit: 0 }, null, 'at or below 0 °C'],
  [{ kind: 'outside', low: 2, high: 8 }, null, 'outside 2 °C to 8 °C'],
  [{ kind: 'above', limit: 3 }, 10 * minute, 'change of temperature over 10 min above 3 °C/min'],
  [
    { kind: 'outside', low: -1, high: 1 },
    hour,
    'change of temperature over 1 h outside -1 °C/min to 1 °C/min',
  ],
])('the limit %j over %s ms is %s', (limit, rateWindowMs, words) => {
  expect(limitInWords({ channel: 'temperature', limit, rateWindowMs })).toBe(words);
});

test.each([
  [{ mode: 'instant' }, 'never'],
  [{ mode: 'consecutive', milliseconds: hour, firesWhen: 'reached' }, 'less than 1 h without a break'],
  [{ mode: 'consecutive', milliseconds: hour, firesWhen: 'exceeded' }, 'at most 1 h without a break'],
  [{ mode: 'cumulative', milliseconds: day, firesWhen: 'reached' }, 'less than 24 h in total'],
  [{ mode: 'cumulative', milliseconds: day, firesWhen: 'exceeded' }, 'at most 24 h in total'],
] as const)('%j is allowed %s', (allowance, words) => {
  expect(allowedTime({ allowance })).toBe(words);
});

test.each([
  [at(0), '2026-01-01 00:00 UTC'],
  [at(61), '2026-01-01 01:01 UTC'],
  [at(61) + 1, '2026-01-01 01:01:00 UTC'],
  [at(61) + 59_999, '2026-01-01 01:01:59 UTC'],
  [0, '1970-01-01 00:00 UTC'],
])('%d is %s', (when, words) => {
  expect(moment(when)).toBe(words);
});

test('the question about an inferred arrival shows hour and minute', () => {
  expect(seemsToHaveArrived(at(17 * 60 + 39) + 59_999)).toBe('Seems to have arrived 17:39 UTC. Confirm?');
});

describe('a ledger event in words', () => {
  test.each<[string, LedgerEvent]>([
    ['shipment created', created()],
    ['device attached from 2026-01-01 00:00 UTC (lid)', attached('lid')],
    ['device detached 2026-01-01 00:09 UTC (lid)', detached('lid', at(9))],
    ['sensor declared broken, 2026-01-01 00:09 UTC (lid)', declared('lid', at(9))],
    [
      'sensor declared stopped for good, 2026-01-01 00:09 UTC (lid)',
      { ...declared('lid', at(9)), fate: 'silent' },
    ],
    ['handed over to Bea, 2026-01-01 00:09 UTC', { kind: 'handed-over', to: 'Bea', at: at(9) }],
    ['goods came from S-0 (named by a person)', cameFrom()],
    ['a, lots 1, 2, came from S-0 (same SSCC)', cameFrom({ product: 'a', lots: ['1', '2'], by: 'sscc' })],
    ['withdrawn: goods came from S-0', cameFromNoMore()],
    ['used of goods before: nothing (batch record)', openingEntered()],
    ['used of goods before: not known', openingEntered({ kind: 'unknown' })],
    [
      'used of goods before: 2 h of warm, 1 freeze-thaw cycle (by phone)',
      openingEntered({ kind: 'spent', spent: { warm: 7_200_000 }, cycles: 1, source: 'by phone' }),
    ],
    [
      'signed by Paul Okafor: re-admits 4 h of the allowance out-of-fridge to all lots of the product goods (QA-12)',
      readmitted(),
    ],
    [
      'signed by Paul Okafor: re-admits 2 freeze-thaw cycles to lot A of the product goods (QA-12)',
      readmitted({ lots: ['A'], readmitted: { cycles: 2 } }),
    ],
    ['goods travel on with S-2', { kind: 'followed-by', shipment: 'S-2', product: 'goods' }],
    [
      'goods travel on with S-2: a, lots A1, A2',
      { kind: 'followed-by', shipment: 'S-2', product: 'goods', ofProduct: 'a', ofLots: ['A1', 'A2'] },
    ],
    ['departed 2026-01-01 00:09 UTC', departed(at(9))],
    ['arrived 2026-01-01 00:09 UTC', arrived(at(9))],
    ['seems to have departed 2026-01-01 00:09 UTC (inferred, lid)', departed(at(9), 'lid')],
    ['seems to have arrived 2026-01-01 00:09 UTC (inferred, lid)', arrived(at(9), 'lid')],
    ['withdrawn: departed 2026-01-01 00:09 UTC', takenBack('departed', at(9))],
    ['seems not to have arrived after all, 2026-01-01 00:09 UTC (lid)', takenBack('arrived', at(9), 'lid')],
    ['excursion opened warm (lid)', opened()],
    ['excursion closed warm (lid)', closed()],
    ['excursion withdrawn warm (lid)', withdrawn()],
    ['alarm cleared warm (lid)', cleared(at(9))],
    ['alarm escalated warm (lid)', escalated('desk')],
    ['alarm acknowledged warm', acknowledged()],
    ['no signal since 2026-01-01 00:09 UTC (lid)', lost('lid', at(9))],
    ['back online 2026-01-01 00:09 UTC (lid)', restored('lid', at(9))],
    ['diagnostic: battery low (lid)', found('lid')],
    ['resolved: battery low (lid)', foundNoMore('lid')],
    ['receipt signed by Paul Okafor: released', signed()],
    [
      'receipt signed by Paul Okafor: partly released: lot A (replaces ledger entry 4)',
      signed({ decision: 'partly-released', lots: ['A'], corrects: 4 }),
    ],
    [
      'receipt signed by Paul Okafor: partly released, partly rejected: lot A: released; lot B: rejected',
      signed({ decision: 'partly-released', lots: ['A'], rejected: ['B'] }),
    ],
    ['release contradicted: quarantine recommended (lid)', contradicted(4)],
    ['release contradicted: reject recommended', contradicted(4, { device: '', recommendation: 'reject' })],
  ])('a ledger event reads: %s', (words, fact) => {
    expect(ledgerEventInWords(fact)).toBe(words);
  });
});
