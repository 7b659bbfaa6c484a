import { type PointerEvent, type ReactNode, useRef } from 'react';
import { type Pixel, type Place, type Size, type View, pixelOf, placeAt } from './view.ts';

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
