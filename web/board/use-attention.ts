import { useEffect, useRef } from 'react';

/** Events that show that a person is using the page. */
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const;

/** Calls `onSign` at each sign that a person is using the page. */
export function useAttention(onSign: () => void): void {
  const listener = useRef(onSign);
  useEffect(() => {
    listener.current = onSign;
  });
  useEffect(() => {
    const note = (): void => listener.current();
    for (const sign of signs) window.addEventListener(sign, note, { passive: true });
    return () => {
      for (const sign of signs) window.removeEventListener(sign, note);
    };
  }, []);
}
