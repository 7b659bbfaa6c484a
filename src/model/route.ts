/** A point on the earth in degrees (WGS 84). */
export type Point = { readonly latitude: number; readonly longitude: number };

/**
 * A geofence. The corners of a polygon are joined by lines that are straight in degrees, as in RFC 7946, section 3.1.1.
 */
export type Area =
  | ({ readonly kind: 'circle'; readonly radiusMeters: number } & Point)
  | { readonly kind: 'polygon'; readonly corners: readonly Point[] };

/** A place where a shipment is expected to be. */
export type Place = { readonly name: string; readonly area: Area };

/** The planned places and times of a shipment; null where nothing was planned. Times are epoch milliseconds. */
export type Route = {
  readonly origin: Place | null;
  readonly destination: Place | null;
  readonly waypoints: readonly Place[];
  readonly plan: { readonly departureAt: number | null; readonly arrivalAt: number | null };
};
