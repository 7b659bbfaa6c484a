import { describe, expect, test } from 'vitest';
import { changedPlan, planFields } from '../../src/model/changed-plan.ts';
import type { ShipmentPlan } from '../../src/model/shipment-plan.ts';
import { plan } from '../support/facts.ts';

const circle = { kind: 'circle', latitude: 52.2, longitude: 0.1, radiusMeters: 300 } as const;
const route = {
  origin: { name: 'Cambridge', area: circle },
  destination: null,
  waypoints: [{ name: 'Harlow', area: circle }],
  plan: { departureAt: 1, arrivalAt: null },
};

describe('the fields of a plan', () => {
  test('what an earlier release did not record is none', () => {
    expect(planFields(plan())).toEqual({
      goods: 'vaccine',
      lots: [],
      sscc: null,
      origin: { name: 'Cambridge', area: null },
      destination: { name: 'Stansted', area: null },
      waypoints: [],
      plannedDeparture: null,
      plannedArrival: null,
      site: 'north',
      profile: { id: 'warm', version: 1 },
      ambientProfile: null,
      audience: ['site:north'],
      escalation: [],
      vehicle: null,
      packaging: null,
      carrier: null,
    });
  });

  test('waypoints stand in their order, whether a geofence is known or not', () => {
    const named = [
      { index: 0, name: 'Ely' },
      { index: 2, name: 'Ware' },
    ];
    expect(planFields(plan({ route, namedWaypoints: named })).waypoints.map(({ name }) => name)).toEqual([
      'Ely',
      'Harlow',
      'Ware',
    ]);
  });
});

describe('what changed from one plan to the next', () => {
  test.each<[string, Partial<ShipmentPlan>, Partial<ShipmentPlan>]>([
    ['the same plan', { route }, { route }],
    [
      'nothing given and none',
      {},
      { lots: [], sscc: null, vehicle: null, packaging: null, carrier: null, route: null },
    ],
    [
      'the same place with its properties in another order',
      { route },
      {
        route: {
          ...route,
          origin: {
            area: { radiusMeters: 300, longitude: 0.1, latitude: 52.2, kind: 'circle' },
            name: 'Cambridge',
          },
        },
      },
    ],
    ['the same profile', {}, { profile: { version: 1, id: 'warm' } }],
  ])('%s: nothing', (_, before, after) => {
    expect(changedPlan(plan(before), plan(after))).toEqual([]);
  });

  test.each<[string, Partial<ShipmentPlan>, object]>([
    ['goods', { goods: 'serum' }, { field: 'goods', from: 'vaccine', to: 'serum' }],
    ['lots', { lots: ['A2', 'A1'] }, { field: 'lots', from: ['A1', 'A2'], to: ['A2', 'A1'] }],
    ['a label', { sscc: '340123450000000017' }, { field: 'sscc', from: null, to: '340123450000000017' }],
    [
      'the name of a place',
      { origin: 'Ely' },
      { field: 'origin', from: { name: 'Cambridge', area: circle }, to: { name: 'Ely', area: circle } },
    ],
    [
      'a geofence',
      { route: { ...route, origin: null } },
      { field: 'origin', from: { name: 'Cambridge', area: circle }, to: { name: 'Cambridge', area: null } },
    ],
    [
      'a waypoint',
      { route: { ...route, waypoints: [] } },
      { field: 'waypoints', from: [{ name: 'Harlow', area: circle }], to: [] },
    ],
    [
      'a planned time',
      { route: { ...route, plan: { departureAt: 1, arrivalAt: 2 } } },
      { field: 'plannedArrival', from: null, to: 2 },
    ],
    [
      'a profile',
      { profile: { id: 'warm', version: 2 } },
      { field: 'profile', from: { id: 'warm', version: 1 }, to: { id: 'warm', version: 2 } },
    ],
    [
      'a profile of the air around the goods',
      { ambientProfile: { id: 'air', version: 3 } },
      { field: 'ambientProfile', from: null, to: { id: 'air', version: 3 } },
    ],
    [
      'a carrier',
      { carrier: { name: 'Swift', phone: null, email: null } },
      { field: 'carrier', from: null, to: { name: 'Swift', phone: null, email: null } },
    ],
    ['the site', { site: 'south' }, { field: 'site', from: 'north', to: 'south' }],
  ])('%s', (_, fields, difference) => {
    const before = plan({ route, lots: ['A1', 'A2'] });
    expect(changedPlan(before, { ...before, ...fields })).toEqual([difference]);
  });
});
