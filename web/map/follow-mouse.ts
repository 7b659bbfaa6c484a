import { isOfItsOwn, isPressed, pixelIn } from './gesture-targets.ts';
import type { Pixel } from './view.ts';

/** Drags by mouse or pen, and reports double clicks. Returns what stops this. */
export function followMouse(
  element: HTMLElement,
  {
    onMove,
    onEnd,
    onDouble,
  }: { onMove: (dx: number, dy: number) => void; onEnd: () => void; onDouble: (at: Pixel) => void },
): () => void {
  /** A pointer that moves less than this, in pixels, clicks. */
  const clickPixels = 5;
  let from: { x: number; y: number; isDragged: boolean } | null = null;
  const onDown = (event: PointerEvent): void => {
    if (event.pointerType === 'touch' || event.button !== 0 || isOfItsOwn(event.target)) return;
    from = { x: event.clientX, y: event.clientY, isDragged: false };
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (from === null || event.pointerType === 'touch') return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.isDragged && Math.hypot(dx, dy) < clickPixels) return;
    if (!from.isDragged) element.setPointerCapture(event.pointerId);
    from.isDragged = true;
    onMove(dx, dy);
  };
  const onUp = (): void => {
    if (from?.isDragged === true) {
      // The click that follows a drag is none.
      const stop = (event: MouseEvent): void => event.stopPropagation();
      element.addEventListener('click', stop, { capture: true, once: true });
      window.setTimeout(() => element.removeEventListener('click', stop, { capture: true }));
      onEnd();
    }
    from = null;
  };
  const onDoubleClick = (event: MouseEvent): void => {
    if (!isPressed(event.target)) onDouble(pixelIn(element, event));
  };
  element.addEventListener('pointerdown', onDown);
  element.addEventListener('pointermove', onPointerMove);
  element.addEventListener('pointerup', onUp);
  element.addEventListener('pointercancel', onUp);
  element.addEventListener('dblclick', onDoubleClick);
  return () => {
    element.removeEventListener('pointerdown', onDown);
    element.removeEventListener('pointermove', onPointerMove);
    element.removeEventListener('pointerup', onUp);
    element.removeEventListener('pointercancel', onUp);
    element.removeEventListener('dblclick', onDoubleClick);
  };
}
