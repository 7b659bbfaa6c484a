import geographiclib from 'geographiclib-geodesic';

const { Geodesic } = geographiclib;

/** A point on the earth in degrees (WGS 84). */
export type Point = { readonly latitude: number; readonly longitude: number };

/** A geofence. The corners of a polygon are joined straight in degrees, as RFC 7946, section 3.1.1, has it. */
export type Area =
  | ({ readonly kind: 'circle'; readonly radiusMeters: number } & Point)
  | { readonly kind: 'polygon'; readonly corners: readonly Point[] };

/** A place that a shipment may be at without anybody wondering. */
export type Place = { readonly name: string; readonly area: Area };

/** Where a shipment goes, and when it should; null where nobody said. Times are epoch milliseconds. */
export type Route = {
  readonly origin: Place | null;
  readonly destination: Place | null;
  readonly waypoints: readonly Place[];
  readonly plan: { readonly departureAt: number | null; readonly arrivalAt: number | null };
};

/** The length of the geodesic between two points on the ellipsoid, in metres (Karney 2013). */
export function metersBetween(a: Point, b: Point): number {
  return Geodesic.WGS84.Inverse(a.latitude, a.longitude, b.latitude, b.longitude, Geodesic.DISTANCE).s12!;
}

/** Whether a point lies in an area, its edge included for a circle. */
export function contains(area: Area, point: Point): boolean {
  if (area.kind === 'circle') return metersBetween(area, point) <= area.radiusMeters;
  // A ray to the east crosses the edges of a polygon an odd number of times from inside. Longitudes are taken from
  // its first corner, so that 180 degrees is no edge.
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

/** The places of a route. */
export function placesOf({ origin, destination, waypoints }: Route): readonly Place[] {
  return [origin, ...waypoints, destination].filter((place) => place !== null);
}
