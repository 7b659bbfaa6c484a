import { type ReactNode, useId, useMemo } from 'react';
import { useApi, useWholeList } from '../api/use-api.ts';
import { FieldNotes } from '../parts/field-notes.tsx';
import { rulesInWords } from '../profiles/profile-in-words.tsx';
import { useFormats } from '../session/preferences.tsx';
import { planTexts } from '../texts/plan.ts';
import { type ProfileChoice, type ProfileChoices, profileChoices } from './profile-choices.ts';

const word = planTexts.form;

/** Chooses storage limits by name; below it stands what they mean. */
export function LimitsField({
  label,
  value,
  onChange,
  hint,
  problem = null,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  problem?: string | null;
}): ReactNode {
  const { approved, awaiting, earlier } = useProfileChoices();
  const chosen = [...approved, ...awaiting, ...earlier].find((each) => each.value === value);
  const [field, described] = [useId(), useId()];
  return (
    <div className="field">
      <label htmlFor={field}>{label}</label>
      <select
        id={field}
        value={value}
        aria-describedby={described}
        aria-invalid={problem === null ? undefined : true}
        onChange={({ target }) => onChange(target.value)}
      >
        <option value="">{word.chooseProfile}</option>
        {value !== '' && chosen === undefined && <option value={value}>{value}</option>}
        <Group label={word.approved} choices={approved} />
        <Group label={word.awaiting} choices={awaiting} />
        <Group label={word.earlier} choices={earlier} />
      </select>
      <FieldNotes id={described} hint={hint} problem={problem} />
      {value !== '' && <LimitsInWords value={value} />}
      {chosen?.isApproved === false && <p className="warn">{word.unapproved}</p>}
    </div>
  );
}

function Group({ label, choices }: { label: string; choices: readonly ProfileChoice[] }): ReactNode {
  if (choices.length === 0) return null;
  return (
    <optgroup label={label}>
      {choices.map(({ value, name, version, isApproved }) => (
        <option key={value} value={value}>
          {word.profileNamed(name, version, isApproved)}
        </option>
      ))}
    </optgroup>
  );
}

/** The rules of storage limits in a few sentences. */
function LimitsInWords({ value }: { value: string }): ReactNode {
  const [profile = '', version = ''] = value.split('@');
  const formats = useFormats();
  const shown = useApi('showProfile', { path: { profile, version } }, { staleTime: Infinity });
  if (shown.data === undefined) return null;
  // A rule is there by each of its ids.
  const rules = [...new Set(rulesInWords([shown.data], formats).values())];
  return <p className="limits-in-words">{rules.map((rule) => `${rule}.`).join(' ')}</p>;
}

/** The storage limits that can be chosen; none while they are unknown. */
export function useProfileChoices(): ProfileChoices {
  const { data } = useWholeList('listProfiles', { query: { limit: 100 } }, { staleTime: 60_000 });
  return useMemo(() => profileChoices(data ?? []), [data]);
}

/** The name of storage limits; their id and version while it is unknown. */
export function useLimitsName(): (value: string) => string {
  const { approved, awaiting, earlier } = useProfileChoices();
  return (value) => {
    const found = [...approved, ...awaiting, ...earlier].find((each) => each.value === value);
    return found === undefined ? value : word.profileNamed(found.name, found.version, found.isApproved);
  };
}
