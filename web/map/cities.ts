import { large, medium, tiles } from 'virtual:cities';
import { type City, type CityColumns, unpackCities } from './city.ts';

const loaded = new Map<string, Promise<readonly City[]>>();

/** Loads cities once; after a failure the next call tries again. */
function load(name: string, from: () => Promise<{ default: CityColumns }>): Promise<readonly City[]> {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const loading = from().then(({ default: columns }) => unpackCities(columns));
  loading.catch(() => loaded.delete(name));
  loaded.set(name, loading);
  return loading;
}

/** The cities of more than a million inhabitants, the most populous first. */
export function largeCities(): Promise<readonly City[]> {
  return load('large', large);
}

/** The cities of more than 100 000 and at most a million inhabitants, the most populous first. */
export function mediumCities(): Promise<readonly City[]> {
  return load('medium', medium);
}

/** The towns of more than 15 000 and at most 100 000 inhabitants in a tile of the world (`tileOf`). */
export function townsOf(tile: string): Promise<readonly City[]> {
  const from = tiles[tile];
  return from === undefined ? Promise.resolve([]) : load(tile, from);
}

/** The towns of every tile. */
export async function allTowns(): Promise<readonly City[]> {
  return (await Promise.all(Object.keys(tiles).map(townsOf))).flat();
}
