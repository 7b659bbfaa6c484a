import { expect, test } from 'vitest';
import { fieldsOfProducts } from '../../src/model/product.ts';
import type { ShipmentPlan } from '../../src/model/shipment-plan.ts';
import { changedPlanInWords } from '../../src/shipments/changed-plan-in-words.ts';
import { at, plan } from '../support/facts.ts';

const circle = { kind: 'circle', latitude: 52.2, longitude: 0.1, radiusMeters: 300 } as const;
const corners = Array.from({ length: 10 }, (_, index) => ({ latitude: 50 + index / 10, longitude: 0.5 }));
const route = {
  origin: { name: 'Cambridge', area: circle },
  destination: null,
  waypoints: [],
  plan: { departureAt: at(0), arrivalAt: null },
};
const before = plan({ route, lots: ['A1'], carrier: { name: 'Swift', phone: null, email: null } });
const fenced = (latitude: number) => ({
  ...route,
  destination: {
    name: 'Stansted',
    area: { kind: 'polygon', corners: [...corners.slice(0, 9), { latitude, longitude: 0.5 }] } as const,
  },
});

test.each<[Partial<ShipmentPlan>, string]>([
  [{ lots: ['A1', 'A2'] }, 'Lots: A1 → A1, A2'],
  [{ lots: [] }, 'Lots: A1 → none'],
  [{ sscc: '340123450000000017' }, 'Label (SSCC): none → 340123450000000017'],
  [
    { route: { ...route, origin: { name: 'Cambridge', area: { ...circle, radiusMeters: 500 } } } },
    'Origin: Cambridge (300 m around 52.2, 0.1) → Cambridge (500 m around 52.2, 0.1)',
  ],
  [{ route: { ...route, origin: null } }, 'Origin: Cambridge (300 m around 52.2, 0.1) → Cambridge'],
  [
    { route: { ...route, plan: { departureAt: null, arrivalAt: null } } },
    'Planned departure: 2026-01-01 00:00 UTC → none',
  ],
  [{ profile: { id: 'warm', version: 2 } }, 'Profile: warm@1 → warm@2'],
  [
    { carrier: { name: 'Swift', phone: '+44 20 7946 0018', email: 'desk@swift.example' } },
    'Carrier: Swift → Swift (+44 20 7946 0018, desk@swift.example)',
  ],
  [{ namedWaypoints: [{ index: 0, name: 'Ely' }] }, 'Waypoints: none → Ely'],
  [{ escalation: ['chief', 'board'] }, 'Escalation: none → chief, board'],
])('%j reads: %s', (fields, words) => {
  expect(changedPlanInWords(before, { ...before, ...fields })).toEqual([words]);
});

test('of long polygons eight corners are listed, and a difference behind them is not hidden', () => {
  const [from, to] = [
    { ...before, route: fenced(51) },
    { ...before, route: fenced(52) },
  ];
  const listed = corners
    .slice(0, 8)
    .map(({ latitude, longitude }) => `${latitude}, ${longitude}`)
    .join('; ');
  expect(changedPlanInWords(from, to)).toEqual([
    `Destination: Stansted (corners ${listed} and 2 more) → other corners`,
  ]);
});

test('several changes are said one by one, in the order of a plan', () => {
  expect(changedPlanInWords(before, { ...before, vehicle: 'van 1', goods: 'serum' })).toEqual([
    'Goods: vaccine → serum',
    'Vehicle: none → van 1',
  ]);
});

test('of products that read alike their ids say what changed', () => {
  const product = (id: string) => ({ id, name: 'Vaccine', profile: before.profile, lots: [] });
  const [one, other] = [
    { ...before, products: [product('a'), product('b')] },
    { ...before, products: [product('a'), product('c')] },
  ];
  expect(changedPlanInWords(one, other)).toEqual(['Products: a, b → a, c']);
});

test('of changed products the lots, the profiles and derived goods are not listed once more', () => {
  const vaccine = {
    id: 'v',
    name: 'Vaccine A',
    gtin: '09506000134352',
    profile: { id: 'warm', version: 1 },
    lots: [
      { number: 'A1', quantity: 120, expiry: '2028-02-29' },
      { number: 'A2', quantity: 1 },
    ],
  };
  const plasma = { id: 'p', name: 'Plasma', profile: { id: 'cold', version: 2 }, lots: [], serials: ['7'] };
  const after = { ...before, products: [vaccine, plasma], ...fieldsOfProducts([vaccine, plasma]) };
  const named =
    'Vaccine A (GTIN 09506000134352, warm@1, Lots A1: 120 units, expires 2028-02-29, Lots A2: 1 unit); Plasma (cold@2, 7)';
  expect(changedPlanInWords(before, after)).toEqual([`Products: the goods as one product → ${named}`]);
  expect(changedPlanInWords(after, { ...after, goods: 'mixed', products: [vaccine] })).toEqual([
    'Goods: Vaccine A; Plasma → mixed',
    `Products: ${named} → ${named.split('; ')[0]}`,
  ]);
});
