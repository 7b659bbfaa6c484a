import { type ReactNode, useId } from 'react';
import { FieldNotes } from '../parts/field-notes.tsx';
import { planTexts as word } from '../texts/plan.ts';

const noOptions: readonly { readonly value: string; readonly label?: string }[] = [];

/** A labelled text field with a hint, a problem, and texts to choose from as one types. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  problem = null,
  options = noOptions,
  type = 'text',
  lines = 1,
  isOptional = false,
  isRequired = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  problem?: string | null;
  options?: readonly { readonly value: string; readonly label?: string }[];
  type?: 'text' | 'tel' | 'email' | 'date' | 'search';
  lines?: number;
  isOptional?: boolean;
  isRequired?: boolean;
}): ReactNode {
  const [field, described, list] = [useId(), useId(), useId()];
  const common = {
    id: field,
    value,
    autoComplete: 'off',
    required: isRequired,
    'aria-describedby': described,
    'aria-invalid': problem === null ? undefined : true,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <div className="field">
      <label htmlFor={field}>
        {label} {isOptional && <span className="quiet">({word.optional})</span>}
      </label>
      {lines > 1 ? (
        <textarea rows={lines} {...common} />
      ) : (
        <input type={type} list={options.length === 0 ? undefined : list} {...common} />
      )}
      {options.length > 0 && (
        <datalist id={list}>
          {options.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </datalist>
      )}
      <FieldNotes id={described} hint={hint} problem={problem} />
    </div>
  );
}
