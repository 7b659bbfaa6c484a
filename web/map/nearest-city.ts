import { geoDistance } from 'd3-geo';
import { largeCities, mediumCities, townsOf } from './cities.ts';
import type { City } from './city.ts';
import { tileOf } from './tiles.ts';
import { type Place, wrapped } from './view.ts';

const earthMeters = 6_371_008.8;
/** A place farther from every town than this is near none. */
const farthestMeters = 50_000;
/** A city of more than 100 000 inhabitants that is closer than this is named before a smaller town. */
const cityMeters = 20_000;
const metersPerDegree = 111_195;

/** The nearest of these cities, if it is within so many metres. */
function nearestOf(cities: readonly City[], place: Place, withinMeters: number): City | null {
  const degrees = withinMeters / metersPerDegree;
  const from: [number, number] = [place.longitude, place.latitude];
  let nearest: City | null = null;
  let least = withinMeters;
  for (const city of cities) {
    // Most of the world is too far north or south to be measured.
    if (Math.abs(city.latitude - place.latitude) > degrees) continue;
    const meters = earthMeters * geoDistance(from, [city.longitude, city.latitude]);
    if (meters <= least) [nearest, least] = [city, meters];
  }
  return nearest;
}

/** The tiles of towns within 50 km of a place: its own, and those beyond an edge or corner that is so close. */
export function tilesAround({ latitude, longitude }: Place): string[] {
  const north = farthestMeters / metersPerDegree;
  // Near a pole every longitude is close.
  const east = Math.min(
    180,
    north / Math.max(1e-6, Math.cos((Math.min(89.9, Math.abs(latitude) + north) * Math.PI) / 180)),
  );
  const names = [-north, 0, north].flatMap((dy) =>
    [-east, 0, east].map((dx) =>
      tileOf({ latitude: Math.min(90, Math.max(-90, latitude + dy)), longitude: wrapped(longitude + dx) }),
    ),
  );
  return [...new Set(names)];
}

/**
 * The name of the city that a place is near: one of more than 100 000 inhabitants within 20 km, otherwise the nearest
 * town of more than 15 000 within 50 km; null if there is none. Rejects if the cities could not be loaded.
 */
export async function nearestCity(latitude: number, longitude: number): Promise<string | null> {
  const place = { latitude, longitude };
  const cities = [...(await largeCities()), ...(await mediumCities())];
  const city = nearestOf(cities, place, cityMeters);
  if (city !== null) return city.name;
  const towns = (await Promise.all(tilesAround(place).map(townsOf))).flat();
  return nearestOf([...cities, ...towns], place, farthestMeters)?.name ?? null;
}
