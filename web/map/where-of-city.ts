import type { City } from './city.ts';

const countryNames = new Intl.DisplayNames('en-GB', { type: 'region' });

/** The country of a city that was found, and its coordinates if another one found there has the same name. */
export function whereOfCity({ name, country, latitude, longitude }: City, found: readonly City[]): string {
  const namesakes = found.filter((each) => each.name === name && each.country === country);
  const countryName = countryNames.of(country)!;
  return namesakes.length < 2
    ? countryName
    : `${countryName}, ${latitude.toFixed(2)}, ${longitude.toFixed(2)}`;
}
