import { type ReactNode, useEffect, useRef } from 'react';
import { nameDocument } from './document-title.ts';

/** A screen reader starts the first page of a visit at the top anyway. */
let hasShown = false;
let wentBack = false;
window.addEventListener('popstate', () => {
  wentBack = true;
});

/** A page with its heading; following a link moves the focus to the heading. */
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
    nameDocument(title);
  }, [title]);
  useEffect(() => {
    if (hasShown) {
      top.current?.focus({ preventScroll: true });
      // Going back restores the scroll position; following a link starts at the top.
      if (!wentBack) window.scrollTo(0, 0);
    }
    hasShown = true;
    wentBack = false;
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
