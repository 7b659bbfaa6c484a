import type { ReactNode } from 'react';

/** A scrollable area for content that may be wider or longer than the page; it also scrolls by keyboard. */
export function Scroll({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
