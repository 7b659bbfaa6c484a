import { describe, expect, test } from 'vitest';
import { type Product, fieldsOfProducts } from '../../../src/model/product.ts';
import type { ShipmentPlan } from '../../../src/model/shipment-plan.ts';
import { refusalOf } from '../../../src/shipments/action-validation.ts';
import type { LedgerEvent } from '../../../src/shipments/ledger-event.ts';
import {
  arrived,
  at,
  attached,
  cancelled,
  created,
  departed,
  detached,
  ledger,
  planChanged,
  signed,
  takenBack,
} from '../../support/facts.ts';
import { fileAttached, fileReceived } from '../../support/file-events.ts';

const circle = { kind: 'circle', latitude: 52.2, longitude: 0.1, radiusMeters: 300 } as const;
const route = {
  origin: null,
  destination: null,
  waypoints: [],
  plan: { departureAt: null, arrivalAt: null },
};
const times = (departureAt: number | null, arrivalAt: number | null) => ({
  route: { ...route, plan: { departureAt, arrivalAt } },
});

/** What each group of fields may change to. */
const changes = {
  details: [
    { goods: 'serum' },
    { lots: ['A'] },
    { sscc: '340123450000000017' },
    { vehicle: 'van' },
    { carrier: { name: 'Swift', phone: null, email: null } },
    { audience: ['desk'] },
    { escalation: ['chief'] },
    times(at(1), at(2)),
  ],
  origin: [{ origin: 'Ely' }, { route: { ...route, origin: { name: 'Cambridge', area: circle } } }],
  ahead: [
    { destination: 'Luton' },
    { route: { ...route, destination: { name: 'Stansted', area: circle } } },
    { route: { ...route, waypoints: [{ name: 'Harlow', area: circle }] } },
    { namedWaypoints: [{ index: 0, name: 'Ely' }] },
  ],
  profiles: [{ profile: { id: 'warm', version: 2 } }, { ambientProfile: { id: 'air', version: 1 } }],
  site: [{ site: 'south' }],
} as const satisfies Record<string, readonly Partial<ShipmentPlan>[]>;
type Group = keyof typeof changes;

const refusalAfter = (before: readonly LedgerEvent[], change: Partial<ShipmentPlan>): string | null =>
  refusalOf(ledger(created({ route }), ...before), planChanged({ route, ...change }), at(600));

/** For each state of a shipment, what of its plan may change. */
const states: readonly (readonly [string, LedgerEvent[], Group[]])[] = [
  ['planned', [], ['details', 'origin', 'ahead', 'profiles']],
  ['with a file that is being read', [fileReceived('a.csv')], ['details', 'origin', 'ahead', 'profiles']],
  ['with a sensor', [attached('lid')], ['details', 'origin', 'ahead']],
  [
    'whose sensor was detached again',
    [attached('lid'), detached('lid', at(5))],
    ['details', 'origin', 'ahead'],
  ],
  ['with a file', [fileReceived('a.csv'), fileAttached('a.csv')], ['details', 'origin', 'ahead']],
  ['that seems to have departed', [attached('lid'), departed(at(1), 'lid')], ['details', 'origin', 'ahead']],
  [
    'that seems to have arrived',
    [attached('lid'), departed(at(1), 'lid'), arrived(at(2), 'lid')],
    ['details', 'origin', 'ahead'],
  ],
  ['that departed', [departed(at(1))], ['details', 'ahead', 'profiles']],
  [
    'whose departure was taken back',
    [departed(at(1)), takenBack('departed', at(1))],
    ['details', 'origin', 'ahead', 'profiles'],
  ],
  ['that arrived', [arrived(at(2))], ['details', 'profiles']],
  ['that arrived, with a sensor', [attached('lid'), departed(at(1)), arrived(at(2))], ['details']],
  [
    'whose arrival was taken back',
    [departed(at(1)), arrived(at(2)), takenBack('arrived', at(2))],
    ['details', 'ahead', 'profiles'],
  ],
  ['that was decided on', [arrived(at(2)), signed()], []],
  ['that was cancelled', [cancelled], []],
];

describe.each(states)('of a shipment %s', (_, before, allowed) => {
  test.each(Object.keys(changes) as Group[])('%s may change as far as it can still be true', (group) => {
    for (const change of changes[group]) {
      const refusal = refusalAfter(before, change);
      if (allowed.includes(group)) expect([change, refusal]).toEqual([change, null]);
      else expect(refusal, JSON.stringify(change)).toEqual(expect.any(String));
    }
  });
});

