import { distanceInWords } from '../format/distance.ts';
import { positionOf } from '../map/position-of.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { metersBetween } from '../shipment/positions-say.ts';
import { texts } from '../texts.ts';

/** A position this close to a place of the plan is at that place. */
const atPlaceMeters = 2000;

/**
 * Says where the goods are: between which places and, where positions and the places of the plan are known, how far from
 * the nearest of them.
 */
export function whereabouts({
  origin,
  destination,
  sensors,
  way,
}: Pick<BoardItem, 'origin' | 'destination' | 'sensors' | 'way'>): string {
  const route = texts.board.route(origin, destination);
  const position = positionOf({ sensors });
  if (position === null) return route;
  const [nearest] = way
    .map((place) => ({ name: place.name, meters: metersBetween(position, place) }))
    .sort((a, b) => a.meters - b.meters);
  if (nearest === undefined) return route;
  return nearest.meters <= atPlaceMeters
    ? `${route}, ${texts.alarms.at(nearest.name)}`
    : `${route}, ${texts.alarms.from(distanceInWords(nearest.meters), nearest.name)}`;
}
