import type { ReactNode } from 'react';
import { TextField } from '../plan/text-field.tsx';
import { legTexts } from '../texts/legs.ts';
import { readCycles } from './typed-time.ts';

/** A field for a number of freeze-thaw cycles. */
export function CyclesField({
  label,
  value,
  onChange,
  isRequired = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  isRequired?: boolean;
}): ReactNode {
  return (
    <TextField
      label={label}
      value={value}
      onChange={onChange}
      isRequired={isRequired}
      problem={readCycles(value) === 'wrong' ? legTexts.fields.badCycles : null}
    />
  );
}
