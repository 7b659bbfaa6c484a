import { type ReactNode, useEffect, useRef } from 'react';
import { texts } from '../texts.ts';

/** Replaces the page where somebody else has signed in in another tab of this browser. */
export function OtherPerson({ own, other }: { own: string; other: string }): ReactNode {
  const { tabs } = texts;
  const top = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = texts.product;
    top.current?.focus();
  }, []);
  return (
    <main className="alone" id="content">
      <h1 ref={top} tabIndex={-1}>
        {tabs.otherTitle(other)}
      </h1>
      <p role="alert">{tabs.otherWhy(own)}</p>
      <p>
        <button type="button" className="primary" onClick={() => window.location.reload()}>
          {tabs.continueAs(other)}
        </button>
      </p>
    </main>
  );
}
