import { type PointerEvent, type ReactNode, useRef } from 'react';
import { geoCircle, geoPath } from 'd3-geo';
import type { Area } from './area.ts';
import { type Pixel, type Place, type Size, type View, pixelOf, placeAt, projectionOf } from './view.ts';

const earthMeters = 6_371_008.8;

/** Draws a geofence, or the line of corners that are not yet one. */
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

/** A point of a geofence that is dragged by mouse, pen or finger. */
export function Handle({
  at,
  view,
  size,
  className,
  onDrag,
}: {
  at: Place;
  view: View;
  size: Size;
  className: string;
  onDrag: (to: Place) => void;
}): ReactNode {
  const grip = useRef<{ pointer: number; offset: Pixel } | null>(null);
  const { x, y } = pixelOf(at, view, size);
  const pixelOfPointer = (event: PointerEvent<SVGElement>): Pixel => {
    const { left, top } = event.currentTarget.ownerSVGElement!.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  return (
    <g
      data-drags
      className={`handle ${className}`}
      transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const pixel = pixelOfPointer(event);
        grip.current = { pointer: event.pointerId, offset: { x: x - pixel.x, y: y - pixel.y } };
      }}
      onPointerMove={(event) => {
        if (grip.current?.pointer !== event.pointerId) return;
        const [pixel, { offset }] = [pixelOfPointer(event), grip.current];
        onDrag(placeAt({ x: pixel.x + offset.x, y: pixel.y + offset.y }, view, size));
      }}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
    >
      {/* As large as a thumb needs it. */}
      <circle className="grip" r={20} />
      <circle r={7} />
    </g>
  );
}
