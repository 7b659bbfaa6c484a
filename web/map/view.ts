import { type GeoProjection, geoMercator } from 'd3-geo';

export type Place = { readonly latitude: number; readonly longitude: number };
/** The view of a map: pixels per radian, and the offset of its centre from the world's, in pixels. */
export type View = { readonly scale: number; readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };

const margin = 36;
const [least, most] = [60, 400_000];

/** Zooms in (factor above 1) or out around the centre. */
export function scaled({ scale, x, y }: View, factor: number): View {
  const next = Math.min(most, Math.max(least, scale * factor));
  return { scale: next, x: (x * next) / scale, y: (y * next) / scale };
}

/** A Mercator projection with the view's centre offset by `x`, `y` from the world's, in pixels. */
export function projectionOf({ scale, x, y }: View, { width, height }: Size): GeoProjection {
  return geoMercator()
    .scale(scale)
    .translate([width / 2 + x, height / 2 + y])
    .clipExtent([
      [-width, -height],
      [2 * width, 2 * height],
    ]);
}

/** Returns whether all of these places are visible. */
export function isWithin(view: View, size: Size, places: readonly Place[]): boolean {
  const projection = projectionOf(view, size);
  return places.every(({ latitude, longitude }) => {
    const [x, y] = projection([longitude, latitude])!;
    return x >= 0 && y >= 0 && x <= size.width && y <= size.height;
  });
}

/** Returns the view that shows all of these places, no closer than a region. */
export function fitted(places: readonly Place[], { width, height }: Size, nearest: number): View {
  if (places.length === 0) return { scale: width / 6, x: 0, y: 0 };
  const projection = geoMercator().fitExtent(
    [
      [margin, margin],
      [Math.max(margin + 1, width - margin), Math.max(margin + 1, height - margin)],
    ],
    { type: 'MultiPoint', coordinates: places.map(({ latitude, longitude }) => [longitude, latitude]) },
  );
  const region = width * nearest;
  const scale = Math.min(projection.scale(), region);
  const [x, y] = projection.translate();
  const factor = Number.isFinite(scale / projection.scale()) ? scale / projection.scale() : 1;
  if (Number.isFinite(x) && Number.isFinite(y))
    return { scale, x: (x - width / 2) * factor, y: (y - height / 2) * factor };
  // A single place has no extent.
  const { latitude, longitude } = places[0]!;
  const [px, py] = geoMercator().scale(region).translate([0, 0])([longitude, latitude])!;
  return { scale: region, x: -px, y: -py };
}
