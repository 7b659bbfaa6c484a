import { type ReactNode, useEffect, useRef } from 'react';

/** A button that opens a small panel; Escape or a click elsewhere closes it, and in a menu of actions each choice. */
export function Menu({
  label,
  name,
  hasActions = false,
  children,
}: {
  label: ReactNode;
  name: string;
  hasActions?: boolean;
  children: ReactNode;
}): ReactNode {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const target = event.target as Element;
      const isElsewhere = event.type === 'pointerdown' && !menu.current?.contains(target);
      const isEscape =
        event instanceof KeyboardEvent && event.key === 'Escape' && menu.current?.open === true;
      const isChoice =
        event.type === 'click' &&
        hasActions &&
        menu.current?.open === true &&
        menu.current.querySelector('.panel')!.contains(target);
      if (!isElsewhere && !isEscape && !isChoice) return;
      menu.current!.open = false;
      if (!isElsewhere) menu.current!.querySelector('summary')!.focus();
    };
    const kinds = ['pointerdown', 'keydown', 'click'] as const;
    // Before a dialog opens, which gives the focus back to what has it then.
    for (const kind of kinds) document.addEventListener(kind, close, { capture: kind === 'click' });
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, close, { capture: kind === 'click' });
    };
  }, [hasActions]);
  return (
    <details className="menu" ref={menu} name="menus">
      <summary aria-label={name}>{label}</summary>
      <div className="panel">{children}</div>
    </details>
  );
}
