import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { type ShipmentSummary, summarise } from '../../src/shipments/summary.ts';
import {
  acknowledged,
  arrived,
  at,
  attached,
  cleared,
  closed,
  contradicted,
  created,
  departed,
  detached,
  found,
  ledger,
  lost,
  opened,
  signed,
  takenBack,
} from '../support/facts.ts';

const none = { departedAt: null, arrivedAt: null };
const planned: ShipmentSummary = {
  shipment: 'S-1',
  status: 'planned',
  isWatched: true,
  site: 'north',
  goods: 'vaccine',
  origin: 'Cambridge',
  destination: 'Stansted',
  profile: { id: 'warm', version: 1 },
  journey: { ...none, inferred: none, firstInferred: none },
  plannedArrival: null,
  devices: [],
  standingAlarms: [],
  warnings: [],
  silentDevices: [],
  decision: null,
  sscc: null,
  sequence: 1,
  changedAt: at(0),
};

describe('a shipment as lists show it', () => {
  const route = {
    origin: null,
    destination: null,
    waypoints: [],
    plan: { departureAt: at(1), arrivalAt: at(2) },
  };
  test('that is only planned', () => {
    expect(summarise(ledger())).toEqual(planned);
    expect(summarise(ledger(created({ sscc: '340123450000000017', route })))).toEqual({
      ...planned,
      sscc: '340123450000000017',
      plannedArrival: at(2),
    });
    expect(summarise(ledger(created({ route: null }))).plannedArrival).toBeNull();
  });

  test('on its way, with all that stands', () => {
    const facts = [
      attached('lid'),
      attached('floor'),
      attached('gone'),
      departed(at(3)),
      found('gone', { kind: 'stuck' }),
      detached('gone', at(5)),
      found('lid', { kind: 'limit-ahead' }),
      found('floor', { kind: 'battery-low' }),
      found('lid', { kind: 'battery-low' }),
      lost('lid', at(9)),
      lost('floor', at(9)),
      opened({ severity: 'critical' }),
      opened({ id: 'e2', rule: 'cold' }),
      acknowledged('cold'),
      opened({ id: 'e3', rule: 'sum' }),
      closed({ id: 'e3', rule: 'sum' }),
      cleared(at(90), 'sum'),
    ];
    expect(summarise(ledger(...facts))).toEqual({
      ...planned,
      status: 'in-transit',
      journey: { ...planned.journey, departedAt: at(3) },
      devices: ['floor', 'lid'],
      standingAlarms: [
        { rule: 'cold', severity: 'major', raisedAt: at(13), acknowledgedAt: at(14) },
        { rule: 'warm', severity: 'critical', raisedAt: at(12), acknowledgedAt: null },
      ],
      warnings: ['battery-low', 'limit-ahead'],
      silentDevices: ['floor', 'lid'],
      sequence: 18,
      changedAt: at(17),
    });
  });

  test('with a device that came back names it once', () => {
    const facts = [attached('lid'), attached('lid', at(50))];
    expect(summarise(ledger(...facts)).devices).toEqual(['lid']);
  });

  test('with its decision', () => {
    const second = signed({ decision: 'partly-released', lots: ['A'], corrects: 2 });
    expect(summarise(ledger(signed(), second))).toEqual({
      ...planned,
      status: 'partly-released',
      isWatched: false,
      decision: {
        decision: 'partly-released',
        lots: ['A'],
        name: 'Paul Okafor',
        signedAt: at(301),
        sequence: 3,
      },
      sequence: 3,
      changedAt: at(2),
    });
  });
});

describe('a shipment stands at', () => {
  const watched = attached('lid');
  test.each<[string, LedgerEvent[], ShipmentSummary['status'], boolean]>([
    ['its plan, although it is watched', [watched], 'planned', true],
    ['the way, once its departure is declared', [departed(at(1))], 'in-transit', true],
    ['the way, once positions show that it left', [departed(at(1), 'lid')], 'in-transit', true],
    ['the way, where it seems to have arrived', [arrived(at(1), 'lid')], 'in-transit', true],
    [
      'its plan, where that was undone',
      [arrived(at(1), 'lid'), takenBack('arrived', at(1), 'lid')],
      'planned',
      true,
    ],
    ['its arrival, once that is declared', [departed(at(1)), arrived(at(2))], 'arrived', true],
    [
      'the way, where that is taken back',
      [departed(at(1)), arrived(at(2)), takenBack('arrived', at(2))],
      'in-transit',
      true,
    ],
    ['its decision', [arrived(at(2)), signed({ decision: 'quarantined' })], 'quarantined', false],
    ['its decision, and watched while a device is attached', [watched, signed()], 'released', true],
    [
      'its decision, and not watched once that is detached',
      [watched, signed(), detached('lid', at(9))],
      'released',
      false,
    ],
    ['a contradiction', [signed(), contradicted(2)], 'contradicted', true],
    [
      'the correction of what was contradicted',
      [signed(), contradicted(2), signed({ decision: 'rejected', corrects: 2 })],
      'rejected',
      false,
    ],
    [
      'a correction that is contradicted',
      [signed({ decision: 'rejected' }), signed({ corrects: 2 }), contradicted(3)],
      'contradicted',
      true,
    ],
    ['a decision that is rejected', [signed({ decision: 'rejected' })], 'rejected', false],
  ])('%s', (_, facts, status, isWatched) => {
    const summary = summarise(ledger(...facts));
    expect([summary.status, summary.isWatched]).toEqual([status, isWatched]);
  });
});
