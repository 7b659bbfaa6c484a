import type { Place } from './view.ts';

/** A city of the map, with its country (ISO 3166-1 alpha-2) and its number of inhabitants. */
export type City = Place & { readonly name: string; readonly country: string; readonly population: number };

/**
 * Cities as the page loads them: names, countries, coordinates in thousandths of a degree and thousands of inhabitants, a
 * column each, which compresses to half of what a list of objects does.
 */
export type CityColumns = {
  readonly names: string;
  readonly countries: string;
  readonly places: string;
  readonly thousands: string;
};

/** Packs cities into columns; their order stays. */
export function packCities(cities: readonly City[]): CityColumns {
  return {
    names: cities.map(({ name }) => name).join('\n'),
    countries: cities.map(({ country }) => country).join(''),
    places: cities
      .flatMap(({ latitude, longitude }) => [Math.round(latitude * 1000), Math.round(longitude * 1000)])
      .join(','),
    thousands: cities.map(({ population }) => Math.round(population / 1000)).join(','),
  };
}

/** Unpacks what `packCities` packed; populations are whole thousands. */
export function unpackCities({ names, countries, places, thousands }: CityColumns): City[] {
  if (names === '') return [];
  const at = places.split(',').map((each) => Number(each) / 1000);
  const populations = thousands.split(',');
  return names.split('\n').map((name, index) => ({
    name,
    country: countries.slice(2 * index, 2 * index + 2),
    latitude: at[2 * index]!,
    longitude: at[2 * index + 1]!,
    population: Number(populations[index]) * 1000,
  }));
}
