import { expect, test } from 'vitest';
import { type AlarmFigures, alarmFigures } from '../../src/shipments/alarm-figures.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { acknowledged, at, cleared, closed, ledger, opened } from '../support/facts.ts';

const figures = (fields: Partial<AlarmFigures> = {}): AlarmFigures => ({
  shipment: 'S-1',
  rule: 'warm',
  alarms: 1,
  standing: 1,
  endedSoon: 0,
  acknowledged: 0,
  meanAcknowledgedAfterMs: null,
  severity: 'major',
  ...fields,
});
const ended = (to: number): LedgerEvent[] => [opened(), closed({ to }), cleared(to)];
const second = { id: 'e2', from: at(100) };

test.each<[string, LedgerEvent[], AlarmFigures[]]>([
  ['an empty ledger has none', [], []],
  ['an open alarm', [opened()], [figures()]],
  ['an alarm that ended within ten minutes', ended(at(10)), [figures({ standing: 0, endedSoon: 1 })]],
  ['an alarm that ended a millisecond later', ended(at(10) + 1), [figures({ standing: 0 })]],
  [
    'an alarm that ended soon, but after it was acknowledged',
    [opened(), acknowledged(), closed({ to: at(5) }), cleared(at(5))],
    [figures({ standing: 0, acknowledged: 1, meanAcknowledgedAfterMs: 60_000 })],
  ],
  [
    'two alarms of a rule, with their mean and the severity of the last',
    [...ended(at(10)), opened({ ...second, severity: 'critical' }), acknowledged()],
    [
      figures({
        alarms: 2,
        acknowledged: 2,
        // Raised at minutes 1 and 4, acknowledged at minute 5.
        meanAcknowledgedAfterMs: 150_000,
        severity: 'critical',
      }),
    ],
  ],
  [
    'rules are sorted by name',
    [opened(), opened({ ...second, rule: 'cold', severity: 'minor' })],
    [figures({ rule: 'cold', severity: 'minor' }), figures()],
  ],
])('alarm figures: %s', (_, facts, expected) => {
  expect(alarmFigures(ledger(...facts), 0)).toEqual(expected);
});

test('only alarms raised from the given time on are counted', () => {
  const entries = ledger(opened(), opened({ ...second, rule: 'cold' }));
  const rulesSince = (since: number) => alarmFigures(entries, since).map(({ rule }) => rule);
  expect([at(1), at(1) + 1, at(2), at(2) + 1].map(rulesSince)).toEqual([
    ['cold', 'warm'],
    ['cold'],
    ['cold'],
    [],
  ]);
});
