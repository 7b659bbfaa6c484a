import { useState } from 'react';
import { usePerson } from './session.tsx';

/** Returns the storage key of a person's draft, so that other people using the same browser do not see it. */
export function draftKey(username: string, name: string): string {
  return `draft.${username}.${name}`;
}

/** A draft text or choice that survives reloads and the step-up, and ends with the browser tab. */
export function useDraft<Value>(name: string, initially: Value): [Value, (value: Value) => void, () => void] {
  const key = draftKey(usePerson().username, name);
  const [draft, setDraft] = useState({ key, value: read(key, initially) });
  // Another name means another draft.
  const current = draft.key === key ? draft : { key, value: read(key, initially) };
  if (current !== draft) setDraft(current);
  const set = (value: Value): void => {
    setDraft({ key, value });
    store(key, value);
  };
  const clear = (): void => {
    setDraft({ key, value: initially });
    sessionStorage.removeItem(key);
  };
  return [current.value, set, clear];
}

function read<Value>(key: string, initially: Value): Value {
  try {
    const saved = sessionStorage.getItem(key);
    return saved === null ? initially : (JSON.parse(saved) as Value);
  } catch {
    return initially;
  }
}

function store(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Where storage fails, the value still stays in the field.
  }
}
