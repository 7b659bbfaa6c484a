import { useEffect, useRef } from 'react';

/** Keeps the focus on a row that moves to another group. */
export function useStableFocus(list: { readonly current: HTMLElement | null }): void {
  const focused = useRef<string | null>(null);
  useEffect(() => {
    const note = (): void => {
      const active = document.activeElement as HTMLElement | null;
      // Removing a focused row leaves the document without a focused element.
      if (active !== document.body) focused.current = active?.dataset['shipment'] ?? null;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);
  useEffect(() => {
    if (focused.current === null || document.activeElement !== document.body) return;
    list.current
      ?.querySelector<HTMLElement>(`[data-shipment="${CSS.escape(focused.current)}"]`)
      ?.focus({ preventScroll: true });
  });
}
