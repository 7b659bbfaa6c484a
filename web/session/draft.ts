import { useState } from 'react';
import { usePerson } from './session.tsx';

/** Where a person's draft is kept: nobody else at the same screen is offered it. */
export function draftKey(username: string, name: string): string {
  return `draft.${username}.${name}`;
}

/** A text or choice that a person is about to give; it outlives a reload and a step-up, and ends with the tab. */
export function useDraft<Value>(name: string, initially: Value): [Value, (value: Value) => void, () => void] {
  const key = draftKey(usePerson().username, name);
  const [draft, setDraft] = useState({ key, value: read(key, initially) });
  // Another name is another draft.
  const current = draft.key === key ? draft : { key, value: read(key, initially) };
  if (current !== draft) setDraft(current);
  const set = (value: Value): void => {
    setDraft({ key, value });
    keep(key, value);
  };
  const clear = (): void => {
    setDraft({ key, value: initially });
    sessionStorage.removeItem(key);
  };
  return [current.value, set, clear];
}

function read<Value>(key: string, initially: Value): Value {
  try {
    const kept = sessionStorage.getItem(key);
    return kept === null ? initially : (JSON.parse(kept) as Value);
  } catch {
    return initially;
  }
}

function keep(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // It stays in the field all the same.
  }
}
