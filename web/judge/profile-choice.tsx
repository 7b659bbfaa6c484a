import type { ReactNode } from 'react';
import { FileInput } from '../parts/file-input.tsx';
import { judgeTexts as word } from '../texts/judge.ts';
import { type ProfileFile, builtInProfiles } from './profiles.ts';

/** The storage limits to judge by, and those to compare with. */
export function ProfileChoice({
  own,
  chosen,
  other,
  onChoose,
  onCompare,
  onOwn,
}: {
  own: readonly ProfileFile[];
  chosen: ProfileFile | null;
  other: ProfileFile | null;
  onChoose: (profile: ProfileFile | null) => void;
  onCompare: (profile: ProfileFile | null) => void;
  onOwn: (file: File) => void;
}): ReactNode {
  return (
    <section className="limits">
      <h2>{word.limits}</h2>
      <ProfileSelect
        label={word.judgeBy}
        none={word.chooseLimits}
        own={own}
        value={chosen}
        without={null}
        onChange={onChoose}
      />
      {chosen !== null && (
        <ProfileSelect
          label={word.compareWith}
          none={word.nothing}
          own={own}
          value={other}
          without={chosen}
          onChange={onCompare}
        />
      )}
      <FileInput
        label={word.ownProfile}
        accept=".json,application/json"
        onChoose={([file]) => file !== undefined && onOwn(file)}
      />
    </section>
  );
}

function ProfileSelect({
  label,
  none,
  own,
  value,
  without,
  onChange,
}: {
  label: string;
  none: string;
  own: readonly ProfileFile[];
  value: ProfileFile | null;
  without: ProfileFile | null;
  onChange: (profile: ProfileFile | null) => void;
}): ReactNode {
  const groups = [
    [word.own, own],
    [word.builtIn, builtInProfiles],
  ] as const;
  return (
    <label className="field">
      <span>{label}</span>
      <select
        value={value?.key ?? ''}
        onChange={({ target }) =>
          onChange([...own, ...builtInProfiles].find(({ key }) => key === target.value) ?? null)
        }
      >
        <option value="">{none}</option>
        {groups.map(
          ([group, profiles]) =>
            profiles.length > 0 && (
              <optgroup key={group} label={group}>
                {profiles
                  .filter(({ key }) => key !== without?.key)
                  .map(({ key, name }) => (
                    <option key={key} value={key}>
                      {name}
                    </option>
                  ))}
              </optgroup>
            ),
        )}
      </select>
    </label>
  );
}
