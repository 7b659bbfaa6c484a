import { expect, test } from 'vitest';
import { whereOfCity } from '../../../web/map/where-of-city.ts';

const city = (name: string, country: string, latitude: number, longitude: number) => ({
  name,
  country,
  latitude,
  longitude,
  population: 1,
});

test('cities of one name in one country are told apart by their coordinates, all others by their country', () => {
  const found = [
    city('Oxford', 'GB', 51.7522, -1.256),
    city('Oxford', 'US', 34.3665, -89.5192),
    city('Oxford', 'US', 33.6141, -85.835),
  ];
  expect(found.map((each) => whereOfCity(each, found))).toEqual([
    'United Kingdom',
    'United States, 34.37, -89.52',
    'United States, 33.61, -85.83',
  ]);
});
