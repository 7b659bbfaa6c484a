import { expect, test } from 'vitest';
import { deliveriesOf, deliveryKey } from '../../src/notifications/deliveries-of.ts';
import type { Composed } from '../../src/notifications/compose-entries.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';

const of = (
  kind: LedgerEvent['kind'],
  { lane = 'lane:north|1', severity = 'minor', sequence = 1, site = 'north' } = {},
) =>
  ({
    entries: [{ shipment: 'S-1', sequence, fact: { kind } }],
    message: { site, notification: { severity } },
    lane,
  }) as unknown as Composed;

test('each site is told of everything, and each lane of alarms alone', () => {
  const requests = deliveriesOf(
    [
      of('excursion-opened', { severity: 'critical' }),
      of('alarm-cleared', { sequence: 2, lane: 'lane:north|2' }),
      of('alarm-escalated', { sequence: 3, severity: 'critical', lane: 'lane:north|2' }),
      of('release-contradicted', { sequence: 4, severity: 'critical', site: 'south', lane: 'lane:south|3' }),
    ],
    new Set(),
  );
  expect(requests.map(({ audience, severity, entries }) => [audience, severity, entries.length])).toEqual([
    [['site:north', 'every-site'], 'critical', 3],
    [['site:south', 'every-site'], 'critical', 1],
    [['lane:north|1'], 'critical', 1],
    [['lane:north|2'], 'minor', 1],
  ]);
});

test('what was asked for before is left out, for each audience by itself', () => {
  const site = ['site:north', 'every-site'];
  const [first, second] = [1, 2].map((sequence) => ({ shipment: 'S-1', sequence }));
  const both = [of('excursion-opened', { severity: 'critical' }), of('alarm-cleared', { sequence: 2 })];
  expect(deliveriesOf(both, new Set([deliveryKey(site, first!)]))).toMatchObject([
    { audience: site, severity: 'minor', entries: [second] },
    { audience: ['lane:north|1'], severity: 'critical', entries: [first, second] },
  ]);
  const all = [site, ['lane:north|1']].flatMap((audience) =>
    [first, second].map((entry) => deliveryKey(audience, entry!)),
  );
  expect(deliveriesOf(both, new Set(all))).toEqual([]);
});
