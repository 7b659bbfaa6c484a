import type { ReactNode } from 'react';
import { Scroll } from '../parts/scroll.tsx';
import { useFormats } from '../session/preferences.tsx';
import { planTexts } from '../texts/plan.ts';
import { planChangesTexts } from '../texts/plan-changes.ts';
import { fieldInWords } from './field-in-words.ts';
import { useLimitsName } from './limits-field.tsx';
import type { FieldChange } from './plan-changes.ts';

const word = planChangesTexts.change;

/** What a change of a plan would change: each field from its recorded to its typed value. */
export function ChangeList({ changes }: { changes: readonly FieldChange[] }): ReactNode {
  const formats = useFormats();
  const limitsName = useLimitsName();
  if (changes.length === 0) return <p className="quiet">{word.nothing}</p>;
  return (
    <Scroll label={word.changes}>
      <table className="change-list">
        <thead>
          <tr>
            <th scope="col">{word.field}</th>
            <th scope="col">{word.before}</th>
            <th scope="col">{word.after}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, from, to }) => (
            <tr key={field}>
              <th scope="row">{planTexts.fields[field]}</th>
              <td>{fieldInWords(field, from, limitsName, formats)}</td>
              <td>{fieldInWords(field, to, limitsName, formats)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
