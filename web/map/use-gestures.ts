import { type RefObject, useEffect, useRef, useState } from 'react';
import { followFingers } from './follow-fingers.ts';
import { followMouse } from './follow-mouse.ts';
import { followWheel } from './follow-wheel.ts';
import { type Change, type Pixel, type Size, type View, joined, unchanged, zoomAround } from './view.ts';

/** A wheel has stopped when it was silent for this long. */
const wheelEndsMs = 160;
const hintMs = 1600;
const step = 2;

/** What a person should do instead: the wheel and one finger scroll the page. */
type GestureHint = 'wheel' | 'fingers' | null;

/**
 * Moves and zooms a map by mouse, pen, fingers and wheel. While a gesture lasts its change is `live`, by which the
 * picture is only moved and scaled; it is given to `onChange` when it ends.
 *
 * One finger scrolls the page and two move the map, so that nobody is caught in it. In the same way the wheel scrolls
 * the page until the map has the focus, or with Ctrl or Shift. A click is left to what was clicked: the pointer is
 * captured only when it has moved.
 */
export function useGestures(
  frame: RefObject<HTMLElement | null>,
  view: View | null,
  size: Size | null,
  onChange: (change: Change) => void,
): { live: Change; isMoving: boolean; hint: GestureHint } {
  const [live, setLive] = useState<Change>(unchanged);
  const [isMoving, setMoving] = useState(false);
  const [hint, setHint] = useState<GestureHint>(null);
  const known = useRef({ view, size, onChange });
  useEffect(() => {
    known.current = { view, size, onChange };
  });
  const isReady = view !== null && size !== null;
  useEffect(() => {
    const element = frame.current;
    if (element === null || !isReady) return undefined;
    let change = unchanged;
    let timer = 0;
    const show = (next: Change): void => {
      change = next;
      setLive(next);
    };
    const end = (): void => {
      window.clearTimeout(timer);
      timer = 0;
      setMoving(false);
      if (change === unchanged) return;
      known.current.onChange(change);
      show(unchanged);
    };
    const zoom = (factor: number, at: Pixel): void => {
      const scale = known.current.view!.scale * change.factor;
      show(joined(change, zoomAround({ ...known.current.view!, scale }, factor, at)));
    };
    const say = (what: GestureHint): void => {
      setHint(what);
      window.setTimeout(() => setHint(null), hintMs);
    };
    const stops = [
      followWheel(element, {
        zoom: (factor, at) => {
          zoom(factor, at);
          window.clearTimeout(timer);
          timer = window.setTimeout(end, wheelEndsMs);
        },
        onPassed: () => say('wheel'),
      }),
      followMouse(element, {
        onMove: (dx, dy) => {
          setMoving(true);
          show({ factor: 1, dx, dy });
        },
        onEnd: end,
        onDouble: (at) => {
          zoom(step, at);
          end();
        },
      }),
      followFingers(element, {
        onMove: (next) => {
          setMoving(true);
          const { factor, ...at } = next;
          const allowed = zoomAround(known.current.view!, factor, at.from);
          show(joined(allowed, { factor: 1, dx: at.to.x - at.from.x, dy: at.to.y - at.from.y }));
        },
        onEnd: end,
        onDouble: (at) => {
          zoom(step, at);
          end();
        },
        onOneFinger: () => say('fingers'),
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      window.clearTimeout(timer);
    };
  }, [frame, isReady]);
  return { live, isMoving, hint };
}
