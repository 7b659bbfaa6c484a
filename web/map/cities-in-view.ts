import { useEffect, useState } from 'react';
import type { City } from './city.ts';
import { largeCities, mediumCities, townsOf } from './cities.ts';
import { tileDegrees, tileOf } from './tiles.ts';
import { type Size, type View, placeAt, wrapped } from './view.ts';

/** From these scales on, in pixels per radian, cities of more than 100 000 and towns of more than 15 000 are shown. */
export const [mediumFromScale, townsFromScale] = [350, 3500];

/** The tiles of the world that a view touches; none while it is too far for towns. */
export function tilesInView(view: View, size: Size): string[] {
  if (view.scale < townsFromScale) return [];
  const northWest = placeAt({ x: 0, y: 0 }, view, size);
  const southEast = placeAt({ x: size.width, y: size.height }, view, size);
  const width = (((southEast.longitude - northWest.longitude) % 360) + 360) % 360;
  const names = new Set<string>();
  for (let east = 0; ; east += tileDegrees) {
    const longitude = wrapped(northWest.longitude + Math.min(east, width));
    for (let north = southEast.latitude; ; north += tileDegrees) {
      names.add(tileOf({ latitude: Math.min(north, northWest.latitude), longitude }));
      if (north >= northWest.latitude) break;
    }
    if (east >= width) break;
  }
  return [...names].sort();
}

/** Loads the cities that a view shows, as far as its scale shows them; the most populous first. */
export function useCities(view: View, size: Size): readonly City[] {
  const [cities, setCities] = useState<readonly City[]>([]);
  const hasMedium = view.scale >= mediumFromScale;
  const tiles = tilesInView(view, size).join(' ');
  useEffect(() => {
    let isWanted = true;
    const wanted = [
      largeCities(),
      ...(hasMedium ? [mediumCities()] : []),
      ...(tiles === '' ? [] : tiles.split(' ').map(townsOf)),
    ];
    // Tiers are shown as they come; without one of them the map shows the others.
    const arrived: (readonly City[])[] = wanted.map(() => []);
    const show = async (index: number): Promise<void> => {
      const own = await wanted[index]!.catch(() => []);
      if (!isWanted) return;
      arrived[index] = own;
      setCities(arrived.flat().sort((a, b) => b.population - a.population));
    };
    for (const index of wanted.keys()) void show(index);
    return () => {
      isWanted = false;
    };
  }, [hasMedium, tiles]);
  return cities;
}
