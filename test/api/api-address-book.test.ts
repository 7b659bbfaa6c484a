import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rememberedId } from '../../src/storage/planning-items.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';

const { lena, otto, paul, sara } = people;
const noon = '2026-11-20T12:00:00.000Z';

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(Date.parse(noon)));
});
afterAll(() => stopApi(api));

const north = { path: { site: 'north' } };
const refusal = async (...asked: Parameters<Api['ask']>) => {
  const { status, body } = await api.ask(...asked);
  return [status, body.detail];
};
const polygon = {
  corners: [
    { latitude: 51, longitude: 0 },
    { latitude: 52, longitude: 0 },
    { latitude: 52, longitude: 1 },
  ],
};
const circle = { latitude: 51.89, longitude: 0.26, radiusMeters: 800 };

describe('an address book', () => {
  test('has places, carriers and templates in the form in which they were sent', async () => {
    const place = {
      place: { name: 'Stansted', circle },
      address: 'Bassingbourn Road',
      phone: '+44 1279 000 000',
    };
    expect(await steps.done(lena, 'savePlace', { ...north, body: place })).toEqual({
      id: rememberedId('stansted'),
      name: 'Stansted',
      changedBy: 'lena',
      changedAt: noon,
      ...place,
    });
    await steps.done(lena, 'savePlace', { ...north, body: { place: 'Cambridge' } });
    const carrier = { name: 'Swift Carriers', phone: '+44 20 7946 0018', email: 'desk@swift.example' };
    await steps.done(lena, 'saveCarrier', { ...north, body: carrier });
    const plan = {
      goods: 'vaccine',
      lots: ['A', 'B'],
      origin: 'Cambridge',
      destination: { name: 'Stansted', polygon },
      waypoints: ['Ely', { name: 'Harlow', circle }],
      plannedDeparture: '2026-11-23T08:00:00.000Z',
      plannedArrival: null,
      profile: 'warm@1',
      ambientProfile: null,
      audience: ['north-desk'],
      vehicle: 'van 1',
      carrier,
    };
    await steps.done(lena, 'saveTemplate', { ...north, body: { name: 'Weekly', plan } });
    await steps.done(lena, 'saveTemplate', {
      ...north,
      body: { name: 'Air', plan: { profile: 'warm', ambientProfile: 'air@2' } },
    });
    const book = await steps.done(paul, 'getAddressBook', north);
    expect(book.places.map(({ place: each }) => each)).toEqual(['Cambridge', place.place]);
    expect(book.carriers.map((each) => each.carrier)).toEqual([carrier]);
    expect(book.templates.map((each) => [each.name, each.plan])).toEqual([
      ['Air', { profile: 'warm@1', ambientProfile: 'air@2' }],
      ['Weekly', plan],
    ]);
    // What is answered can be planned as it is.
    const { goods, origin, destination, profile } = book.templates[1]!.plan;
    const shipment = { shipment: 'T-1', site: 'north', goods, origin, destination, profile };
    await steps.done(lena, 'createShipment', { body: shipment });
  });

  test('replaces what has the same name, and forgets what is removed', async () => {
    await steps.done(lena, 'saveCarrier', { ...north, body: { name: 'Old Van' } });
    await steps.done(lena, 'saveCarrier', { ...north, body: { name: ' old van', email: 'a@b.example' } });
    const carriers = async () => (await steps.done(lena, 'getAddressBook', north)).carriers;
    expect((await carriers()).map(({ name }) => name)).toContain(' old van');
    const path = { site: 'north', remembered: rememberedId('Old van') };
    expect(await steps.done(lena, 'removeCarrier', { path })).toEqual({ id: path.remembered });
    await steps.done(lena, 'removeCarrier', { path });
    await steps.done(lena, 'removeTemplate', { path });
    await steps.done(lena, 'removePlace', { path });
    expect((await carriers()).map(({ name }) => name)).toEqual(['Swift Carriers']);
  });

  test('says what is wrong with what is sent', async () => {
    const place = { place: { name: 'X', circle, polygon } };
    expect((await api.ask(lena, 'savePlace', { ...north, body: place })).body.problems).toEqual([
      'place: has a circle and a polygon; give one',
    ]);
    const template = { name: 'T', plan: { plannedArrival: 'tomorrow', shipment: 'X-1' } };
    expect((await api.ask(lena, 'saveTemplate', { ...north, body: template })).body.problems).toEqual([
      'plan.plannedArrival: time must be ISO 8601, as "2026-11-21T08:00:00Z", or epoch milliseconds, found "tomorrow"',
      'plan: unknown field "shipment"',
    ]);
  });

  test('of a site belongs to its people; operations may read every one', async () => {
    const south = { path: { site: 'south' } };
    const path = { site: 'north', remembered: 'x' };
    expect(await refusal(sara, 'getAddressBook', north)).toEqual([404, 'There is no site north.']);
    expect(await refusal(sara, 'saveCarrier', { ...north, body: { name: 'x' } })).toEqual([
      404,
      'There is no site north.',
    ]);
    expect(await refusal(sara, 'removePlace', { path })).toEqual([404, 'There is no site north.']);
    expect((await steps.done(sara, 'getAddressBook', south)).carriers).toEqual([]);
    expect((await steps.done(otto, 'getAddressBook', north)).carriers).toHaveLength(1);
    expect((await refusal(otto, 'saveCarrier', { ...north, body: { name: 'x' } }))[0]).toBe(403);
    const both = { username: 'bea', groups: ['logistics', 'operations', 'site:south'] };
    expect(await refusal(both, 'saveCarrier', { ...north, body: { name: 'x' } })).toEqual([
      403,
      'You may not do this at the site north.',
    ]);
  });
});

describe('saved views', () => {
  test('are those of the person alone', async () => {
    const saved = await steps.done(lena, 'saveView', { body: { name: 'Late', query: 'state=late' } });
    expect(saved).toEqual({ id: rememberedId('late'), name: 'Late', query: 'state=late' });
    await steps.done(lena, 'saveView', { body: { name: 'LATE', query: 'state=late&site=north' } });
    expect((await steps.done(lena, 'listViews')).items).toEqual([
      { id: saved.id, name: 'LATE', query: 'state=late&site=north' },
    ]);
    expect((await steps.done(otto, 'listViews')).items).toEqual([]);
    await steps.done(otto, 'removeView', { path: { remembered: saved.id } });
    expect((await steps.done(lena, 'listViews')).items).toHaveLength(1);
    for (let twice = 0; twice < 2; twice++)
      await steps.done(lena, 'removeView', { path: { remembered: saved.id } });
    expect((await steps.done(lena, 'listViews')).items).toEqual([]);
  });

  test('are at most 50', async () => {
    for (let number = 0; number < 50; number++)
      await steps.done(paul, 'saveView', { body: { name: `view ${number}`, query: '' } });
    expect(await refusal(paul, 'saveView', { body: { name: 'one more', query: '' } })).toEqual([
      409,
      '50 saved views are remembered already, which is the most; remove one that is no longer needed',
    ]);
  });
});
