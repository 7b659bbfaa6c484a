import { type Place, type Point, type Route, middleOf } from '../evaluation/route.ts';

/** A place of a plan, by the middle of its geofence. */
export type WayPoint = {
  readonly kind: 'origin' | 'waypoint' | 'destination';
  readonly name: string;
} & Point;

/** The places of a plan whose geofence is known, in the order of the journey. */
export function wayOf(route: Route | null): WayPoint[] {
  if (route === null) return [];
  const pointOf = (kind: WayPoint['kind'], place: Place | null): WayPoint[] =>
    place === null ? [] : [{ kind, name: place.name, ...middleOf(place.area) }];
  return [
    ...pointOf('origin', route.origin),
    ...route.waypoints.flatMap((place) => pointOf('waypoint', place)),
    ...pointOf('destination', route.destination),
  ];
}
