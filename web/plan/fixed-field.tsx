import type { ReactNode } from 'react';
import { useFormats } from '../session/preferences.tsx';
import { planTexts } from '../texts/plan.ts';
import { fieldInWords } from './field-in-words.ts';
import { useLimitsName } from './limits-field.tsx';
import type { ChangeableField } from './plan-changes.ts';
import type { Planned } from './planned-form.ts';

/** A field of a plan that may not change any more, with the reason. */
export function FixedField({
  field,
  value,
  why,
}: {
  field: ChangeableField;
  value: Planned[ChangeableField];
  why: string;
}): ReactNode {
  const formats = useFormats();
  const limitsName = useLimitsName();
  return (
    <dl className="fixed-field">
      <dt>{planTexts.fields[field]}</dt>
      <dd>
        {fieldInWords(field, value, limitsName, formats)} <span className="quiet block">{why}</span>
      </dd>
    </dl>
  );
}
