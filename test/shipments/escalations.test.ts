import { describe, expect, test } from 'vitest';
import { type AcknowledgementDeadlines, escalations } from '../../src/shipments/alarm-lifecycle.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Severity } from '../../src/model/profile.ts';
import { minute } from '../support/series.ts';
import {
  acknowledged,
  at,
  cleared,
  closed,
  created,
  escalated,
  ledger,
  opened,
  withdrawn,
} from '../support/facts.ts';

const deadlines: AcknowledgementDeadlines = {
  info: 7 * minute,
  minor: 60 * minute,
  major: 20 * minute,
  critical: 5 * minute,
};
const called = created({ escalation: ['desk', 'boss'] });
/** The first fact is recorded at minute 1, each further one a minute later. */
const due = (facts: readonly LedgerEvent[], now: number, by = deadlines) =>
  escalations(ledger(called, ...facts), by, now);
const escalation = (to: string, fields: object = {}) => ({
  why: 'nobody acknowledged the alarm in time',
  fact: { ...escalated(to), ...fields },
});

describe.each<[Severity, number]>([
  ['info', 7],
  ['minor', 60],
  ['major', 20],
  ['critical', 5],
])('an alarm of severity %s', (severity, minutes) => {
  const once = opened({ severity });
  const twice = [once, escalated('desk')];
  test.each<[string, LedgerEvent[], number, object[]]>([
    ['waits a millisecond before its time', [once], at(1 + minutes) - 1, []],
    ['is escalated at its time', [once], at(1 + minutes), [escalation('desk', { severity })]],
    ['and after it', [once], at(1 + minutes) + 1, [escalation('desk', { severity })]],
    ['waits as long again for the next', twice, at(1 + 2 * minutes) - 1, []],
    ['is escalated again then', twice, at(1 + 2 * minutes), [escalation('boss', { severity })]],
  ])('%s', (_, facts, now, expected) => {
    expect(due(facts, now)).toEqual(expected);
  });

  test('waits for ever where nobody has a limit', () => {
    expect(due([once], at(1e6), { ...deadlines, [severity]: null })).toEqual([]);
  });
});

const later = at(10_000);
describe('an alarm is not escalated', () => {
  test.each<[string, LedgerEvent[]]>([
    ['where everybody was called', [opened(), escalated('desk'), escalated('boss')]],
    ['once it is acknowledged', [opened(), acknowledged()]],
    ['once it is cleared', [opened(), closed(), cleared(at(90))]],
    ['once it was cleared, and then acknowledged', [opened(), closed(), cleared(at(90)), acknowledged()]],
    ['once it was acknowledged, and then cleared', [opened(), acknowledged(), closed(), cleared(at(90))]],
    ['once it is withdrawn', [opened(), withdrawn()]],
  ])('%s', (_, facts) => {
    expect(due(facts, later)).toEqual([]);
  });

  test('where the shipment names nobody', () => {
    expect(escalations(ledger(opened()), deadlines, later)).toEqual([]);
  });
});

describe('an alarm asks anew', () => {
  const second = opened({ id: 'e2', from: at(60), device: 'floor', severity: 'critical' });
  test('with another, louder excursion: the time and those who are called begin again', () => {
    // The second is recorded at minute 4.
    const facts = [opened(), acknowledged(), escalated('desk'), second];
    const loud = { severity: 'critical' };
    expect(due(facts, at(9) - 1)).toEqual([]);
    expect(due(facts, at(9))).toEqual([escalation('desk', loud)]);
  });

  test('and not with one that is as loud', () => {
    const facts = [opened(), acknowledged(), opened({ id: 'e2', device: 'floor' })];
    expect(due(facts, later)).toEqual([]);
    // Where nobody acknowledged it, it waits since the first.
    expect(due([opened(), opened({ id: 'e2' })], at(21) - 1)).toEqual([]);
    expect(due([opened(), opened({ id: 'e2' })], at(21))).toEqual([escalation('desk')]);
  });

  test('raised again after its end it waits from then on', () => {
    const facts = [opened(), acknowledged(), closed(), cleared(at(90)), opened({ id: 'e2', from: at(200) })];
    expect(due(facts, at(25) - 1)).toEqual([]);
    expect(due(facts, at(25))).toEqual([escalation('desk')]);
  });

  test('of an alarm that was over when it became known, by the lower severity', () => {
    const past = opened({ to: at(30) });
    expect(due([past], at(61) - 1)).toEqual([]);
    expect(due([past], at(61))).toEqual([escalation('desk', { severity: 'minor' })]);
  });
});

test('each rule is escalated by itself, of the device that is outside or was last', () => {
  const facts = [
    opened({ to: at(30), severity: 'critical' }),
    opened({ id: 'e2', device: 'floor', to: at(31), severity: 'critical' }),
    opened({ id: 'e3', rule: 'cold', severity: 'critical' }),
  ];
  expect(due(facts, later)).toEqual([
    escalation('desk', { device: 'floor' }),
    escalation('desk', { rule: 'cold', severity: 'critical' }),
  ]);
});
