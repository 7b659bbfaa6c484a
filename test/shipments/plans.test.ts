import { describe, expect, test } from 'vitest';
import { shipmentOf } from '../../src/shipments/ledger.ts';
import {
  planBefore,
  plansRecorded,
  profileInForce,
  routeSequenceOf,
  routesRecorded,
} from '../../src/shipments/plans.ts';
import {
  type Recorded,
  at,
  attached,
  created,
  departed,
  ledger,
  plan,
  planChanged,
} from '../support/facts.ts';

const circle = { kind: 'circle', latitude: 52.2, longitude: 0.1, radiusMeters: 300 } as const;
const none = { origin: null, destination: null, waypoints: [], plan: { departureAt: null, arrivalAt: null } };
const there = { ...none, destination: { name: 'Stansted', area: circle } };

test('the plans of a ledger, each until the next', () => {
  const entries = ledger(planChanged({ goods: 'serum' }), departed(at(1)), planChanged({ lots: ['A'] }));
  expect(plansRecorded(entries).map((each) => [each.plan.goods, each.replacedBy?.sequence])).toEqual([
    ['vaccine', 2],
    ['serum', 4],
    ['vaccine', undefined],
  ]);
  expect(shipmentOf(entries)).toEqual(plan({ lots: ['A'] }));
  expect(planBefore(entries, 4)).toEqual(plan({ goods: 'serum' }));
  expect(planBefore(entries, 1)).toBeNull();
});

describe('the entry that has the route', () => {
  test.each<[string, Recorded[], number | null]>([
    ['there is none', [], null],
    ['the first', [created({ route: none })], 1],
    [
      'the first, whatever else was changed',
      [created({ route: there }), planChanged({ route: there, goods: 'x' })],
      1,
    ],
    [
      'the one that moved a geofence',
      [created({ route: none }), attached('lid'), planChanged({ route: there })],
      3,
    ],
    [
      'the one that moved it back',
      [created({ route: none }), planChanged({ route: there }), planChanged({ route: none })],
      3,
    ],
    [
      'the one that changed a planned time',
      [
        created({ route: there }),
        planChanged({ route: { ...there, plan: { departureAt: 1, arrivalAt: null } } }),
      ],
      2,
    ],
    ['none again', [created({ route: there }), planChanged({ route: null })], null],
  ])('%s', (_, facts, sequence) => {
    expect(routeSequenceOf(ledger(...facts))).toBe(sequence);
  });
});

test('a route lasts until it is replaced, not until anything else changes', () => {
  const entries = ledger(
    created({ route: none }),
    [at(10), planChanged({ route: none, goods: 'serum' })],
    [at(20), planChanged({ route: there })],
  );
  expect(routesRecorded(entries).map(({ route, until }) => [route, until])).toEqual([
    [none, at(20)],
    [there, Infinity],
  ]);
});

describe('the profile of a sensor', () => {
  const [first, second, other] = ['warm', 'cold', 'own'].map((id) => ({ id, version: 1 })) as [
    { id: string; version: number },
    { id: string; version: number },
    { id: string; version: number },
  ];
  const entries = ledger(
    created({ ambientProfile: other }),
    planChanged({ profile: second, ambientProfile: first }),
  );
  test('is that of the plan in force, if it was attached by an earlier plan', () => {
    expect(profileInForce(entries, 'product', first)).toEqual(second);
    expect(profileInForce(entries, 'ambient', other)).toEqual(first);
  });
  test('is its own otherwise', () => {
    expect(profileInForce(entries, 'product', second)).toEqual(second);
    expect(profileInForce(entries, 'product', other)).toEqual(other);
    expect(profileInForce(entries, 'product', { ...first, version: 2 })).toEqual({ ...first, version: 2 });
    expect(profileInForce(ledger(), 'ambient', other)).toEqual(other);
  });
});
