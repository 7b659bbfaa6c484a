import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

const signs = { release: '✓', quarantine: '!', reject: '✕' } as const;

/** The verdict's recommendation as a symbol, a colour and text. */
export function Recommendation({ of }: { of: keyof typeof signs }): ReactNode {
  return (
    <p className={`recommendation ${of}`}>
      <span className="sign" aria-hidden="true">
        {signs[of]}
      </span>
      {texts.recommendations[of]}
    </p>
  );
}
