import type { Point } from '../model/route.ts';
import { metersBetween } from '../evaluation/route.ts';
import cities from './cities.json' with { type: 'json' };

/** A place farther from every city than this is near none: at sea, or where no city's name helps. */
const farthestMeters = 100_000;
/** Within this distance the most populous city is named, not a suburb that is nearer. */
const closeMeters = 15_000;
const metersPerDegree = 110_000;

type City = Point & { readonly name: string };

let unpacked: readonly City[] | null = null;

/**
 * The city that people know a place by, with its distance: the most populous within 15 km, otherwise the nearest within
 * 100 km; null if there is none. Cities have more than 50 000 inhabitants; none of them is so near the date line that a
 * place beyond it could be near.
 */
export function nearCity(place: Point): { readonly name: string; readonly meters: number } | null {
  unpacked ??= unpack();
  const north = farthestMeters / metersPerDegree;
  // Near a pole every longitude is close.
  const east = north / Math.max(0.01, Math.cos((place.latitude * Math.PI) / 180));
  let nearest: City | null = null;
  let meters = farthestMeters;
  for (const city of unpacked) {
    if (Math.abs(city.latitude - place.latitude) > north) continue;
    if (Math.abs(city.longitude - place.longitude) > east) continue;
    const distance = metersBetween(place, city);
    // The most populous come first.
    if (distance <= closeMeters) return { name: city.name, meters: distance };
    if (distance <= meters) [nearest, meters] = [city, distance];
  }
  return nearest === null ? null : { name: nearest.name, meters };
}

/** The cities of the file, whose coordinates are hundredths of a degree: about a kilometre. */
function unpack(): City[] {
  const degrees = cities.places.split(',').map((each) => Number(each) / 100);
  return cities.names.split('\n').map((name, index) => ({
    name,
    latitude: degrees[2 * index]!,
    longitude: degrees[2 * index + 1]!,
  }));
}
