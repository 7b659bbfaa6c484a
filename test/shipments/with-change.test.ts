import { expect, test } from 'vitest';
import { changedPlan, planFields } from '../../src/model/changed-plan.ts';
import { planChangeSchema, shipmentSchema } from '../../src/model/shipment.ts';
import { recordedJourney } from '../../src/shipments/recorded-journey.ts';
import { withChange } from '../../src/shipments/with-change.ts';
import { plan } from '../support/facts.ts';

const circle = { latitude: 52.2, longitude: 0.1, radiusMeters: 300 };
const {
  shipment: _,
  origin,
  destination,
  waypoints,
  plannedDeparture,
  plannedArrival,
  ...rest
} = shipmentSchema.parse({
  shipment: 'S-1',
  goods: 'vaccine',
  origin: { name: 'Cambridge', circle },
  destination: 'Stansted',
  waypoints: ['Ely', { name: 'Harlow', circle }, 'Ware'],
  plannedArrival: '2026-11-20T15:00:00Z',
  site: 'north',
  profile: 'warm',
});
const full = {
  ...rest,
  ...recordedJourney({ origin, destination, waypoints, plannedDeparture, plannedArrival }),
};

test.each<[string, object, string[]]>([
  ['goods', { goods: 'serum' }, ['goods']],
  ['a time that is taken out', { plannedArrival: null }, ['plannedArrival']],
  ['a place without its geofence', { origin: 'Cambridge' }, ['origin']],
  ['another order of the waypoints', { waypoints: ['Ware', 'Ely'] }, ['waypoints']],
  ['a carrier and a vehicle', { carrier: { name: 'Swift' }, vehicle: 'van' }, ['vehicle', 'carrier']],
  ['the same again', { goods: 'vaccine', waypoints: ['Ely', { name: 'Harlow', circle }, 'Ware'] }, []],
])('a change names %s; everything else stays', (_name, change, fields) => {
  const changed = withChange(full, planChangeSchema.parse(change));
  expect(changedPlan(full, changed).map(({ field }) => field)).toEqual(fields);
});

test('a plan keeps its names of waypoints without a geofence in their places', () => {
  expect(full.namedWaypoints).toEqual([
    { index: 0, name: 'Ely' },
    { index: 2, name: 'Ware' },
  ]);
  expect(full.route.waypoints.map(({ name }) => name)).toEqual(['Harlow']);
  expect(planFields(full).waypoints).toEqual(waypoints);
});

test('a plan without names of waypoints has no field for them', () => {
  expect('namedWaypoints' in withChange(full, planChangeSchema.parse({ waypoints: [] }))).toBe(false);
});

test('a shipment without a route gets one with its first planned place or time', () => {
  const change = (given: object) => withChange(plan(), planChangeSchema.parse(given)).route;
  expect(change({ goods: 'serum' })).toBeNull();
  expect(change({ plannedDeparture: '2026-01-01T00:00:00Z' })).toEqual({
    origin: null,
    destination: null,
    waypoints: [],
    plan: { departureAt: Date.UTC(2026, 0, 1), arrivalAt: null },
  });
});

test('a change that names nothing is refused', () => {
  const read = planChangeSchema.safeParse({});
  expect(read.success ? [] : read.error.issues.map(({ message }) => message)).toEqual([
    'must name what to change, such as goods, lots or plannedArrival',
  ]);
});

test('a field that is there without a value is not named', () => {
  const undefinedOnes = { goods: 'serum', origin: undefined, plannedArrival: undefined, carrier: undefined };
  const changed = withChange(full, undefinedOnes);
  expect(changedPlan(full, changed)).toEqual([{ field: 'goods', from: 'vaccine', to: 'serum' }]);
  expect(withChange(plan(), undefinedOnes).route).toBeNull();
});

test('a change that gives products gives goods, lots and profile with them', () => {
  const products = [
    { name: 'A', profile: 'warm', lots: [{ number: '1' }] },
    { name: 'B', profile: 'cold@2' },
  ];
  const changed = withChange(full, planChangeSchema.parse({ products }));
  expect(changed).toMatchObject({ goods: 'A; B', lots: ['1'], profile: { id: 'warm@1+cold', version: 2 } });
  expect(withChange(changed, planChangeSchema.parse({ vehicle: 'van' }))).toEqual({
    ...changed,
    vehicle: 'van',
  });
});
