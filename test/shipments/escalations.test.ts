import { describe, expect, test } from 'vitest';
import { type AcknowledgementDeadlines, escalations } from '../../src/shipments/alarm-lifecycle.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
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
import type { Severity } from '../../src/model/enumerations.ts';

const deadlines: AcknowledgementDeadlines = {
  info: 7 * minute,
  minor: 60 * minute,
  major: 20 * minute,
  critical: 5 * minute,
};
const called = created({ escalation: ['desk', 'boss'] });
/** The first event is recorded at minute 1, each further one a minute later. */
const due = (facts: readonly LedgerEvent[], now: number, by = deadlines) =>
  escalations(ledger(called, ...facts), by, now);
const escalation = (to: string, fields: object = {}) => ({
  why: 'not acknowledged in time',
  fact: { ...escalated(to), ...fields },
});

describe.each<[Severity, number]>([
  ['info', 7],
  ['minor', 60],
  ['major', 20],
  ['critical', 5],
])('escalating an alarm of severity %s', (severity, minutes) => {
  const once = opened({ severity });
  const twice = [once, escalated('desk')];
  test.each<[string, LedgerEvent[], number, object[]]>([
    ['waits until a millisecond before the deadline', [once], at(1 + minutes) - 1, []],
    ['is escalated at the deadline', [once], at(1 + minutes), [escalation('desk', { severity })]],
    ['is escalated after the deadline', [once], at(1 + minutes) + 1, [escalation('desk', { severity })]],
    ['waits as long again for the next audience', twice, at(1 + 2 * minutes) - 1, []],
    ['is escalated again then', twice, at(1 + 2 * minutes), [escalation('boss', { severity })]],
  ])('the alarm %s', (_, facts, now, expected) => {
    expect(due(facts, now)).toEqual(expected);
  });

  test('an alarm is never escalated where its severity has no deadline', () => {
    expect(due([once], at(1e6), { ...deadlines, [severity]: null })).toEqual([]);
  });
});

const later = at(10_000);
describe('an alarm that is not escalated', () => {
  test.each<[string, LedgerEvent[]]>([
    ['once every audience was notified', [opened(), escalated('desk'), escalated('boss')]],
    ['once it is acknowledged', [opened(), acknowledged()]],
    ['once it is cleared', [opened(), closed(), cleared(at(90))]],
    ['once it is cleared and then acknowledged', [opened(), closed(), cleared(at(90)), acknowledged()]],
    ['once it is acknowledged and then cleared', [opened(), acknowledged(), closed(), cleared(at(90))]],
    ['once it is withdrawn', [opened(), withdrawn()]],
  ])('an alarm is not escalated %s', (_, facts) => {
    expect(due(facts, later)).toEqual([]);
  });

  test('an alarm is not escalated where the shipment names no audience', () => {
    expect(escalations(ledger(opened()), deadlines, later)).toEqual([]);
  });
});

describe('an alarm that needs acknowledgement again', () => {
  const second = opened({ id: 'e2', from: at(60), device: 'floor', severity: 'critical' });
  test('a more severe excursion restarts the deadline and the list of audiences', () => {
    // The second event is recorded at minute 4.
    const facts = [opened(), acknowledged(), escalated('desk'), second];
    const loud = { severity: 'critical' };
    expect(due(facts, at(9) - 1)).toEqual([]);
    expect(due(facts, at(9))).toEqual([escalation('desk', loud)]);
  });

  test('an excursion of the same severity does not restart the deadline', () => {
    const facts = [opened(), acknowledged(), opened({ id: 'e2', device: 'floor' })];
    expect(due(facts, later)).toEqual([]);
    // Without an acknowledgement, the alarm has been waiting since the first excursion.
    expect(due([opened(), opened({ id: 'e2' })], at(21) - 1)).toEqual([]);
    expect(due([opened(), opened({ id: 'e2' })], at(21))).toEqual([escalation('desk')]);
  });

  test('an alarm raised again after its end waits from then on', () => {
    const facts = [opened(), acknowledged(), closed(), cleared(at(90)), opened({ id: 'e2', from: at(200) })];
    expect(due(facts, at(25) - 1)).toEqual([]);
    expect(due(facts, at(25))).toEqual([escalation('desk')]);
  });

  test('an alarm whose excursion had ended when it became known uses the deadline of the lower severity', () => {
    const past = opened({ to: at(30) });
    expect(due([past], at(61) - 1)).toEqual([]);
    expect(due([past], at(61))).toEqual([escalation('desk', { severity: 'minor' })]);
  });
});

test('each rule is escalated separately, for the device that is outside its limits or was last', () => {
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
