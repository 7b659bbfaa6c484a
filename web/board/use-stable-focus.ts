import { useEffect, useRef } from 'react';

/** Keeps the focus on a row that moves to another group, or whose button has done its work and is gone. */
export function useStableFocus(list: { readonly current: HTMLElement | null }): void {
  const focused = useRef<string | null>(null);
  useEffect(() => {
    const note = (): void => {
      const active = document.activeElement as HTMLElement | null;
      // Removing a focused row leaves the document without a focused element.
      if (active === document.body) return;
      // A dialog gives the focus back to where it was opened.
      if (active?.closest('dialog') != null) return;
      const row = active?.closest('.row')?.querySelector<HTMLElement>('[data-shipment]');
      focused.current = row?.dataset['shipment'] ?? null;
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
