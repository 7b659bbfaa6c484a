import { type ReactNode, useEffect, useRef } from 'react';
import { texts } from '../texts.ts';

/** A page with its heading; who comes here by a link begins at the heading. */
export function Page({
  title,
  heading = title,
  aside,
  children,
  className = '',
}: {
  title: string;
  heading?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}): ReactNode {
  const top = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${texts.product}`;
  }, [title]);
  useEffect(() => {
    // The first page of a visit is read from its beginning anyway.
    if (window.history.length > 1 && document.activeElement === document.body)
      top.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main id="content" className={className}>
      <header className="heading">
        <h1 ref={top} tabIndex={-1}>
          {heading}
        </h1>
        {aside}
      </header>
      {children}
    </main>
  );
}
