import { type ReactNode, useId } from 'react';
import { FieldNotes } from '../parts/field-notes.tsx';
import { legTexts } from '../texts/legs.ts';
import { type TypedTime, readTime } from './typed-time.ts';

const word = legTexts.fields;

/** Fields for a length of time in hours and minutes. */
export function TimeFields({
  legend,
  value,
  onChange,
}: {
  legend: string;
  value: TypedTime;
  onChange: (value: TypedTime) => void;
}): ReactNode {
  const described = useId();
  const isWrong = readTime(value) === 'wrong';
  const field = (name: keyof TypedTime): ReactNode => (
    <label className="field">
      <span>{word[name]}</span>
      <input
        inputMode="numeric"
        autoComplete="off"
        value={value[name]}
        aria-describedby={described}
        aria-invalid={isWrong || undefined}
        onChange={({ target }) => onChange({ ...value, [name]: target.value })}
      />
    </label>
  );
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      <div className="field-row time-fields">
        {field('hours')}
        {field('minutes')}
      </div>
      <FieldNotes id={described} problem={isWrong ? word.badTime : null} />
    </fieldset>
  );
}