test.each<[string, LedgerEvent[], Partial<ShipmentPlan>, string]>([
  [
    'the site',
    [],
    { site: 'south' },
    'a shipment stays at its site; cancel it, and plan another one for the other site',
  ],
  [
    'a profile, with a sensor',
    [attached('lid', at(60))],
    { profile: { id: 'warm', version: 2 } },
    'lid was attached 2026-01-01 01:00 UTC, so the storage limits stay as they are; plan another shipment with a copy of this plan to use others',
  ],
  [
    'a profile, with a file',
    [fileReceived('a.csv'), fileAttached('a.csv')],
    { ambientProfile: { id: 'air', version: 1 } },
    'the file a.csv was attached, so the storage limits stay as they are; plan another shipment with a copy of this plan to use others',
  ],
  [
    'the origin, after the departure',
    [departed(at(60))],
    { origin: 'Ely' },
    'the departure is declared for 2026-01-01 01:00 UTC, so the origin stays; take the departure back first if it is wrong',
  ],
  [
    'the origin, after the arrival',
    [arrived(at(60))],
    { origin: 'Ely' },
    'the arrival is declared for 2026-01-01 01:00 UTC, so the origin stays; take the arrival back first if it is wrong',
  ],
  [
    'the destination',
    [arrived(at(60))],
    { destination: 'Ely' },
    'the arrival is declared for 2026-01-01 01:00 UTC, so the destination stays; take the arrival back first if it is wrong',
  ],
  [
    'a waypoint',
    [arrived(at(60))],
    { namedWaypoints: [{ index: 0, name: 'Ely' }] },
    'the arrival is declared for 2026-01-01 01:00 UTC, so the waypoints stay; take the arrival back first if it is wrong',
  ],
  [
    'anything, after a decision',
    [arrived(at(60)), signed()],
    { goods: 'serum' },
    'the receipt is signed (entry 3), on this plan; it cannot change any more',
  ],
  [
    'anything, after a cancellation',
    [cancelled],
    { goods: 'serum' },
    'the shipment was cancelled 2026-01-01 00:01 UTC by Ann (test); plan another one with a copy of its plan',
  ],
  [
    'times, if the arrival comes first',
    [],
    times(at(60), at(59)),
    'the planned arrival 2026-01-01 00:59 UTC is before the planned departure 2026-01-01 01:00 UTC; change both together',
  ],
])('a refusal says what stands in the way, and what helps: %s', (_, before, change, refusal) => {
  expect(refusalAfter(before, change)).toBe(refusal);
});

test('an arrival at the very time of the departure may be planned', () => {
  expect(refusalAfter([], times(at(60), at(60)))).toBeNull();
});

describe('products', () => {
  const [warm, cold] = [
    { id: 'warm', version: 1 },
    { id: 'cold', version: 1 },
  ] as const;
  const of = (id: string, profile: { id: string; version: number }, lots: string[] = []): Product => ({
    id,
    name: id.toUpperCase(),
    profile,
    lots: lots.map((number) => ({ number })),
  });
  const planned = (...products: Product[]) => ({ products, ...fieldsOfProducts(products) });
  const three = planned(of('a', warm), of('b', cold), of('c', warm));
  const stays =
    'lid was attached 2026-01-01 00:00 UTC, so the storage limits stay as they are; plan another shipment with a copy of this plan to use others';
  const refusal = (change: Partial<ShipmentPlan>, ...after: LedgerEvent[]): string | null =>
    refusalOf(ledger(created({ ...three }), ...after), planChanged({ ...three, ...change }), at(600));

  test.each<[string, Partial<ShipmentPlan>, string | null]>([
    ['lots of a product', planned(of('a', warm, ['1']), of('b', cold), of('c', warm)), null],
    ['one more with limits that another has', planned(...three.products, of('d', cold)), null],
    [
      'one more with limits of its own',
      planned(...three.products, of('d', { id: 'ice', version: 1 })),
      stays,
    ],
    ['the limits of one to those of another', planned(of('a', warm), of('b', cold), of('c', cold)), stays],
    [
      'one less',
      planned(of('a', warm), of('b', cold)),
      'the product C (c) stays, because a sensor was attached; plan another shipment with a copy of this plan without it',
    ],
  ])('once a sensor is attached, they may change in what it did not need: %s', (_, change, refused) => {
    expect(refusal(change)).toBeNull();
    expect(refusal(change, attached('lid'))).toBe(refused);
  });

  test('lots and storage limits change with the products that have them', () => {
    expect(refusal({ lots: ['1'] })).toBe('each product has its own lots; change the products instead');
    expect(refusal({ profile: warm })).toBe(
      'each product has its own storage limits; change the products instead',
    );
  });
});
