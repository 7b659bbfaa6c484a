import { geoDistance, geoInterpolate } from 'd3-geo';
import type { Place } from './view.ts';

type Coordinates = [longitude: number, latitude: number];

const coordinates = ({ latitude, longitude }: Place): Coordinates => [longitude, latitude];
const distance = (a: Place, b: Place): number => geoDistance(coordinates(a), coordinates(b));

/**
 * The parts of a planned way before and after a position: the position lies on the leg that it lengthens least. Without
 * a position all of it is ahead.
 */
export function splitWay(
  way: readonly Place[],
  position: Place | null,
): { travelled: readonly Place[]; ahead: readonly Place[] } {
  if (position === null) return { travelled: [], ahead: way };
  const legs = way.slice(1).map((to, index) => {
    const from = way[index]!;
    return { index, more: distance(from, position) + distance(position, to) - distance(from, to) };
  });
  const leg = legs.reduce<(typeof legs)[number] | null>(
    (best, each) => (best === null || each.more < best.more ? each : best),
    null,
  );
  if (leg === null) return { travelled: [], ahead: way };
  return {
    travelled: [...way.slice(0, leg.index + 1), position],
    ahead: [position, ...way.slice(leg.index + 1)],
  };
}

/** The points of the shortest ways over the earth from place to place, close enough for lines between them. */
export function alongEarth(places: readonly Place[]): Place[] {
  return places.flatMap((from, index) => {
    const to = places[index + 1];
    if (to === undefined) return [from];
    const steps = Math.max(1, Math.ceil(distance(from, to) / (Math.PI / 180)));
    const between = geoInterpolate(coordinates(from), coordinates(to));
    return Array.from({ length: steps }, (_, step) => {
      const [longitude, latitude] = between(step / steps);
      return { latitude, longitude };
    });
  });
}
