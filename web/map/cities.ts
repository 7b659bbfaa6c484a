import addresses from 'virtual:cities';
import { type City, type CityColumns, unpackCities } from './city.ts';

const loaded = new Map<string, Promise<readonly City[]>>();

/** Loads a tier or a tile once; after a failure the next call tries again. A tile without towns has no file. */
function load(name: string): Promise<readonly City[]> {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const address = addresses[name];
  const loading = address === undefined ? Promise.resolve([]) : fetchCities(address);
  loading.catch(() => loaded.delete(name));
  loaded.set(name, loading);
  return loading;
}

async function fetchCities(address: string): Promise<City[]> {
  // What the page says comes before the names on its map.
  const response = await fetch(address, { priority: 'low' });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return unpackCities((await response.json()) as CityColumns);
}

/** The cities of more than a million inhabitants, the most populous first. */
export function largeCities(): Promise<readonly City[]> {
  return load('large');
}

/** The cities of more than 100 000 and at most a million inhabitants, the most populous first. */
export function mediumCities(): Promise<readonly City[]> {
  return load('medium');
}

/** The towns of more than 15 000 and at most 100 000 inhabitants in a tile of the world (`tileOf`). */
export function townsOf(tile: string): Promise<readonly City[]> {
  return load(tile);
}

/** The towns of every tile. */
export async function allTowns(): Promise<readonly City[]> {
  const tiles = Object.keys(addresses).filter((name) => name !== 'large' && name !== 'medium');
  return (await Promise.all(tiles.map(load))).flat();
}
