import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

/** A field in a row of filters that finds what has the typed words. */
export function SearchField({
  value,
  onChange,
  hint = texts.search.hint,
  onSend,
}: {
  value: string;
  onChange: (words: string) => void;
  /** What can be sought. */
  hint?: string;
  /** Called when Enter is pressed. */
  onSend?: () => void;
}): ReactNode {
  return (
    <label className="field inline">
      <span>{texts.search.find}</span>
      <input
        type="search"
        value={value}
        placeholder={hint}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Enter') onSend?.();
        }}
      />
    </label>
  );
}
