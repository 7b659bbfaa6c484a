import { type ReactNode, useEffect, useRef } from 'react';

/** A button that opens a small panel; Escape or a click elsewhere closes it. */
export function Menu({
  label,
  name,
  children,
}: {
  label: ReactNode;
  name: string;
  children: ReactNode;
}): ReactNode {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const isElsewhere = event.type === 'pointerdown' && !menu.current?.contains(event.target as Node);
      const isEscape =
        event instanceof KeyboardEvent && event.key === 'Escape' && menu.current?.open === true;
      if (!isElsewhere && !isEscape) return;
      menu.current!.open = false;
      if (isEscape) menu.current!.querySelector('summary')!.focus();
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details className="menu" ref={menu} name="menus">
      <summary aria-label={name}>{label}</summary>
      <div className="panel">{children}</div>
    </details>
  );
}
