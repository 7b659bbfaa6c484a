import { type ReactNode, useId } from 'react';
import { usePreferences } from '../session/preferences.tsx';
import { FieldNotes } from './field-notes.tsx';

/** A field for date and time in the zone that the person chose. Values are ISO 8601 in UTC; null where it is empty. */
export function MomentInput({
  label,
  value,
  onChange,
  hint,
  problem = null,
}: {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  hint?: ReactNode;
  problem?: string | null;
}): ReactNode {
  const { preferences, formats } = usePreferences();
  const isUtc = preferences.zone === 'utc';
  const [field, described] = [useId(), useId()];
  return (
    <div className="field">
      <label htmlFor={field}>
        {label} <span className="quiet">({formats.zone})</span>
      </label>
      <input
        id={field}
        type="datetime-local"
        value={value === null ? '' : inZone(value, isUtc)}
        aria-describedby={described}
        aria-invalid={problem === null ? undefined : true}
        onChange={({ target }) => onChange(fromZone(target.value, isUtc))}
      />
      <FieldNotes id={described} hint={hint} problem={problem} />
    </div>
  );
}

/** A time as such a field has it: to the minute, without a zone. */
function inZone(moment: string, isUtc: boolean): string {
  const at = new Date(moment);
  const shifted = isUtc ? at : new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

function fromZone(given: string, isUtc: boolean): string | null {
  // A date and time without a zone is local (ECMAScript, section 21.4.1.32).
  const at = new Date(isUtc ? `${given}Z` : given);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
