import { describe, expect, test } from 'vitest';
import { shipmentSchema } from '../../src/model/shipment.ts';
import { leastShipment as least, shipmentProblems as problems } from '../support/shipment-problems.ts';

const corner = { latitude: 51, longitude: 0 };

describe('parsing a planned shipment', () => {
  test('a plan needs six fields, and the others have defaults', () => {
    expect(shipmentSchema.parse(least)).toEqual({
      shipment: 'S-1',
      goods: 'vaccine',
      lots: [],
      sscc: null,
      origin: { name: 'Cambridge', area: null },
      destination: { name: 'Stansted', area: null },
      waypoints: [],
      plannedDeparture: null,
      plannedArrival: null,
      site: 'north',
      profile: { id: 'who-storage', version: 1 },
      ambientProfile: null,
      audience: [],
      escalation: [],
      vehicle: null,
      packaging: null,
      carrier: null,
    });
  });

  test('a complete plan is parsed in full', () => {
    const corners = [corner, { latitude: 52, longitude: 0 }, { latitude: 52, longitude: -180 }];
    expect(
      shipmentSchema.parse({
        ...least,
        lots: ['A', 'B'],
        sscc: '(00)340123450000000017',
        origin: { name: 'Cambridge', circle: { latitude: 90, longitude: 180, radiusMeters: 0.5 } },
        destination: { name: 'Stansted', polygon: { corners } },
        waypoints: ['Harlow', { name: 'Bishop' }],
        plannedDeparture: '2026-11-21T08:00:00+01:00',
        plannedArrival: '2026-11-21T07:00:00Z',
        profile: 'who-storage@12',
        ambientProfile: 'room@999999999',
        audience: ['site:north'],
        escalation: ['night'],
        vehicle: 'van 1',
        packaging: 'PCM box 12 l',
        carrier: { name: 'Swift', phone: '+44 20 7946 0018' },
      }),
    ).toEqual({
      shipment: 'S-1',
      goods: 'vaccine',
      lots: ['A', 'B'],
      sscc: '340123450000000017',
      origin: {
        name: 'Cambridge',
        area: { kind: 'circle', latitude: 90, longitude: 180, radiusMeters: 0.5 },
      },
      destination: { name: 'Stansted', area: { kind: 'polygon', corners } },
      waypoints: [
        { name: 'Harlow', area: null },
        { name: 'Bishop', area: null },
      ],
      plannedDeparture: Date.UTC(2026, 10, 21, 7),
      plannedArrival: Date.UTC(2026, 10, 21, 7),
      site: 'north',
      profile: { id: 'who-storage', version: 12 },
      ambientProfile: { id: 'room', version: 999_999_999 },
      audience: ['site:north'],
      escalation: ['night'],
      vehicle: 'van 1',
      packaging: 'PCM box 12 l',
      carrier: { name: 'Swift', phone: '+44 20 7946 0018', email: null },
    });
  });

  test.each<[string, object]>([
    [
      '500 corners',
      { origin: { name: 'x', polygon: { corners: Array.from({ length: 500 }, () => corner) } } },
    ],
    ['50 waypoints', { waypoints: Array(50).fill('x') }],
    ['50 lots', { lots: Array(50).fill('x') }],
    ['a text of 200 characters', { goods: 'x'.repeat(200) }],
    ['an id of 64 characters', { shipment: `9${'a.-_Z'.repeat(12)}abc` }],
    ['an arrival before an unknown departure', { plannedArrival: '2026-11-21T08:00:00Z' }],
    ['the last moment of the year 9999', { plannedDeparture: '9999-12-31T23:59:59.999Z' }],
  ])('a plan may have %s', (_, fields) => {
    expect(problems({ ...least, ...fields })).toEqual([]);
  });
});
