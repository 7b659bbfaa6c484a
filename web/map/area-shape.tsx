import { geoCircle, geoPath } from 'd3-geo';
import type { ReactNode } from 'react';
import type { Area } from './area.ts';
import { type Size, type View, pixelOf, projectionOf } from './view.ts';

const earthMeters = 6_371_008.8;

/** Draws a geofence. */
export function AreaShape({ area, view, size }: { area: Area; view: View; size: Size }): ReactNode {
  return <path className="geofence" d={outlineOf(area, view, size)} />;
}

function outlineOf(area: Area, view: View, size: Size): string {
  if ('polygon' in area) {
    const pixels = area.polygon.corners.map((corner) => pixelOf(corner, view, size));
    return `M${pixels.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
  }
  const { latitude, longitude, radiusMeters } = area.circle;
  const degrees = Math.min(180, (radiusMeters / earthMeters) * (180 / Math.PI));
  const circle = geoCircle().center([longitude, latitude]).radius(degrees).precision(4)();
  return geoPath(projectionOf(view, size)).digits(1)(circle) ?? '';
}
