import type { ReactNode } from 'react';
import { bookTexts as word } from '../texts/address-book.ts';
import { named } from './named.ts';
import { TextField } from './text-field.tsx';

/** The name of an entry of the address book, with a warning where another entry of the name would be replaced. */
export function NameField({
  label = word.name,
  name,
  onChange,
  entries,
  before,
  isAttempted,
}: {
  label?: string;
  name: string;
  onChange: (name: string) => void;
  entries: readonly { readonly id: string; readonly name: string }[];
  /** The entry that is edited; null for a new one. */
  before: { readonly id: string } | null;
  /** Whether somebody has tried to save. */
  isAttempted: boolean;
}): ReactNode {
  const other = named(entries, name);
  return (
    <TextField
      label={label}
      value={name}
      onChange={onChange}
      hint={other !== undefined && other.id !== before?.id ? word.taken(name.trim()) : undefined}
      problem={isAttempted && name.trim() === '' ? word.nameMissing : null}
    />
  );
}
