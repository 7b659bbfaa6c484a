import type { ReactNode } from 'react';

/** What describes a field: how to fill it in, and what is wrong with its value. */
export function FieldNotes({
  id,
  hint,
  problem,
}: {
  id: string;
  hint?: ReactNode;
  problem: string | null;
}): ReactNode {
  return (
    <span id={id} className="notes">
      {hint !== undefined && <span className="quiet block">{hint}</span>}
      {problem !== null && (
        <span role="alert" className="problem block">
          {problem}
        </span>
      )}
    </span>
  );
}
