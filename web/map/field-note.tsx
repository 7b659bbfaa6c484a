import type { ReactNode } from 'react';

/** What stands below a field: how to fill it in, and why it was refused. */
export function FieldNote({
  id,
  hint,
  problem,
}: {
  id: string;
  hint: string | null;
  problem: string | null;
}): ReactNode {
  return (
    <div id={id}>
      {hint !== null && <span className="quiet block">{hint}</span>}
      {problem !== null && (
        <span role="alert" className="problem block">
          {problem}
        </span>
      )}
    </div>
  );
}
