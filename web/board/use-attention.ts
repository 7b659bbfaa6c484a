import { type RefObject, useEffect, useRef } from 'react';

/** What a person does who is at the page. */
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const;

/** When a person last did something at the page; `onSign` hears of each, with the time of the one before. */
export function useAttention(onSign: (before: number) => void): RefObject<number> {
  const at = useRef(0);
  const listener = useRef(onSign);
  useEffect(() => {
    listener.current = onSign;
  });
  useEffect(() => {
    // Who opens the page is at it.
    at.current = Date.now();
    const note = (): void => {
      const before = at.current;
      at.current = Date.now();
      listener.current(before);
    };
    for (const sign of signs) window.addEventListener(sign, note, { passive: true });
    return () => {
      for (const sign of signs) window.removeEventListener(sign, note);
    };
  }, []);
  return at;
}
