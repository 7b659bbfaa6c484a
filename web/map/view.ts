import { type GeoProjection, geoBounds, geoMercator } from 'd3-geo';

/** A point on the earth in degrees (WGS 84). */
export type Place = { readonly latitude: number; readonly longitude: number };

/**
 * The view of a map in Mercator's projection: pixels per radian, the offset of its centre from that of the world in
 * pixels, and the longitude in the middle of the world, in degrees.
 */
export type View = {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  readonly meridian: number;
};
export type Size = { readonly width: number; readonly height: number };
/** A point of a map's frame in pixels, from its upper left corner. */
export type Pixel = { readonly x: number; readonly y: number };
/** A change of a view: first scaled by `factor` around the upper left corner, then moved by pixels. */
export type Change = { readonly factor: number; readonly dx: number; readonly dy: number };

export const unchanged: Change = { factor: 1, dx: 0, dy: 0 };
const margin = 36;
/** Pixels per radian: the whole world on a phone, and one pixel a metre. */
const [least, most] = [50, 6_400_000];
/** Mercator's projection has no poles; maps commonly end here, where the world is a square. */
const farthestLatitude = 85.0511;

/** The change that zooms in (factor above 1) or out around a pixel, within what a map can show. */
export function zoomAround(view: View, factor: number, { x, y }: Pixel): Change {
  const allowed = Math.min(most, Math.max(least, view.scale * factor)) / view.scale;
  return { factor: allowed, dx: x * (1 - allowed), dy: y * (1 - allowed) };
}

/** One change after another, as one. */
export function joined(one: Change, next: Change): Change {
  return {
    factor: one.factor * next.factor,
    dx: one.dx * next.factor + next.dx,
    dy: one.dy * next.factor + next.dy,
  };
}

/** The view after a change. It stays on the world: the middle of the frame never leaves it. */
export function changed(view: View, { width, height }: Size, { factor, dx, dy }: Change): View {
  const scale = view.scale * factor;
  const half = Math.PI * scale;
  const within = (value: number): number => Math.min(half, Math.max(-half, value));
  return {
    scale,
    x: within((width / 2 + view.x) * factor + dx - width / 2),
    y: within((height / 2 + view.y) * factor + dy - height / 2),
    meridian: view.meridian,
  };
}

/**
 * The projection of a view. Lines between two points are straight on the map, which the coastlines are dense enough for;
 * nothing far outside the frame is drawn.
 */
export function projectionOf({ scale, x, y, meridian }: View, { width, height }: Size): GeoProjection {
  return geoMercator()
    .rotate([-meridian, 0])
    .precision(0)
    .scale(scale)
    .translate([width / 2 + x, height / 2 + y])
    .clipExtent([
      [-width, -height],
      [2 * width, 2 * height],
    ]);
}

/** Where a place is in a view, in pixels. Places nearer to a pole than a map reaches are at its edge. */
export function pixelOf({ latitude, longitude }: Place, view: View, { width, height }: Size): Pixel {
  const north = Math.min(farthestLatitude, Math.max(-farthestLatitude, latitude)) * (Math.PI / 180);
  const east = wrapped(longitude - view.meridian) * (Math.PI / 180);
  return {
    x: width / 2 + view.x + view.scale * east,
    y: height / 2 + view.y - view.scale * Math.log(Math.tan(Math.PI / 4 + north / 2)),
  };
}

/** The place at a pixel of a view. */
export function placeAt({ x, y }: Pixel, view: View, { width, height }: Size): Place {
  const east = (x - width / 2 - view.x) / view.scale;
  const north = (height / 2 + view.y - y) / view.scale;
  const latitude = (2 * Math.atan(Math.exp(north)) - Math.PI / 2) * (180 / Math.PI);
  return { latitude, longitude: wrapped((east * 180) / Math.PI + view.meridian) };
}

/** Returns whether all of these places are visible. */
export function isWithin(view: View, size: Size, places: readonly Place[]): boolean {
  return places.every((place) => {
    const { x, y } = pixelOf(place, view, size);
    return x >= 0 && y >= 0 && x <= size.width && y <= size.height;
  });
}

/** Returns the view that shows all of these places, at most `nearest` pixels of its width per radian. */
export function fitted(places: readonly Place[], size: Size, nearest: number): View {
  const { width, height } = size;
  const worldScale = Math.max(least, width / 6);
  // Most of what people live on is north of the equator.
  const world: View = { scale: worldScale, x: 0, y: worldScale * 0.4, meridian: 0 };
  if (places.length === 0) return world;
  const meridian = meridianOf(places);
  // Each place on a map of one pixel per radian.
  const points = places.map((place) =>
    pixelOf(place, { scale: 1, x: 0, y: 0, meridian }, { width: 0, height: 0 }),
  );
  const [left, right] = rangeOf(points.map(({ x }) => x));
  const [top, bottom] = rangeOf(points.map(({ y }) => y));
  const scale = Math.min(
    most,
    Math.max(
      least,
      Math.min(
        width * nearest,
        Math.max(1, width - 2 * margin) / (right - left),
        Math.max(1, height - 2 * margin) / (bottom - top),
      ),
    ),
  );
  return { scale, x: (-scale * (left + right)) / 2, y: (-scale * (top + bottom)) / 2, meridian };
}

/** Greenwich, or the middle of places that lie on both sides of 180 degrees. */
function meridianOf(places: readonly Place[]): number {
  const [[west], [east]] = geoBounds({
    type: 'MultiPoint',
    coordinates: places.map(({ latitude, longitude }) => [longitude, latitude]),
  });
  return west <= east ? 0 : wrapped((west + east + 360) / 2);
}

function rangeOf(values: readonly number[]): [number, number] {
  return values.reduce(
    ([least_, most_], value) => [Math.min(least_, value), Math.max(most_, value)],
    [Infinity, -Infinity],
  );
}

/** A longitude from −180 up to 180 degrees. */
export function wrapped(longitude: number): number {
  return ((((longitude + 180) % 360) + 360) % 360) - 180;
}
