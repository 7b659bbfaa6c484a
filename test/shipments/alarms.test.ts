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

/** The first event below is recorded a minute after the shipment. */
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
    acknowledgedBy: null,
    comment: null,
    escalations: 0,
    endedAt: null,
    clearedAt: null,
    validUntil: null,
    ...fields,
  };
}

const answeredAt = (minutes: number) => ({
  acknowledgedAt: at(minutes),
  acknowledgedBy: 'Ann',
  comment: 'seen',
});
const over = { to: at(30) };
const ended = having(['e1', lid(over)]);
const unseen = having(['e1', lid({ ...over, isUnseen: true })]);
const late = { severity: 'minor', isLive: false } as const;
const heard = { endedAt: at(3), clearedAt: at(30), validUntil: at(90) };
const clearing = [opened(), closed(), cleared(at(90))];
const floor = { id: 'e2', device: 'floor' };

describe('the alarms of a ledger', () => {
  test.each<[string, LedgerEvent[], Alarm[]]>([
    ['needs an excursion', [closed(), withdrawn(), cleared(at(9)), acknowledged()], []],
    ['is not raised by a diagnostic', [found('lid'), escalated('x')], []],
    ['is raised by the first excursion', [opened()], [alarm()]],
    [
      'is one severity lower where the excursion had already ended',
      [opened(over)],
      [alarm({ ...late, ...ended })],
    ],
    ['continues when its excursion continues', [opened(), closed(), opened()], [alarm()]],
    [
      'stays cleared when its excursion continues: a new alarm is raised',
      [...clearing, opened()],
      [alarm({ ...ended, ...heard }), alarm({ raisedAt: at(4), askedAt: at(4) })],
    ],
    ['stays open when its excursion ends', [opened(), closed()], [alarm(ended)]],
    [
      'is marked unseen when the excursion ends with its span',
      [opened(), closed({ endedBy: 'end-of-record' })],
      [alarm(unseen)],
    ],
    [
      'is marked unseen when the excursion ends with its phase',
      [opened({ ...over, endedBy: 'phase' })],
      [alarm({ ...late, ...unseen })],
    ],
    [
      'is not marked unseen when the excursion ends in a gap',
      [opened({ ...over, endedBy: 'gap' })],
      [alarm({ ...late, ...ended })],
    ],
    [
      'uses the time of firing where the excursion has no end time',
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
      'without any excursion left has no clearing time',
      [opened(), withdrawn(), cleared(at(90))],
      [alarm({ ...having(), ...heard, clearedAt: null })],
    ],
    [
      'ends with the cancellation of its shipment',
      [opened(), { kind: 'shipment-cancelled' }],
      [alarm({ endedAt: at(2) })],
    ],
    [
      'that ended before its shipment was cancelled keeps its end',
      [...clearing, { kind: 'shipment-cancelled' }],
      [alarm({ ...ended, ...heard })],
    ],
    [
      'that becomes more severe is asked about again, and whoever acknowledged it before has not answered that',
      [opened(), acknowledged(), escalated('x'), opened({ ...floor, severity: 'critical' })],
      [
        alarm({
          ...having(['e1', lid()], ['e2', lid({ device: 'floor' })]),
          severity: 'critical',
          askedAt: at(4),
        }),
      ],
    ],
    ['ends only once', [...clearing, withdrawn()], [alarm({ ...having(), ...heard })]],
    [
      'stays open while another excursion is ongoing',
      [opened(), opened(floor), withdrawn()],
      [alarm(having(['e2', lid({ device: 'floor' })]))],
    ],
    [
      'loses an excursion that is merged into another of its own',
      [opened(), opened({ id: 'e2' }), closed({ id: 'e2' }, 'e1')],
      [alarm()],
    ],
    [
      'keeps an excursion that is merged into one it does not have',
      [opened(), closed({}, 'e0')],
      [alarm(ended)],
    ],
    ['counts its escalations', [opened(), escalated('x'), escalated('y')], [alarm({ escalations: 2 })]],
    ['keeps its first acknowledgement', [opened(), acknowledged(), acknowledged()], [alarm(answeredAt(2))]],
    [
      'is not acknowledged by that of another rule',
      [opened(), acknowledged('cold'), escalated('x', 'cold'), cleared(at(9), 'cold')],
      [alarm()],
    ],
    [
      'can be acknowledged after its end',
      [...clearing, acknowledged()],
      [alarm({ ...ended, ...heard, ...answeredAt(4) })],
    ],
  ])('an alarm %s', (_, facts, expected) => {
    expect(alarmsRecorded(ledger(...facts))).toEqual(expected);
  });

  test("an alarm raised after its rule's last one ended is a new one, and one acknowledgement covers both", () => {
    const again = opened({ id: 'e2', from: at(200) });
    expect(alarmsRecorded(ledger(...clearing, again, acknowledged()))).toEqual([
      alarm({ ...ended, ...heard, ...answeredAt(5) }),
      alarm({
        ...having(['e2', lid({ from: at(200) })]),
        raisedAt: at(4),
        askedAt: at(4),
        since: at(200),
        ...answeredAt(5),
      }),
    ]);
    const escalations = alarmsRecorded(ledger(...clearing, again, escalated('x')));
    expect(escalations.map((each) => each.escalations)).toEqual([0, 1]);
  });

  test('each rule has its own alarms, in the order in which they were raised', () => {
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
