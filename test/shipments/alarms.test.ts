import { describe, expect, test } from 'vitest';
import { type Alarm, type AlarmExcursion, alarmsRecorded } from '../../src/shipments/alarms.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import {
  acknowledged,
  at,
  cleared,
  closed,
  escalated,
  found,
  ledger,
  opened,
  withdrawn,
} from '../support/facts.ts';

const lid = (fields: Partial<AlarmExcursion> = {}): AlarmExcursion => ({
  device: 'lid',
  from: at(0),
  to: null,
  isUnseen: false,
  ...fields,
});
const having = (...all: readonly (readonly [id: string, AlarmExcursion])[]) => ({ excursions: new Map(all) });

/** The first fact below is recorded a minute after the shipment. */
function alarm(fields: Partial<Alarm> = {}): Alarm {
  return {
    rule: 'warm',
    severity: 'major',
    raisedAt: at(1),
    askedAt: at(1),
    since: at(0),
    isLive: true,
    ...having(['e1', lid()]),
    acknowledgedAt: null,
    escalations: 0,
    endedAt: null,
    clearedAt: null,
    validUntil: null,
    ...fields,
  };
}

const over = { to: at(30) };
const ended = having(['e1', lid(over)]);
const unseen = having(['e1', lid({ ...over, isUnseen: true })]);
const late = { severity: 'minor', isLive: false } as const;
const heard = { endedAt: at(3), clearedAt: at(30), validUntil: at(90) };
const clearing = [opened(), closed(), cleared(at(90))];
const floor = { id: 'e2', device: 'floor' };

describe('an alarm', () => {
  test.each<[string, LedgerEvent[], Alarm[]]>([
    ['is none without an excursion', [closed(), withdrawn(), cleared(at(9)), acknowledged()], []],
    ['is none of what is found about sensors', [found('lid'), escalated('x')], []],
    ['is raised by the first excursion', [opened()], [alarm()]],
    ['of what was over is one severity lower', [opened(over)], [alarm({ ...late, ...ended })]],
    ['goes on again when its excursion does', [opened(), closed(), opened()], [alarm()]],
    [
      'that was cleared stays so when its excursion goes on: that is another',
      [...clearing, opened()],
      [alarm({ ...ended, ...heard }), alarm({ raisedAt: at(4), askedAt: at(4) })],
    ],
    ['stands when its excursion ends', [opened(), closed()], [alarm(ended)]],
    [
      'knows that nobody saw the end of a span',
      [opened(), closed({ endedBy: 'end-of-record' })],
      [alarm(unseen)],
    ],
    [
      'knows that nobody saw the end of a phase',
      [opened({ ...over, endedBy: 'phase' })],
      [alarm({ ...late, ...unseen })],
    ],
    ['knows the end in a gap', [opened({ ...over, endedBy: 'gap' })], [alarm({ ...late, ...ended })]],
    [
      'takes the moment of firing for an end that is not said',
      [opened(), { ...closed(), excursion: opened().excursion }],
      [alarm(having(['e1', lid({ to: at(20) })]))],
    ],
    ['ends when it is cleared', clearing, [alarm({ ...ended, ...heard })]],
    [
      'ends when its only excursion is withdrawn',
      [opened(), withdrawn()],
      [alarm({ ...having(), endedAt: at(2) })],
    ],
    [
      'that has no excursion left is cleared of none',
      [opened(), withdrawn(), cleared(at(90))],
      [alarm({ ...having(), ...heard, clearedAt: null })],
    ],
    ['ends once', [...clearing, withdrawn()], [alarm({ ...having(), ...heard })]],
    [
      'stands while another excursion does',
      [opened(), opened(floor), withdrawn()],
      [alarm(having(['e2', lid({ device: 'floor' })]))],
    ],
    [
      'loses what is merged into another of its own',
      [opened(), opened({ id: 'e2' }), closed({ id: 'e2' }, 'e1')],
      [alarm()],
    ],
    ['keeps what is merged into what it does not have', [opened(), closed({}, 'e0')], [alarm(ended)]],
    ['counts its escalations', [opened(), escalated('x'), escalated('y')], [alarm({ escalations: 2 })]],
    [
      'is acknowledged once, the first time',
      [opened(), acknowledged(), acknowledged()],
      [alarm({ acknowledgedAt: at(2) })],
    ],
    [
      'is not that of another rule',
      [opened(), acknowledged('cold'), escalated('x', 'cold'), cleared(at(9), 'cold')],
      [alarm()],
    ],
    [
      'can be acknowledged after its end',
      [...clearing, acknowledged()],
      [alarm({ ...ended, ...heard, acknowledgedAt: at(4) })],
    ],
  ])('%s', (_, facts, expected) => {
    expect(alarmsRecorded(ledger(...facts))).toEqual(expected);
  });

  test('after the end of the last one of its rule is another, and one answer is for both', () => {
    const again = opened({ id: 'e2', from: at(200) });
    expect(alarmsRecorded(ledger(...clearing, again, acknowledged()))).toEqual([
      alarm({ ...ended, ...heard, acknowledgedAt: at(5) }),
      alarm({
        ...having(['e2', lid({ from: at(200) })]),
        raisedAt: at(4),
        askedAt: at(4),
        since: at(200),
        acknowledgedAt: at(5),
      }),
    ]);
    const escalations = alarmsRecorded(ledger(...clearing, again, escalated('x')));
    expect(escalations.map((each) => each.escalations)).toEqual([0, 1]);
  });

  test('of each rule is one of its own, in the order in which they were raised', () => {
    const entries = ledger(opened(), opened({ id: 'e2', rule: 'cold', severity: 'critical' }));
    expect(alarmsRecorded(entries)).toEqual([
      alarm(),
      alarm({
        ...having(['e2', lid()]),
        rule: 'cold',
        severity: 'critical',
        raisedAt: at(2),
        askedAt: at(2),
      }),
    ]);
  });
});
