import { type RefObject, useEffect, useRef } from 'react';

/** Events that show that a person is using the page. */
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const;

/** Tracks when a person last used the page; `onSign` is called at each sign with the time of the previous one. */
export function useAttention(onSign: (before: number) => void): RefObject<number> {
  const at = useRef(0);
  const listener = useRef(onSign);
  useEffect(() => {
    listener.current = onSign;
  });
  useEffect(() => {
    // Opening the page counts as a sign.
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
