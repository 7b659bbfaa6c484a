import { type GeoProjection, geoMercator } from 'd3-geo';

export type Place = { readonly latitude: number; readonly longitude: number };
/** What a map shows: pixels for a radian, and how far the middle is from that of the world, in pixels. */
export type View = { readonly scale: number; readonly x: number; readonly y: number };
export type Size = { readonly width: number; readonly height: number };

const margin = 36;
const [least, most] = [60, 400_000];

/** Nearer (factor above 1) or farther, around the middle. */
export function scaled({ scale, x, y }: View, factor: number): View {
  const next = Math.min(most, Math.max(least, scale * factor));
  return { scale: next, x: (x * next) / scale, y: (y * next) / scale };
}

/** Mercator with the middle of the view at `x`, `y` from that of the world, in pixels. */
export function projectionOf({ scale, x, y }: View, { width, height }: Size): GeoProjection {
  return geoMercator()
    .scale(scale)
    .translate([width / 2 + x, height / 2 + y])
    .clipExtent([
      [-width, -height],
      [2 * width, 2 * height],
    ]);
}

/** Whether every one of these places is in sight. */
export function isWithin(view: View, size: Size, places: readonly Place[]): boolean {
  const projection = projectionOf(view, size);
  return places.every(({ latitude, longitude }) => {
    const [x, y] = projection([longitude, latitude])!;
    return x >= 0 && y >= 0 && x <= size.width && y <= size.height;
  });
}

/** The view that shows all of these places, not nearer than a region. */
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
  // One place alone has no extent.
  const { latitude, longitude } = places[0]!;
  const [px, py] = geoMercator().scale(region).translate([0, 0])([longitude, latitude])!;
  return { scale: region, x: -px, y: -py };
}
