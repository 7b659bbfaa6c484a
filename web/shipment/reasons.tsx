import type { ReactNode } from 'react';
import { inRoundNumbers } from '../../src/model/in-round-numbers.ts';

/** Why something is recommended, a sentence a line. */
export function Reasons({ reasons }: { reasons: readonly string[] }): ReactNode {
  if (reasons.length === 0) return null;
  return (
    <ul className="reasons">
      {reasons.map((reason) => (
        <li key={reason}>{inRoundNumbers(reason)}</li>
      ))}
    </ul>
  );
}
