import { expect, test } from 'vitest';
import cities from '../../src/notifications/cities.json' with { type: 'json' };
import { nearCity } from '../../src/notifications/near-city.ts';
import { knownCities } from '../support/known-cities.ts';

test('the cities are those of the package: after a change, run node test/support/write-cities.ts', () => {
  expect(cities).toEqual(knownCities());
});

test.each([
  ['in the middle of a city', 48.857, 2.352, 'Paris', 1],
  ['outside a city', 51.9, -0.21, 'Luton', 15],
  ['at a coordinate of 0, nearer to a suburb', 51.48, 0, 'London', 12],
  ['far from the nearest', 51.2, -2.1, 'Bath', 30],
])('%s', (_, latitude, longitude, name, kilometers) => {
  const near = nearCity({ latitude, longitude });
  expect(near?.name).toBe(name);
  expect(near!.meters / 1000).toBeLessThan(kilometers);
});

test.each([
  ['at sea', 45, -40],
  ['at a pole', 90, 0],
])('%s there is none', (_, latitude, longitude) => {
  expect(nearCity({ latitude, longitude })).toBeNull();
});
