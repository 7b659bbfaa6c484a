import type { ReactNode } from 'react';
import { useWholeList } from '../api/use-api.ts';
import { Loaded } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { entryInWords } from './entry-in-words.ts';
import { withoutNumbers } from './without-numbers.ts';

/** What contradicts a signed decision, by the sequence of its entry: of which goods, by what, and what is recommended now. */
export function Contradictions({ shipment, signed }: { shipment: string; signed: number }): ReactNode {
  const ledger = useWholeList('listLedger', { path: { shipment } });
  const formats = useFormats();
  return (
    <Loaded of={ledger}>
      {(entries) => (
        <ul className="contradictions">
          {entries
            .filter(({ fact }) => fact.kind === 'release-contradicted' && fact['signed'] === signed)
            .map((entry) => (
              <li key={entry.sequence}>
                {entryInWords(withoutNumbers(entry, shipment), formats, undefined, undefined, entries)}
              </li>
            ))}
        </ul>
      )}
    </Loaded>
  );
}
