import type { ReactNode } from 'react';
import { Refused } from '../api/client.ts';
import { useFormats } from '../session/preferences.tsx';
import { entryInWords } from '../shipment/entry-in-words.ts';
import { texts } from '../texts.ts';
import { Problem } from './problem.tsx';

/** Shows why an action was refused, and which entries were added if it was based on an outdated ledger. */
export function StepProblem({ error }: { error: Error }): ReactNode {
  const formats = useFormats();
  const entries = error instanceof Refused ? (error.problem.entries ?? []) : [];
  if (entries.length === 0) return <Problem error={error} />;
  return (
    <div role="alert" className="problem">
      <p>{texts.problems.stale}</p>
      <ul>
        {entries.map((entry) => (
          <li key={entry.sequence}>{entryInWords(entry, formats, undefined, undefined, entries)}</li>
        ))}
      </ul>
      <p>{texts.problems.staleTodo}</p>
    </div>
  );
}
