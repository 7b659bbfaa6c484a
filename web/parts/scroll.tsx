import type { ReactNode } from 'react';

/** What may be wider or longer than the page: it scrolls by itself, by keys too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
