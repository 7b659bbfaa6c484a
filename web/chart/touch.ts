/**
 * Handles touches on a chart: two fingers zoom around their middle, one pans. Returns a function that removes the
 * listeners.
 */
export function followTouches(
  element: HTMLElement,
  { zoom, move }: { zoom: (factor: number, share: number) => void; move: (share: number) => void },
): () => void {
  const fingers = new Map<number, number>();
  const share = (x: number): number => (x - element.getBoundingClientRect().left) / element.clientWidth;
  const down = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') fingers.set(event.pointerId, event.clientX);
  };
  const along = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    if (fingers.size === 1) move((before - event.clientX) / element.clientWidth);
    else {
      const other = [...fingers].find(([id]) => id !== event.pointerId)![1];
      const [was, is] = [Math.abs(before - other), Math.abs(event.clientX - other)];
      if (was > 0 && is > 0) zoom(was / is, share((event.clientX + other) / 2));
    }
    fingers.set(event.pointerId, event.clientX);
  };
  const up = (event: PointerEvent): void => void fingers.delete(event.pointerId);
  const listeners = { pointerdown: down, pointermove: along, pointerup: up, pointercancel: up } as const;
  for (const [name, listener] of Object.entries(listeners))
    element.addEventListener(name as 'pointerdown', listener);
  return () => {
    for (const [name, listener] of Object.entries(listeners))
      element.removeEventListener(name as 'pointerdown', listener);
  };
}
