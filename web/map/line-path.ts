import { type Place, type Size, type View, pixelOf } from './view.ts';

/** An SVG path through places. It is interrupted where it leaves the map on one side and comes back on the other. */
export function linePath(places: readonly Place[], view: View, size: Size): string {
  const halfWorld = Math.PI * view.scale;
  let before: number | null = null;
  return places
    .map((place) => {
      const { x, y } = pixelOf(place, view, size);
      const isJoined = before !== null && Math.abs(x - before) < halfWorld;
      before = x;
      return `${isJoined ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
