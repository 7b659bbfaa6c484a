import { useEffect, useRef } from 'react';

/** Who stood on a row that went to another group still stands on it. */
export function useStableFocus(list: { readonly current: HTMLElement | null }): void {
  const focused = useRef<string | null>(null);
  useEffect(() => {
    const note = (): void => {
      const active = document.activeElement as HTMLElement | null;
      // A row that was taken away leaves the focus to nobody.
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
