import { isOfItsOwn, isPressed, pixelIn } from './gesture-targets.ts';
import type { Pixel } from './view.ts';

/** How two fingers have moved since both were down: by how much apart, and their middle then and now. */
type Pinch = { readonly factor: number; readonly from: Pixel; readonly to: Pixel };

/** Moves and zooms by two fingers, and reports double taps and one finger that drags. Returns what stops this. */
export function followFingers(
  element: HTMLElement,
  {
    onMove,
    onEnd,
    onDouble,
    onOneFinger,
  }: {
    onMove: (pinch: Pinch) => void;
    onEnd: () => void;
    onDouble: (at: Pixel) => void;
    onOneFinger: () => void;
  },
): () => void {
  const doubleTapMs = 300;
  const oneFingerPixels = 24;
  let began: { middle: Pixel; distance: number } | null = null;
  let one: Pixel | null = null;
  let tapped: (Pixel & { at: number }) | null = null;
  const twoOf = ({ touches }: TouchEvent): { middle: Pixel; distance: number } => {
    const [a, b] = [pixelIn(element, touches[0]!), pixelIn(element, touches[1]!)];
    return {
      middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      distance: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
    };
  };
  const onStart = (event: TouchEvent): void => {
    // What is dragged by itself does not scroll the page meanwhile.
    if (event.target instanceof Element && event.target.closest('[data-drags]') !== null)
      return event.preventDefault();
    if (event.touches.length === 2) {
      event.preventDefault();
      [began, one, tapped] = [twoOf(event), null, null];
    } else
      one =
        event.touches.length === 1 && !isOfItsOwn(event.target) ? pixelIn(element, event.touches[0]!) : null;
  };
  const onTouchMove = (event: TouchEvent): void => {
    if (began !== null && event.touches.length === 2) {
      event.preventDefault();
      const now = twoOf(event);
      onMove({ factor: now.distance / began.distance, from: began.middle, to: now.middle });
    } else if (one !== null) {
      const now = pixelIn(element, event.touches[0]!);
      if (Math.hypot(now.x - one.x, now.y - one.y) < oneFingerPixels) return;
      one = null;
      onOneFinger();
    }
  };
  const onTouchEnd = (event: TouchEvent): void => {
    if (began !== null && event.touches.length < 2) {
      began = null;
      onEnd();
    } else if (one !== null && event.touches.length === 0) {
      const isNear =
        !isPressed(event.target) && tapped !== null && Math.hypot(tapped.x - one.x, tapped.y - one.y) < 30;
      if (isNear && event.timeStamp - tapped!.at < doubleTapMs) {
        // Otherwise the second tap also clicks.
        event.preventDefault();
        onDouble(one);
        tapped = null;
      } else tapped = { ...one, at: event.timeStamp };
      one = null;
    }
  };
  element.addEventListener('touchstart', onStart, { passive: false });
  element.addEventListener('touchmove', onTouchMove, { passive: false });
  element.addEventListener('touchend', onTouchEnd, { passive: false });
  element.addEventListener('touchcancel', onTouchEnd);
  return () => {
    element.removeEventListener('touchstart', onStart);
    element.removeEventListener('touchmove', onTouchMove);
    element.removeEventListener('touchend', onTouchEnd);
    element.removeEventListener('touchcancel', onTouchEnd);
  };
}
