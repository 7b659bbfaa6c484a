import geographiclib from 'geographiclib-geodesic';
import type { Area, Place, Point, Route } from '../model/route.ts';

export type { Area, Place, Point, Route };

const { Geodesic } = geographiclib;

/** Returns the length of the geodesic between two points on the ellipsoid, in metres (Karney 2013). */
export function metersBetween(a: Point, b: Point): number {
  return Geodesic.WGS84.Inverse(a.latitude, a.longitude, b.latitude, b.longitude, Geodesic.DISTANCE).s12!;
}

/** Whether a point lies in an area. The edge of a circle belongs to it. */
export function contains(area: Area, point: Point): boolean {
  if (area.kind === 'circle') return metersBetween(area, point) <= area.radiusMeters;
  // A ray to the east crosses the edges of a polygon an odd number of times if it starts inside. Longitudes are
  // relative to the first corner, so 180 degrees needs no special case.
  const first = area.corners[0]!;
  const east = ({ longitude }: Point): number => ((((longitude - first.longitude) % 360) + 540) % 360) - 180;
  let isInside = false;
  for (const [index, corner] of area.corners.entries()) {
    const next = area.corners[(index + 1) % area.corners.length]!;
    if (corner.latitude > point.latitude === next.latitude > point.latitude) continue;
    const share = (point.latitude - corner.latitude) / (next.latitude - corner.latitude);
    if (east(corner) + share * (east(next) - east(corner)) > east(point)) isInside = !isInside;
  }
  return isInside;
}

/** Where a position and the circle around it lie relative to an area; `astride` means on both sides of its edge. */
export type Side = 'inside' | 'outside' | 'astride';

/** On which side of an area's edge the whole circle of `accuracy` metres lies. Without an accuracy it is a point. */
export function sideOf(area: Area, { accuracy = 0, ...point }: Point & { readonly accuracy?: number }): Side {
  if (area.kind === 'circle') {
    const meters = metersBetween(area, point);
    if (meters + accuracy <= area.radiusMeters) return 'inside';
    return meters - accuracy > area.radiusMeters ? 'outside' : 'astride';
  }
  if (accuracy > 0 && metersToEdge(area.corners, point) < accuracy) return 'astride';
  return contains(area, point) ? 'inside' : 'outside';
}

// WGS 84 (NGA.STND.0036, table 3.1): the semi-major axis in metres and the first eccentricity squared.
const semiMajorMeters = 6_378_137;
const eccentricitySquared = 6.694_379_990_141e-3;

/** Distance from a point to the edge of a polygon in metres, on a plane that touches the ellipsoid at the point. */
function metersToEdge(corners: readonly Point[], { latitude, longitude }: Point): number {
  const angle = (latitude * Math.PI) / 180;
  const flattened = 1 - eccentricitySquared * Math.sin(angle) ** 2;
  const [north, east] = [
    (Math.PI / 180) * ((semiMajorMeters * (1 - eccentricitySquared)) / flattened ** 1.5),
    (Math.PI / 180) * ((semiMajorMeters * Math.cos(angle)) / Math.sqrt(flattened)),
  ];
  const flat = corners.map((corner): [number, number] => [
    (((((corner.longitude - longitude) % 360) + 540) % 360) - 180) * east,
    (corner.latitude - latitude) * north,
  ]);
  return Math.min(...flat.map((corner, index) => metersToSegment(corner, flat[(index + 1) % flat.length]!)));
}

/** Distance from the origin of a plane to the straight line segment between two points. */
function metersToSegment([x, y]: [number, number], [toX, toY]: [number, number]): number {
  const [alongX, alongY] = [toX - x, toY - y];
  const length = alongX ** 2 + alongY ** 2;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(x * alongX + y * alongY) / length));
  return Math.hypot(x + share * alongX, y + share * alongY);
}

/** Receivers without a fix report 0, 0. Nothing reported within this many metres of it is a real position. */
const nullIslandMeters = 10_000;

/** Whether a position is the 0, 0 of a receiver without a fix. */
export function isNullIsland(point: Point): boolean {
  // A degree of latitude is at least 110 km, so most positions need no geodesic to show that they are far away.
  if (Math.abs(point.latitude) > 0.1 || Math.abs(point.longitude) > 0.1) return false;
  return metersBetween({ latitude: 0, longitude: 0 }, point) <= nullIslandMeters;
}

/** The places of a route. */
export function placesOf({ origin, destination, waypoints }: Route): readonly Place[] {
  return [origin, ...waypoints, destination].filter((place) => place !== null);
}

/** The middle of an area: the centre of a circle, or of the smallest box of degrees around a polygon's corners. */
export function middleOf(area: Area): Point {
  if (area.kind === 'circle') return { latitude: area.latitude, longitude: area.longitude };
  const first = area.corners[0]!.longitude;
  // Relative to the first corner, so that 180 degrees needs no special case.
  const east = area.corners.map(({ longitude }) => ((((longitude - first) % 360) + 540) % 360) - 180);
  const north = area.corners.map(({ latitude }) => latitude);
  const longitude = first + (Math.min(...east) + Math.max(...east)) / 2;
  return {
    latitude: (Math.min(...north) + Math.max(...north)) / 2,
    longitude: ((((longitude + 180) % 360) + 360) % 360) - 180,
  };
}
