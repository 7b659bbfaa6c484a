import { type PointerEvent, useState } from 'react';

/** The way of a pointer since it was pressed, in pixels. */
export type Drag = { readonly dx: number; readonly dy: number };

/** Follows a pointer that drags the map, and calls `onDragged` when it is released after a movement. */
export function useDrag(onDragged: (drag: Drag) => void) {
  const [drag, setDrag] = useState<({ x: number; y: number } & Drag) | null>(null);
  return {
    drag,
    pointerHandlers: {
      onPointerDown: (event: PointerEvent): void => {
        if (event.button !== 0 || (event.target as Element).closest('a, button') !== null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ x: event.clientX, y: event.clientY, dx: 0, dy: 0 });
      },
      onPointerMove: (event: PointerEvent): void => {
        if (drag !== null) setDrag({ ...drag, dx: event.clientX - drag.x, dy: event.clientY - drag.y });
      },
      onPointerUp: (): void => {
        if (drag !== null && (drag.dx !== 0 || drag.dy !== 0)) onDragged(drag);
        setDrag(null);
      },
      onPointerCancel: (): void => setDrag(null),
    },
  };
}
