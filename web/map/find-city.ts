import { allTowns, largeCities, mediumCities } from './cities.ts';
import type { City } from './city.ts';

/** Letters without their accents and case, so that "zurich" finds Zürich. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l');
}

/** The cities whose name begins with these words, the most populous first; at most `most` of them. */
export function beginningWith(cities: readonly City[], words: string, most: number): City[] {
  const sought = plain(words.trim());
  if (sought === '') return [];
  return cities
    .filter(({ name }) => plain(name).startsWith(sought))
    .sort((a, b) => b.population - a.population)
    .slice(0, most);
}

/**
 * Finds cities by the beginning of their name. Towns are asked for only when there are not enough cities, because they
 * are many.
 */
export async function findCities(words: string, most: number): Promise<City[]> {
  const cities = [...(await largeCities()), ...(await mediumCities())];
  const found = beginningWith(cities, words, most);
  if (found.length === most || words.trim().length < 2) return found;
  return beginningWith([...cities, ...(await allTowns())], words, most);
}
