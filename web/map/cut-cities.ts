import type { City } from './city.ts';
import { tileOf } from './tiles.ts';

/** A city as the package of cities has it. */
type KnownCity = {
  readonly name: string;
  readonly country: string;
  /** GeoNames' code of what it is: https://www.geonames.org/export/codes.html */
  readonly featureCode: string;
  readonly population: number;
  readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] };
};

/** The cities of the map in three tiers; the third is cut into tiles of the world. */
export type CityTiers = {
  readonly large: readonly City[];
  readonly medium: readonly City[];
  readonly small: ReadonlyMap<string, readonly City[]>;
};

/** The least populations of the tiers. */
const [largeFrom, mediumFrom, smallFrom] = [1_000_000, 100_000, 15_000];
/** Quarters of a city, and places that nobody lives in any more. */
const leftOut = new Set(['PPLX', 'PPLH', 'PPLQ', 'PPLW']);
/** Names in Latin script; those with a number are of quarters. */
const isLatin = /^[\p{Script=Latin}\p{M}\s'’.,()\-/ʻ‘`ʼ&]+$/u;

/** Cuts the cities into tiers, each with the most populous first. */
export function cutCities(known: readonly KnownCity[]): CityTiers {
  const cities = known
    .filter(
      ({ name, featureCode, population }) =>
        population > smallFrom && !leftOut.has(featureCode) && isLatin.test(name),
    )
    .map(({ name, country, population, loc: { coordinates } }) => {
      const [longitude, latitude] = coordinates;
      return {
        name,
        country,
        latitude: toThousandth(latitude),
        longitude: toThousandth(longitude),
        population,
      };
    })
    .sort((a, b) => b.population - a.population || (a.name < b.name ? -1 : 1));
  const small = new Map<string, City[]>();
  for (const city of cities.filter(({ population }) => population <= mediumFrom)) {
    const tile = tileOf(city);
    small.set(tile, [...(small.get(tile) ?? []), city]);
  }
  return {
    large: cities.filter(({ population }) => population > largeFrom),
    medium: cities.filter(({ population }) => population > mediumFrom && population <= largeFrom),
    small,
  };
}

/** About 100 metres, as much as the middle of a city can be said to. */
function toThousandth(degrees: number): number {
  return Math.round(degrees * 1000) / 1000;
}
