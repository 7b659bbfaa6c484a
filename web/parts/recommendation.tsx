import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

const signs = { release: '✓', quarantine: '!', reject: '✕' } as const;

/** What the verdict recommends: a sign, a colour and the words. */
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
