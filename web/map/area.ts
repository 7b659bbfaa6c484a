import type { Answer } from '../api/answer.ts';
import type { Place } from './view.ts';

/** A geofence in the form of the API. */
export type Area =
  | { readonly circle: Place & { readonly radiusMeters: number } }
  | { readonly polygon: { readonly corners: readonly Place[] } };

const metersPerDegree = 111_195;

/** Points at the edge of an area, enough to show all of it. */
export function edgeOf(area: Area): readonly Place[] {
  if ('polygon' in area) return area.polygon.corners;
  const { latitude, longitude, radiusMeters } = area.circle;
  const north = radiusMeters / metersPerDegree;
  const east = north / Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
  return [
    { latitude: Math.min(90, latitude + north), longitude },
    { latitude: Math.max(-90, latitude - north), longitude },
    { latitude, longitude: longitude + Math.min(90, east) },
    { latitude, longitude: longitude - Math.min(90, east) },
  ];
}

type Plan = Pick<Answer<'showShipment'>['plan'], 'origin' | 'waypoints' | 'destination'>;

/** The geofences of a plan, in the order of the journey; places without one are left out. */
export function areasOf({ origin, waypoints, destination }: Plan): Area[] {
  return [origin, ...waypoints, destination].flatMap((place): Area[] => {
    if (typeof place === 'string') return [];
    const { circle, polygon } = place;
    if (circle !== undefined) return [{ circle }];
    return polygon === undefined ? [] : [{ polygon }];
  });
}
