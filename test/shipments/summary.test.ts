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
  lots: [],
  vehicle: null,
  carrier: null,
  cancellation: null,
  plannedDeparture: null,
  plannedArrival: null,
  way: [],
  devices: [],
  standingAlarms: [],
  clearedAlarms: [],
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
  test('the summary of a planned shipment', () => {
    expect(summarise(ledger())).toEqual(planned);
    expect(summarise(ledger(created({ sscc: '340123450000000017', route })))).toEqual({
      ...planned,
      sscc: '340123450000000017',
      plannedDeparture: at(1),
      plannedArrival: at(2),
    });
    expect(summarise(ledger(created({ route: null }))).plannedArrival).toBeNull();
  });

  test('the summary of a shipment in transit, with all open issues', () => {
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
        {
          rule: 'cold',
          severity: 'major',
          since: at(0),
          until: null,
          raisedAt: at(13),
          acknowledgedAt: at(14),
          acknowledgedBy: 'Ann',
          comment: 'seen',
        },
        {
          rule: 'warm',
          severity: 'critical',
          since: at(0),
          until: null,
          raisedAt: at(12),
          acknowledgedAt: null,
          acknowledgedBy: null,
          comment: null,
        },
      ],
      clearedAlarms: ['sum'],
      warnings: ['battery-low', 'limit-ahead'],
      silentDevices: ['floor', 'lid'],
      sequence: 18,
      changedAt: at(17),
    });
  });

  test('the summary lists a device that came back once', () => {
    const facts = [attached('lid'), attached('lid', at(50))];
    expect(summarise(ledger(...facts)).devices).toEqual(['lid']);
  });

  test('the summary of a shipment with a decision', () => {
    const second = signed({ decision: 'partly-released', lots: ['A'], rejected: ['B'], corrects: 2 });
    expect(summarise(ledger(signed(), second))).toEqual({
      ...planned,
      status: 'partly-released',
      isWatched: false,
      decision: {
        decision: 'partly-released',
        lots: ['A'],
        rejected: ['B'],
        name: 'Paul Okafor',
        signedAt: at(301),
        sequence: 3,
      },
      sequence: 3,
      changedAt: at(2),
    });
  });
});

describe('the status of a shipment', () => {
  const watched = attached('lid');
  test.each<[string, LedgerEvent[], ShipmentSummary['status'], boolean]>([
    ['planned and monitored', [watched], 'planned', true],
    ['in transit, once its departure is declared', [departed(at(1))], 'in-transit', true],
    ['in transit, once positions show that it left', [departed(at(1), 'lid')], 'in-transit', true],
    ['in transit, where it seems to have arrived', [arrived(at(1), 'lid')], 'in-transit', true],
    [
      'planned again, where the inferred departure was undone',
      [arrived(at(1), 'lid'), takenBack('arrived', at(1), 'lid')],
      'planned',
      true,
    ],
    ['arrived, once its arrival is declared', [departed(at(1)), arrived(at(2))], 'arrived', true],
    [
      'in transit again, where the arrival is withdrawn',
      [departed(at(1)), arrived(at(2)), takenBack('arrived', at(2))],
      'in-transit',
      true,
    ],
    ['its decision', [arrived(at(2)), signed({ decision: 'quarantined' })], 'quarantined', false],
    ['its decision, and monitored while a device is attached', [watched, signed()], 'released', true],
    [
      'its decision, and not monitored once the device is detached',
      [watched, signed(), detached('lid', at(9))],
      'released',
      false,
    ],
    ['contradicted', [signed(), contradicted(2)], 'contradicted', true],
    [
      'the correction of a contradicted decision',
      [signed(), contradicted(2), signed({ decision: 'rejected', corrects: 2 })],
      'rejected',
      false,
    ],
    [
      'contradicted, for a correction as well',
      [signed({ decision: 'rejected' }), signed({ corrects: 2 }), contradicted(3)],
      'contradicted',
      true,
    ],
    ['rejected', [signed({ decision: 'rejected' })], 'rejected', false],
  ])('the status is %s', (_, facts, status, isWatched) => {
    const summary = summarise(ledger(...facts));
    expect([summary.status, summary.isWatched]).toEqual([status, isWatched]);
  });
});
