import { expect, test } from 'vitest';
import { evaluationContextOf } from '../../src/evaluation/evaluation-context.ts';
import type { Route } from '../../src/evaluation/route.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import { planEntries } from '../../src/monitoring/plan-entries.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Assignment } from '../../src/storage/device-item.ts';
import { minute, profile, start } from '../support/series.ts';
import { createdShipment } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';

const depot = { latitude: 52.2, longitude: 0.1 };
const route: Route = {
  origin: { name: 'depot', area: { kind: 'circle', ...depot, radiusMeters: 400 } },
  destination: {
    name: 'hospital',
    area: { kind: 'circle', latitude: 51.9, longitude: 0.25, radiusMeters: 400 },
  },
  waypoints: [],
  plan: { departureAt: null, arrivalAt: start + 60 * minute },
};
const assignment: Assignment = {
  shipment: 'PE-1',
  profile: { id: 'p', version: 1 },
  since: start,
  intervalMs: 10 * minute,
  attachedAt: start,
  phases: { departedAt: null, arrivedAt: null },
  role: 'product',
  declaredAt: null,
  calibratedUntil: null,
  routeSequence: 1,
};
const punctual: Profile = {
  ...profile(),
  journeyRules: [{ kind: 'late', id: 'late', severity: 'minor', longerThanMs: 15 * minute }],
};
/** Half an hour after the planned arrival. */
const asOf = start + 90 * minute;

function readingsAway(): Reading[] {
  return [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((count): Reading[] => {
    const at = start + count * 10 * minute;
    const away = count === 0 ? 0 : 0.05;
    return [
      { channel: 'temperature', at, value: 5 },
      { channel: 'battery', at, value: 3 },
      { channel: 'location', at, latitude: depot.latitude - away, longitude: depot.longitude, accuracy: 5 },
    ];
  });
}

function planned(...facts: LedgerEvent[]): LedgerEvent[] {
  const entries = ledgerOf({ kind: 'shipment-created', ...createdShipment }, ...facts);
  const context = evaluationContextOf(punctual, assignment, route);
  return planEntries(
    { device: 'lid', assignment, context, readings: readingsAway(), entries, asOf, isOwned: () => true },
    () => null,
  ).map(({ fact }) => fact);
}

function kindOf(fact: LedgerEvent): string {
  return fact.kind === 'finding-opened' ? fact.finding.kind : fact.kind;
}

test('lateness is planned once a new departure is recorded, other diagnostics together with it', () => {
  const first = planned();
  expect(first.map(kindOf)).toEqual(['battery-low', 'departed']);
  expect(planned(...first).map(kindOf)).toEqual(['late']);
});
