import type { Area, Place } from '../../evaluation/route.ts';

/** A point of the page. */
export type Point = { readonly x: number; readonly y: number };

/** A rectangle of the page, in points. */
export type Frame = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** A position of a device in degrees, and its time in epoch milliseconds. */
export type Position = { readonly at: number; readonly latitude: number; readonly longitude: number };

/** A route in the points of the page, north up. */
export type ProjectedRoute = {
  readonly positions: readonly (Point & { readonly at: number })[];
  /** The places with the corners of their areas; a circle is approximated by 36 of them. */
  readonly places: readonly { readonly name: string; readonly corners: readonly Point[] }[];
  /** What the frame shows, in degrees; longitudes may exceed 180° where the route crosses the date line. */
  readonly shown: {
    readonly south: number;
    readonly north: number;
    readonly west: number;
    readonly east: number;
  };
  readonly x: (longitude: number) => number;
  readonly y: (latitude: number) => number;
  readonly pointsPerMeter: number;
};

const metersOfDegree = 111_320;
/** What stays free between the route and the frame on each side, in points. */
const marginPoints = 20;
/** Less than this is not enlarged further. */
const leastDegrees = 0.002;

/**
 * Projects a route of at least one position into a frame, so that all of it is seen. A degree of longitude is as wide
 * everywhere as it is in the middle of the map.
 */
export function projectRoute(
  reported: readonly Position[],
  known: readonly Place[],
  { left, top, width, height }: Frame,
): ProjectedRoute {
  const { positions, places } = unwrapped(reported, known);
  const points = [...positions, ...places.flatMap(({ corners }) => corners)];
  const [south, north] = endsOf(points.map(({ latitude }) => latitude));
  const [west, east] = endsOf(points.map(({ longitude }) => longitude));
  const middle = { latitude: (south + north) / 2, longitude: (west + east) / 2 };
  const narrowing = narrowingAt(middle.latitude);
  const [freeWidth, freeHeight] = [width - 2 * marginPoints, height - 2 * marginPoints];
  const degrees = Math.max(
    leastDegrees,
    ((east - west) * narrowing) / (freeWidth / freeHeight),
    north - south,
  );
  const scale = freeHeight / degrees;
  const x = (longitude: number): number =>
    left + width / 2 + (longitude - middle.longitude) * narrowing * scale;
  const y = (latitude: number): number => top + height / 2 - (latitude - middle.latitude) * scale;
  const pointOf = ({ latitude, longitude }: Degrees): Point => ({ x: x(longitude), y: y(latitude) });
  const [tall, wide] = [height / scale / 2, width / scale / narrowing / 2];
  return {
    positions: positions.map((each) => ({ at: each.at, ...pointOf(each) })),
    places: places.map(({ name, corners }) => ({ name, corners: corners.map(pointOf) })),
    shown: {
      south: middle.latitude - tall,
      north: middle.latitude + tall,
      west: middle.longitude - wide,
      east: middle.longitude + wide,
    },
    x,
    y,
    pointsPerMeter: scale / metersOfDegree,
  };
}

type Degrees = { readonly latitude: number; readonly longitude: number };

/** Continues longitudes across the date line: 179° is followed by 181°. */
function unwrapped(positions: readonly Position[], places: readonly Place[]) {
  const start = positions[0]?.longitude ?? 0;
  const near = (longitude: number, to: number): number =>
    longitude + 360 * Math.round((to - longitude) / 360);
  let before = start;
  return {
    positions: positions.map((each) => {
      before = near(each.longitude, before);
      return { ...each, longitude: before };
    }),
    places: places.map(({ name, area }) => ({
      name,
      corners: cornersOf(
        area.kind === 'circle'
          ? { ...area, longitude: near(area.longitude, start) }
          : {
              ...area,
              corners: area.corners.map(({ latitude, longitude }) => ({
                latitude,
                longitude: near(longitude, start),
              })),
            },
      ),
    })),
  };
}

function cornersOf(area: Area): readonly Degrees[] {
  if (area.kind === 'polygon') return area.corners;
  const narrowing = narrowingAt(area.latitude);
  const radius = area.radiusMeters / metersOfDegree;
  return Array.from({ length: 36 }, (_, index) => {
    const angle = (index * Math.PI) / 18;
    return {
      latitude: area.latitude + radius * Math.sin(angle),
      longitude: area.longitude + (radius * Math.cos(angle)) / narrowing,
    };
  });
}

/** How much narrower a degree of longitude is than one of latitude; near the poles it is not let vanish. */
function narrowingAt(latitude: number): number {
  return Math.max(0.05, Math.cos((latitude * Math.PI) / 180));
}

function endsOf(values: readonly number[]): [least: number, most: number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}
